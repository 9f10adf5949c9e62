"""`report.files`: a report is there in full, or says that it is not, and every failure has a name."""

import contextlib
import os
import socket
import stat
import threading

import pytest

from itest.model.problem import ReportError
from itest.report.files import ReportFile


def test_the_report_replaces_the_incomplete_one_at_the_end(tmp_path):
    """Yesterday's is gone at the start, today's is there at the end, nothing lies beside it."""
    path = tmp_path / "a" / "b" / "report.xml"
    path.parent.mkdir(parents=True)
    path.write_text("yesterday")
    file = ReportFile(path, b"incomplete")
    file.write(b"one ")
    file.write(b"two")
    before = path.read_bytes()
    file.finish()
    assert (before, path.read_bytes()) == (b"incomplete", b"one two")
    assert list(path.parent.iterdir()) == [path]


def test_parent_folders_are_made(tmp_path):
    """Nobody has to make `itest-results` first."""
    ReportFile(tmp_path / "x" / "y" / "r.json", b"i").finish()
    assert (tmp_path / "x" / "y" / "r.json").read_bytes() == b""


def test_a_link_stays_a_link(tmp_path):
    """What it leads to is replaced."""
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    file = ReportFile(tmp_path / "link", b"i")
    file.write(b"new")
    file.finish()
    assert ((tmp_path / "link").is_symlink(), (tmp_path / "real").read_text()) == (True, "new")


@pytest.mark.parametrize(
    ("path", "cause"),
    [
        ("", "Is a directory"),
        ("file/report.xml", "Not a directory|File exists"),
        ("a\0b", "null"),
        ("x" * 300, "File name too long"),
    ],
)
def test_a_path_that_cannot_be_written_is_told_at_once(tmp_path, path, cause):
    """The error has the code, the path and the cause, and a hint."""
    (tmp_path / "file").write_text("")
    with pytest.raises(ReportError, match=f"IT501 The report .* could not be written: .*({cause})") as raised:
        ReportFile(tmp_path / path, b"i")
    assert raised.value.problems[0].hint != ""


def test_a_device_is_never_replaced(tmp_path):
    """A device that is full stays what it is, and says that it is full.

    The device is one of the test's own: a defect here, run by root, would replace the machine's.
    """
    device = tmp_path / "full"
    try:
        os.mknod(device, stat.S_IFCHR | 0o600, os.makedev(1, 7))
        file = ReportFile(device, b"incomplete")
    except (AttributeError, PermissionError, ReportError) as error:
        pytest.skip(f"no devices can be made and used here: {error}")
    file.write(b"x" * 100_000)
    with pytest.raises(ReportError, match="No space left"):
        file.finish()
    assert device.is_char_device()


def test_a_pipe_is_written_to_as_it_is(tmp_path):
    """What reads the other end gets the report and no incomplete one."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes with names here")
    os.mkfifo(tmp_path / "pipe")
    read = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    file = ReportFile(tmp_path / "pipe", b"incomplete")
    file.write(b"whole" * 100_000)  # more than a pipe holds
    file.finish()
    reader.join()
    assert read == [b"whole" * 100_000]


def test_a_pipe_that_nobody_reads_is_told(tmp_path):
    """A writer would wait for a reader for ever."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes with names here")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ReportError, match=r"IT501 .*/pipe could not be written: nobody reads this pipe\.") as raised:
        ReportFile(tmp_path / "pipe", b"incomplete", patience=0)
    assert "Start what reads it before the run." == raised.value.problems[0].hint
    assert [tmp_path / "pipe"] == list(tmp_path.iterdir())


def test_a_socket_is_no_report(tmp_path):
    """It cannot be opened, whoever listens, and nobody waits for that."""
    with socket.socket(socket.AF_UNIX) as listener, contextlib.chdir(tmp_path):
        listener.bind("s")
        with pytest.raises(ReportError, match="IT501"):
            ReportFile("s", b"incomplete", patience=3600)


def test_a_report_whose_folder_vanished_is_told_at_the_end(tmp_path):
    """Writing goes wrong quietly while the run goes on; the end tells it."""
    path = tmp_path / "gone" / "report.xml"
    file = ReportFile(path, b"i")
    path.unlink()
    path.parent.rmdir()
    file.write(b"lost")
    with pytest.raises(ReportError, match="No such file"):
        file.finish()
