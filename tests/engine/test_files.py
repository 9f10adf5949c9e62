"""Files of scenarios: regular, under the root, bounded."""

import os

import pytest

from itest.engine.files import MAX_FILE, read_bytes, read_text
from itest.model.problem import EvaluationError


def test_a_file_under_the_root_is_read(tmp_path):
    """Paths are relative to the base."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.txt").write_text("hällo")
    assert "hällo" == read_text("a.txt", tmp_path / "data", tmp_path)
    assert "hällo".encode() == read_bytes("../data/a.txt", tmp_path / "data", tmp_path)


def test_a_byte_order_mark_is_no_part_of_a_text(tmp_path):
    """As editors of Windows write it."""
    (tmp_path / "a.txt").write_text("hällo", encoding="utf-8-sig")
    assert "hällo" == read_text("a.txt", tmp_path, tmp_path)


@pytest.mark.parametrize("path", ["../secret.txt", "/etc/hostname", "link.txt"])
def test_nothing_outside_the_root_is_read(tmp_path, path):
    """Neither by dots, nor by an absolute path, nor through a link."""
    (tmp_path / "secret.txt").write_text("no")
    root = tmp_path / "root"
    root.mkdir()
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(EvaluationError) as raised:
        read_bytes(path, root, root)
    assert "IT217" == raised.value.code


def test_a_fifo_is_refused_without_being_opened(tmp_path):
    """Opening it would block for ever."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(EvaluationError, match="not a regular file"):
        read_bytes("pipe", tmp_path, tmp_path)


def test_a_file_beyond_the_cap_is_refused(tmp_path):
    """Its size is looked at before its content."""
    with (tmp_path / "big").open("wb") as file:
        file.truncate(MAX_FILE + 1)
    with pytest.raises(EvaluationError, match="larger than"):
        read_bytes("big", tmp_path, tmp_path)


def test_a_missing_file_and_one_that_is_no_text_are_named(tmp_path):
    """The sentence says which file and why."""
    (tmp_path / "latin").write_bytes(b"\xe4")
    with pytest.raises(EvaluationError, match="the file `nothing` is not there"):
        read_bytes("nothing", tmp_path, tmp_path)
    with pytest.raises(EvaluationError, match="not UTF-8 text"):
        read_text("latin", tmp_path, tmp_path)
