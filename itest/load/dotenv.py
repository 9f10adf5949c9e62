"""`.env` files: names and values, for secrets and settings that no file under version control holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from itest.load.findings import Findings
from itest.load.text_file import Unreadable, read_source
from itest.model.lazy_pattern import lazy_pattern
from itest.model.problem import Problem
from itest.model.record import Record
from itest.model.source import Source, SourceMap

MAX_BYTES = 1_000_000
"""Of a file of settings."""
_NAME = lazy_pattern(r"[ \t]*(?:export[ \t]+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*")
# Possessive: what was read is not kept to be tried again, which of a long value would take more memory than there is.
_QUOTED = lazy_pattern(r"""'(?P<single>[^']*+)'|"(?P<double>(?:[^"\\]++|\\.)*+)\"""", re.DOTALL)
_BEHIND = lazy_pattern(r"[ \t]*(?:#.*)?$", re.MULTILINE)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


class _Entry(Record):
    """A name with its value, or what is wrong; on which lines (from 0, the last included)."""

    first: int
    last: int
    name: str = ""
    value: str = ""
    wrong: str = ""


def read_dotenv(path: Path, file: str) -> tuple[dict[str, str], list[Problem]]:
    """The names and values of a file; what is none is a problem.

    Single quotes keep text as it is, double quotes know `\\n`, `\\t`, `\\"`; both may go over several lines. Unquoted
    text ends with its line, or before ` #`. Nothing is expanded.
    """
    try:
        source = read_source(path, file, MAX_BYTES)
    except Unreadable as error:
        return {}, [error.problem]
    lines = [line.rstrip("\r") for line in source.lines]
    entries = list(_entries(lines))
    findings = Findings(SourceMap(_shown(file, lines, entries)))
    for entry in entries:
        if entry.wrong:
            mark = (entry.first, 0, entry.first, max(1, len(findings.sources.source.lines[entry.first])))
            findings.report_mark("IT306", entry.wrong, mark, "write `NAME=value`; quote a value of several lines")
    return {entry.name: entry.value for entry in entries if not entry.wrong}, findings.problems


def _shown(file: str, lines: list[str], entries: list[_Entry]) -> Source:
    """The file without its values: most are secrets, and what follows a quote that is not closed may be one."""
    inner = {number for entry in entries for number in range(entry.first + 1, entry.last + 1)}
    shown = ["***" if number in inner else _hidden(line) for number, line in enumerate(lines)]
    return Source(file, "\n".join(shown), tuple(shown))


def _hidden(line: str) -> str:
    """A line with what follows its name, or its `#`, hidden; all of it where it has neither."""
    text = line.lstrip(" \t")
    found = _NAME.match(line)
    begin = line[: len(line) - len(text)] + "#" if text.startswith("#") else found[0].rstrip(" \t") if found else ""
    return f"{begin}***" if line[len(begin) :].strip() else line


def _entries(lines: list[str]) -> Iterator[_Entry]:
    text, number = "\n".join(lines), 0
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    while number < len(lines):
        if not lines[number].strip() or lines[number].lstrip().startswith("#"):
            number += 1
            continue
        entry = _entry(lines, number, text, starts[number])
        yield entry
        number = entry.last + 1


def _entry(lines: list[str], first: int, text: str, start: int) -> _Entry:
    """What begins on a line, which begins at `start` of the text."""
    found = _NAME.match(lines[first])
    if found is None:
        return _Entry(first, first, wrong="this line is not `NAME=value`")
    written, start = lines[first][found.end() :], start + found.end()
    if not written.startswith(("'", '"')):
        return _Entry(first, first, found["name"], _uncommented(written))
    quoted = _QUOTED.match(text, start)
    if quoted is None:
        return _Entry(first, len(lines) - 1, wrong="the quote of this value is not closed")
    last = first + text.count("\n", start, quoted.end())
    if _BEHIND.match(text, quoted.end()) is None:
        return _Entry(first, last, wrong="something stands behind the closing quote of this value")
    return _Entry(first, last, found["name"], _unquoted(quoted))


def _uncommented(written: str) -> str:
    """A value without the comment behind it, which begins with a `#` that stands behind a blank or at the beginning."""
    place = written.find("#")
    while place > 0 and not written[place - 1].isspace():
        place = written.find("#", place + 1)
    return (written if place < 0 else written[:place]).rstrip()


def _unquoted(quoted: re.Match[str]) -> str:
    if quoted["double"] is None:
        return quoted["single"]
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), quoted["double"], flags=re.DOTALL)
