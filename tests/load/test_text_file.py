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
    assert "a: 1" == decode(b"\xef\xbb\xbfa: 1", "f")


@pytest.mark.parametrize("order", ["le", "be"])
@pytest.mark.parametrize("coding", ["utf-16", "utf-32"])
def test_other_codings_are_named(coding, order):
    """A file saved as UTF-16 or UTF-32 says so, in its first line and column."""
    problem = refused("\ufeffa: 1".encode(f"{coding}-{order}"))
    assert ("f:1:1", "IT325", f"the file is {coding.upper()}, not UTF-8") == (
        problem.place,
        problem.code,
        problem.message,
    )


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ("a: 1\nb: é".encode("latin-1"), "f:2:4"),
        (b"\xef\xbb\xbfa: \xff", "f:1:4"),
        (b"a: \xed\xa0\x80", "f:1:4"),
        (b"a: 1\r\nb: \xff", "f:2:4"),
        (b"a: 1\rb: \xff", "f:2:4"),
        ("a: 1\u2028ö: ".encode() + b"\xff", "f:2:4"),
        (b"\xff", "f:1:1"),
        (b"a: 1\n\xff", "f:2:1"),
    ],
)
def test_the_first_bad_byte_has_a_place(data, place):
    """Latin-1, stray bytes and surrogates are shown where they stand, lines counted as the parser counts them."""
    problem = refused(data)
    assert (place, "IT325") == (problem.place, problem.code)
    assert problem.excerpt.span.line in dict(problem.excerpt.lines)


def test_lines_are_counted_as_the_parser_counts():
    """A lone carriage return ends a line, as do the separators of Unicode."""
    assert ("a", "b", "c", "d") == as_source("a\rb\r\nc\u2028d", "f").lines
    assert ("a\r", "b") == as_source("a\r\nb", "f").lines


def test_only_regular_files_of_a_sane_size_are_read(tmp_path):
    """A FIFO, a giant, a folder, a circle of links, nothing: each is a problem at once that has a place and a hint."""
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "circle").symlink_to("circle")
    with (tmp_path / "giant").open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    problems = []
    for name in ("fifo", "giant", "", "circle", "nothing"):
        with pytest.raises(Unreadable) as raised:
            read_source(tmp_path / name, "f")
        problems.append(raised.value.problem)
    assert ["IT325", "IT303", "IT325", "IT325", "IT314"] == [problem.code for problem in problems]
    assert {"f:1:1"} == {problem.place for problem in problems}
    assert [] == [problem.code for problem in problems if not problem.hint]
    assert "its symbolic links lead in a circle" == problems[3].message
