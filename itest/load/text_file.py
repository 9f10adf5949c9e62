"""Text files: the bytes of a regular file as UTF-8 text, or a problem that says why not."""

from __future__ import annotations

import codecs
from pathlib import Path

from itest.files.reading import NotRead, Why, content
from itest.model.lazy_pattern import lazy_pattern
from itest.model.problem import Problem
from itest.model.source import Excerpt, Source, Span

MAX_BYTES = 10_000_000
MAX_LINES = 500_000
"""Lines of a file that is read by its lines; data in CSV is not."""
MAX_LINE = 100_000
"""Characters of a line of a scenario or project file."""
# What libyaml counts as a line break; other text editors agree on all but the last three, which are rare.
_BREAKS = lazy_pattern("\r\n|[\r\n\x85\u2028\u2029]")
_ODD_BREAKS = lazy_pattern("\r(?!\n)|[\x85\u2028\u2029]")
_WIDE = (
    # The mark of UTF-16 begins that of UTF-32.
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_SAVE = "save it as UTF-8"


class Unreadable(Exception):
    """A file that cannot be read as text; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_source(path: Path, file: str, limit: int = MAX_BYTES) -> Source:
    """The text of the file under the name that people see; raises `Unreadable` (IT325, IT303, IT314)."""
    return as_source(decode(read_bytes(path, file, limit), file), file)


def read_lines(path: Path, file: str) -> Source:
    """The same of a file that people write, whose lines are shown where something is wrong; none is without an end."""
    source = read_source(path, file)
    for number, line in enumerate(source.lines, start=1):
        if len(line) > MAX_LINE:
            message = f"this line is longer than {MAX_LINE:,} characters"
            place = Excerpt(Span(file, number, 1, number, 1), ())
            hint = "put what is that long into a file of its own (`file`)"
            raise Unreadable(Problem(code="IT303", message=message, hint=hint, excerpt=place, file=file))
    return source


def decode(data: bytes, file: str) -> str:
    """Bytes as text, without a byte order mark; raises `Unreadable` with the place of the first bad byte."""
    for mark, name in _WIDE:
        if data.startswith(mark):
            raise _refused("IT325", f"the file is {name}, not UTF-8", _SAVE, file)
    try:
        return data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Unreadable(_bad_byte(data, error.start, file)) from error


def as_source(text: str, file: str) -> Source:
    """Text as a `Source` whose lines are counted as the YAML parser counts them; raises `Unreadable` (IT303)."""
    lines = _BREAKS.split(text, MAX_LINES) if _ODD_BREAKS.search(text) else text.split("\n", MAX_LINES)
    if len(lines) > MAX_LINES:
        raise _refused("IT303", f"the file has more than {MAX_LINES:,} lines", _REFUSALS[Why.LARGE][2], file)
    return Source(file, text, tuple(lines))


def read_bytes(path: Path, file: str, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file; raises `Unreadable` (IT325, IT303, IT314)."""
    try:
        return content(path, limit)
    except NotRead as error:
        code, message, hint = _REFUSALS[error.why]
        message = message.format(limit=limit // 1_000_000, reason=error.reason)
        raise _refused(code, message, hint, file) from error


_REFUSALS = {
    Why.MISSING: ("IT314", "the file is not there", "is its name right, and where a link leads?"),
    Why.IRREGULAR: ("IT325", "this is not a regular file", "name a file that holds text"),
    Why.LARGE: ("IT303", "the file is larger than {limit} MB", "divide it into several files"),
    Why.CIRCLE: ("IT325", "its symbolic links lead in a circle", "let the link lead to a file, or remove it"),
    Why.OTHER: (
        "IT325",
        "the file cannot be read: {reason}",
        "itest needs the right to read it, and every folder on the way",
    ),
}


def leads_outside(file: str) -> Problem:
    """That a file is not read since links lead from it out of the project."""
    hint = "a link leads there; name the file itself, or its project by --project"
    return _refused("IT217", "this lies outside the project folder", hint, file).problem


def _refused(code: str, message: str, hint: str, file: str) -> Unreadable:
    """The file as a whole is wrong: its beginning is the place, without a line to show."""
    excerpt = Excerpt(Span(file, 1, 1, 1, 1), ())
    return Unreadable(Problem(code=code, message=message, hint=hint, excerpt=excerpt, file=file))


def _bad_byte(data: bytes, start: int, file: str) -> Problem:
    before = as_source(data[:start].decode().removeprefix("\ufeff"), file).lines
    line, column = len(before), len(before[-1]) + 1
    source = as_source(data.decode("utf-8", errors="replace").removeprefix("\ufeff"), file)
    message = f"byte 0x{data[start]:02X} is not UTF-8"
    excerpt = source.excerpt(Span(file, line, column, line, column + 1))
    return Problem(code="IT325", message=message, hint=_SAVE, excerpt=excerpt, file=file)
