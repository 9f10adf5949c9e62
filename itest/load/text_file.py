"""Text files: the bytes of a regular file as UTF-8 text, or a problem that says why not."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from pathlib import Path

from itest.model.problem import Problem
from itest.model.source import Excerpt, Source, Span

MAX_BYTES = 10_000_000
# What libyaml counts as a line break; other text editors agree on all but the last three, which are rare.
_BREAKS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_ODD_BREAKS = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
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


def read_source(path: Path, file: str) -> Source:
    """The text of the file under the name that people see; raises `Unreadable` (IT325, IT303, IT314)."""
    return decode(read_bytes(path, file), file)


def decode(data: bytes, file: str) -> Source:
    """Bytes as a `Source`, without a byte order mark; raises `Unreadable` with the place of the first bad byte."""
    for mark, name in _WIDE:
        if data.startswith(mark):
            raise _refused("IT325", f"the file is {name}, not UTF-8", _SAVE, file)
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Unreadable(_bad_byte(data, error.start, file)) from error
    return as_source(text, file)


def as_source(text: str, file: str) -> Source:
    """Text as a `Source` whose lines are counted as the YAML parser counts them."""
    lines = _BREAKS.split(text) if _ODD_BREAKS.search(text) else text.split("\n")
    return Source(file, text, tuple(lines))


def read_bytes(path: Path, file: str) -> bytes:
    """The bytes of a regular file; raises `Unreadable` (IT325, IT303, IT314)."""
    try:
        # Not blocking, and asked before reading: a FIFO or a device may never end.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise _refused("IT325", "this is not a regular file", "name a file that holds text", file)
            if status.st_size > MAX_BYTES:
                message = f"the file is larger than {MAX_BYTES // 1_000_000} MB"
                raise _refused("IT303", message, "divide it into several files", file)
            with open(descriptor, "rb", closefd=False) as stream:
                return stream.read(MAX_BYTES + 1)
        finally:
            os.close(descriptor)
    except FileNotFoundError as error:
        raise _refused("IT314", "the file is not there", "is its name right, and where a link leads?", file) from error
    except (OSError, ValueError) as error:
        if getattr(error, "errno", None) == errno.ELOOP:
            message, hint = "its symbolic links lead in a circle", "let the link lead to a file, or remove it"
            raise _refused("IT325", message, hint, file) from error
        reason = getattr(error, "strerror", None) or str(error)
        hint = "itest needs the right to read it, and every folder on the way"
        raise _refused("IT325", f"the file cannot be read: {reason}", hint, file) from error


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
