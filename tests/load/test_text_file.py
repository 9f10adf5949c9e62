"""Text files: what is read, and what is said of the rest."""

import os

import pytest

from itest.load.text_file import MAX_BYTES, Unreadable, as_source, decode, read_source


def refused(data):
    with pytest.raises(Unreadable) as raised:
        decode(data, "f")
    return raised.value.problem


def test_a_byte_order_mark_is_no_text():
    """It is taken off, so that columns count from the first character."""
    assert "a: 1" == decode(b"\xef\xbb\xbfa: 1", "f").text


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-le-bom", "utf-32"])
def test_other_codings_are_named(coding):
    """A file saved as UTF-16 or UTF-32 says so."""
    data = b"\xff\xfea\x00" if coding == "utf-16-le-bom" else "a: 1".encode(coding)
    problem = refused(data)
    assert ("IT325", True) == (problem.code, "UTF-" in problem.message)


@pytest.mark.parametrize(
    ("data", "place"),
    [("a: 1\nb: é".encode("latin-1"), "f:2:4"), (b"\xef\xbb\xbfa: \xff", "f:1:4"), (b"a: \xed\xa0\x80", "f:1:4")],
)
def test_the_first_bad_byte_has_a_place(data, place):
    """Latin-1, stray bytes and surrogates are shown where they stand."""
    assert (place, "IT325") == (refused(data).place, refused(data).code)


def test_lines_are_counted_as_the_parser_counts():
    """A lone carriage return ends a line, as do the separators of Unicode."""
    assert ("a", "b", "c", "d") == as_source("a\rb\r\nc\u2028d", "f").lines
    assert ("a\r", "b") == as_source("a\r\nb", "f").lines


def test_only_regular_files_of_a_sane_size_are_read(tmp_path):
    """A FIFO, a device, a folder, nothing, a giant: each is a problem at once, none blocks."""
    os.mkfifo(tmp_path / "fifo")
    with (tmp_path / "giant").open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    codes = []
    for path in (tmp_path / "fifo", tmp_path / "giant", tmp_path, tmp_path / "nothing"):
        with pytest.raises(Unreadable) as raised:
            read_source(path, "f")
        codes.append(raised.value.problem.code)
    assert ["IT325", "IT303", "IT325", "IT314"] == codes
