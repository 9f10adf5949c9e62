"""Text files: the bytes of a regular file as UTF-8 text, or a problem that says why not."""

from __future__ import annotations

import codecs
import os
import re
import stat
from pathlib import Path

from itest.model.problem import Problem
from itest.model.source import Source, Span

MAX_BYTES = 10_000_000
# What libyaml counts as a line break; other text editors agree on all but the last three, which are rare.
_BREAKS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_ODD_BREAKS = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
_WIDE = ((codecs.BOM_UTF32_LE, "UTF-32"), (codecs.BOM_UTF16_LE, "UTF-16"), (codecs.BOM_UTF16_BE, "UTF-16"))
_SAVE = "save it as UTF-8"


class Unreadable(Exception):
    """A file that cannot be read as text; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_source(path: Path, file: str) -> Source:
    """The text of the file under the name that people see; raises `Unreadable` (IT325, IT303, IT314)."""
    return decode(_read_bytes(path, file), file)


def decode(data: bytes, file: str) -> Source:
    """Bytes as a `Source`, without a byte order mark; raises `Unreadable` with the place of the first bad byte."""
    for mark, name in _WIDE:
        if data.startswith(mark):
            raise Unreadable(Problem(code="IT325", message=f"the file is {name}, not UTF-8", hint=_SAVE, file=file))
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Unreadable(_bad_byte(data, error.start, file)) from error
    return as_source(text, file)


def as_source(text: str, file: str) -> Source:
    """Text as a `Source` whose lines are counted as the YAML parser counts them."""
    lines = _BREAKS.split(text) if _ODD_BREAKS.search(text) else text.split("\n")
    return Source(file, text, tuple(lines))


def _read_bytes(path: Path, file: str) -> bytes:
    def problem(code: str, message: str, hint: str = "") -> Unreadable:
        return Unreadable(Problem(code=code, message=message, hint=hint, file=file))

    try:
        # Not blocking, and asked before reading: a FIFO or a device may never end.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise problem("IT325", "this is not a regular file")
            if status.st_size > MAX_BYTES:
                raise problem("IT303", f"the file is larger than {MAX_BYTES // 1_000_000} MB")
            with open(descriptor, "rb", closefd=False) as stream:
                return stream.read(MAX_BYTES + 1)
        finally:
            os.close(descriptor)
    except FileNotFoundError as error:
        raise problem("IT314", "the file is not there") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise problem("IT325", f"the file cannot be read: {reason}") from error


def _bad_byte(data: bytes, start: int, file: str) -> Problem:
    before = data[:start].decode().removeprefix("\ufeff")
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    source = as_source(data.decode("utf-8", errors="replace").removeprefix("\ufeff"), file)
    message = f"byte 0x{data[start]:02X} is not UTF-8"
    excerpt = source.excerpt(Span(file, line, column, line, column + 1))
    return Problem(code="IT325", message=message, hint=_SAVE, excerpt=excerpt, file=file)
