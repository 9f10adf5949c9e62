"""Problems on the terminal."""

import io
import sys

from itest.cli.problems import MAX_SHOWN, counted, show_defect, show_problems, write_lines
from itest.model.problem import Problem
from itest.model.source import Source, Span


def _problem(number, file="a.yaml"):
    excerpt = Source(file, "a: 1\n").excerpt(Span(file, 1, 1, 1, 2))
    return Problem(code="IT304", message=f"number {number}", excerpt=excerpt)


def test_problems_are_counted_by_file(capsys):
    """And nothing was sent."""
    show_problems([_problem(1), _problem(2), _problem(3, "b.yaml")])
    lines = capsys.readouterr().err.splitlines()
    assert ("a.yaml:1:1 IT304 number 1", "3 problems in 2 files; nothing was sent") == (lines[0], lines[-1])


def test_many_problems_are_all_told(capsys):
    """The first ones with their lines, the rest in a line each."""
    show_problems([_problem(number) for number in range(MAX_SHOWN + 7)])
    told = capsys.readouterr().err
    assert MAX_SHOWN + 7 == told.count("IT304")
    assert "\n".join(f"a.yaml:1:1 IT304 number {MAX_SHOWN + number}" for number in range(7)) in told


def test_a_problem_without_a_place_is_a_sentence(capsys):
    """Nothing is said about files."""
    show_problems([Problem(code="IT404", message="no such thing", hint="try another")])
    told = capsys.readouterr().err
    assert ("IT404" in told, "try another" in told, "nothing was sent" in told) == (True, True, False)


def test_a_stream_that_cannot_say_it_gets_escapes(monkeypatch):
    """An ASCII locale, or no stream at all."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(raw, encoding="ascii"))
    write_lines(["❯ häh"])
    assert b"\\u276f h\\xe4h\n" == raw.getvalue()
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    write_lines(["nobody hears it"])


def test_a_defect_without_a_place_is_told_all_the_same(tmp_path, capsys, monkeypatch):
    """An error that was never raised has no traceback."""
    monkeypatch.chdir(tmp_path)
    show_defect(ValueError("x"))
    assert "ValueError in an unknown place" in capsys.readouterr().err


def test_counted_words():
    """One, and not one."""
    assert ["0 files", "1 file", "2 files"] == [counted(number, "file") for number in range(3)]
