"""`files.chosen`: what a person named is written to wherever its links lead."""

import os

import pytest

from itest.files.chosen import NoReader, add_text, chosen, nowhere, stream
from itest.files.place import write


def test_links_of_a_chosen_path_are_followed(tmp_path):
    """The link stays, and folders that are missing are made."""
    (tmp_path / "link").symlink_to(tmp_path / "a" / "b", target_is_directory=True)
    write(chosen(tmp_path / "link" / "c" / "d.txt"), b"x")
    assert "x" == (tmp_path / "a" / "b" / "c" / "d.txt").read_text()
    assert (tmp_path / "link").is_symlink()


def test_a_pipe_that_nobody_reads_is_not_waited_for(tmp_path):
    """Longer than was said."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NoReader):
        stream(tmp_path / "pipe", patience=0)


def test_text_is_added(tmp_path):
    """What others wrote stays, and what has no UTF-8 is written out."""
    (tmp_path / "f").write_text("a\n")
    add_text(tmp_path / "f", "b\udc80\n")
    assert "a\nb\\udc80\n" == (tmp_path / "f").read_text()


def test_nowhere_takes_everything():
    """And gives nothing."""
    descriptor = nowhere()
    try:
        assert (1, b"") == (os.write(descriptor, b"x"), os.read(descriptor, 1))
    finally:
        os.close(descriptor)
