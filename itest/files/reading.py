"""Reading: files that a project or a person names, as bytes; plain files only, never more than a bound.

Whoever asks says what is wrong in words of their own, by the kind of the refusal.
"""

from __future__ import annotations

import errno
import os
import stat
from enum import Enum
from pathlib import Path


class Why(Enum):
    """Why a file is not read."""

    UNUSABLE = "no usable path"
    OUTSIDE = "outside"
    MISSING = "not there"
    IRREGULAR = "not a regular file"
    LARGE = "too large"
    CIRCLE = "links in a circle"
    OTHER = "cannot be read"


class NotRead(Exception):
    """A file that is not read; `reason` is the system's, where that has one."""

    def __init__(self, why: Why, reason: str = "") -> None:
        super().__init__(reason or why.value)
        self.why = why
        self.reason = reason


def within(text: str | Path, base: Path, root: Path) -> Path:
    """The real path that `text` stands for relative to `base`; raises `NotRead` where it is outside of `root`."""
    try:
        path = (base / text).resolve()
        inside = path.is_relative_to(root.resolve())
    except (OSError, ValueError, RuntimeError) as error:
        raise NotRead(Why.UNUSABLE) from error
    if not inside:
        raise NotRead(Why.OUTSIDE)
    return path


def content(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes; raises `NotRead`."""
    try:
        # Not blocking, and asked before reading: a FIFO or a device may never end.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
        try:
            return _content(descriptor, limit)
        finally:
            os.close(descriptor)
    except FileNotFoundError as error:
        raise NotRead(Why.MISSING) from error
    except (OSError, ValueError) as error:
        number = getattr(error, "errno", None)
        why = _KINDS.get(number, Why.OTHER) if number else Why.OTHER
        raise NotRead(why, getattr(error, "strerror", None) or str(error)) from error


def content_within(text: str | Path, base: Path, root: Path, limit: int) -> bytes:
    """The bytes of a file under `root`; raises `NotRead`."""
    return content(within(text, base, root), limit)


# A socket, or a device without anything behind it, cannot even be opened.
_KINDS = {errno.ELOOP: Why.CIRCLE, errno.ENXIO: Why.IRREGULAR, errno.EISDIR: Why.IRREGULAR}


def _content(descriptor: int, limit: int) -> bytes:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise NotRead(Why.IRREGULAR)
    if status.st_size > limit:
        raise NotRead(Why.LARGE)
    with os.fdopen(descriptor, "rb", closefd=False) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:  # such as a file of /proc, whose size nobody knows
        raise NotRead(Why.LARGE)
    return data
