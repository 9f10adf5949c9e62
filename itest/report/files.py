"""Report files: all or nothing, whatever way the run ends.

At the start a valid report that says "incomplete" replaces yesterday's, so that a kill at any moment leaves nothing
that lies; the real one is written beside it and renamed over it at the end. What is no regular file (`/dev/stdout`, a
pipe) cannot be replaced and is written to as it goes; so is standard output, which is called `-`. A pipe that has no
reader gets one soon, or no report.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from pathlib import Path
from typing import IO, cast

from itest.evaluate.data.escape import visible
from itest.model.problem import Problem, ReportError

STANDARD_OUTPUT = "-"
PATIENCE = 5.0
"""Seconds in which whatever reads a pipe has to open it."""
_PAUSE = 0.02


class ReportFile:
    """One report on its way to `path`; parent folders are made. Raises `ReportError` (IT501) at once where none can be
    written there, and what goes wrong later in `finish`, so that the run and its other reports go on."""

    def __init__(self, path: str | Path, incomplete: bytes, patience: float = PATIENCE) -> None:
        self.path = Path(path)
        self._stream: IO[bytes] | None = None
        self._failure: OSError | ValueError | None = None
        if str(path) == STANDARD_OUTPUT:
            self._atomic, self._stream = False, _standard_output()
            return
        try:
            self._atomic = not self.path.exists() or self.path.is_file()
            if not self._atomic:
                self._stream = _opened(self.path, patience)
                return
            # A link stays a link: what it leads to is replaced.
            self._target = Path(os.path.realpath(self.path))
            self._target.parent.mkdir(parents=True, exist_ok=True)
            self._beside = self._target.with_name(f".{self._target.name}.{os.getpid()}.tmp")
            self._beside.write_bytes(incomplete)
            self._beside.replace(self._target)
        except (OSError, ValueError) as error:
            raise self._failed(error) from error

    def write(self, data: bytes) -> None:
        """Add to the report; nothing of it is seen before `finish`."""
        if self._failure:
            return
        try:
            if self._stream is None:
                self._stream = self._beside.open("wb")
            self._stream.write(data)
        except (OSError, ValueError) as error:
            self._failure = error

    def finish(self) -> None:
        """Put what was written in the place of the incomplete report; call it once."""
        self.write(b"")
        try:
            if self._failure:
                raise self._failure
            if self._stream is not None:
                self._end(self._stream)
            if self._atomic:
                self._beside.replace(self._target)
        except (OSError, ValueError) as error:
            raise self._failed(error) from error

    def _end(self, stream: IO[bytes]) -> None:
        """Standard output is not ours to close."""
        if str(self.path) == STANDARD_OUTPUT:
            stream.flush()
        else:
            stream.close()

    def _failed(self, error: OSError | ValueError) -> ReportError:
        self._abandon()
        return report_error(str(self.path), error)

    def _abandon(self) -> None:
        """Leave nothing beside the report; the incomplete one stays where it is."""
        with contextlib.suppress(OSError, ValueError, AttributeError):
            if self._stream is not None:
                self._end(self._stream)
        with contextlib.suppress(OSError, ValueError, AttributeError):
            self._beside.unlink()


def _standard_output() -> IO[bytes]:
    """The bytes of standard output; of one that takes text only, which the embedding of a test may be, its text."""
    stream = getattr(sys.stdout, "buffer", None)
    return cast(IO[bytes], stream or _Encoded(sys.stdout))


class _Encoded:
    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self.flush = stream.flush

    def write(self, data: bytes) -> None:
        self._stream.write(data.decode("utf-8"))


class _NoReader(OSError):
    """Nobody has opened the other end of a pipe."""


def _opened(path: Path, patience: float) -> IO[bytes]:
    """What is no regular file, to be written to; a pipe that nobody reads would be waited for without an end."""
    until = time.monotonic() + patience
    while True:
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_TRUNC | getattr(os, "O_NONBLOCK", 0))
        except OSError as error:
            if error.errno != errno.ENXIO or not path.is_fifo():
                raise
            if time.monotonic() >= until:
                raise _NoReader(errno.ENXIO, "nobody reads this pipe") from error
            time.sleep(_PAUSE)
        else:
            os.set_blocking(descriptor, True)
            return os.fdopen(descriptor, "wb")


def report_error(target: str, error: OSError | ValueError) -> ReportError:
    """The error of a report that could not be written to `target`, in plain words."""
    cause = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    hint = _HINTS.get(type(error), "Check that the folder exists, may be written to and has room.")
    message = f"The report {visible(target)} could not be written: {visible(cause)}."
    return ReportError([Problem(code="IT501", message=message, hint=hint, file=visible(target))])


_HINTS: dict[type[BaseException], str] = {
    _NoReader: "Start what reads it before the run.",
    IsADirectoryError: "The path is a folder; name a file in it.",
    NotADirectoryError: "A part of the path is a file and not a folder.",
    PermissionError: "Write it somewhere else, or change the rights of the folder.",
    BrokenPipeError: "Whatever read the output stopped reading.",
}
