"""Paths that a person chose: on the command line, or by a variable of the environment. They lead wherever they lead."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path
from typing import IO

from itest.files.place import Place

_PAUSE = 0.02


class NoReader(OSError):
    """Nobody has opened the other end of a pipe."""


def chosen(path: Path) -> Place:
    """The place of a file or folder, its links followed as far as it is there; raises `OSError` and `ValueError`."""
    real = Path(os.path.realpath(path))
    base = next((folder for folder in real.parents if folder.exists()), real.parent)
    return Place(base, real.relative_to(base).parts)


def stream(path: Path, patience: float) -> IO[bytes]:
    """What is no regular file, to be written to. A pipe that nobody reads would be waited for without an end: after
    `patience` seconds it is `NoReader`."""
    until = time.monotonic() + patience
    while True:
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_TRUNC | getattr(os, "O_NONBLOCK", 0))
        except OSError as error:
            if error.errno != errno.ENXIO or not path.is_fifo():
                raise
            if time.monotonic() >= until:
                raise NoReader(errno.ENXIO, "nobody reads this pipe") from error
            time.sleep(_PAUSE)
        else:
            os.set_blocking(descriptor, True)
            return os.fdopen(descriptor, "wb")


def add_text(path: Path, text: str) -> None:
    """Add text to a file that others write to as well; raises `OSError` and `ValueError`."""
    with path.open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.write(text)


def nowhere() -> int:
    """A descriptor that takes everything and keeps nothing."""
    return os.open(os.devnull, os.O_RDWR)
