"""Report files: all or nothing, whatever way the run ends.

At the start a valid report that says "incomplete" replaces yesterday's, so that a kill at any moment leaves nothing
that lies; the real one is written beside it and renamed over it at the end. What is no regular file (`/dev/stdout`, a
pipe) cannot be replaced and is written to as it goes; so is standard output, which is called `-`. A pipe that has no
reader gets one soon, or no report.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import IO, cast

from itest.evaluate.data.escape import visible
from itest.files.chosen import NoReader, chosen, stream
from itest.files.draft import Draft
from itest.files.folder import Refused
from itest.files.place import Place, write
from itest.model.problem import Problem, ReportError

STANDARD_OUTPUT = "-"
PATIENCE = 5.0
"""Seconds in which whatever reads a pipe has to open it."""


class Usual(str):
    """Where a report goes if nobody says where. It was not chosen by a person: no link is followed on the way there."""

    __slots__ = ()


class ReportFile:
    """One report on its way to `path`; parent folders are made. Raises `ReportError` (IT501) at once where none can be
    written there, and what goes wrong later in `finish`, so that the run and its other reports go on."""

    def __init__(self, path: str | Path, incomplete: bytes, patience: float = PATIENCE) -> None:
        self.path = Path(path)
        self._place: Place | None = None
        self._draft: Draft | None = None
        self._stream: IO[bytes] | None = None
        self._failure: OSError | ValueError | None = None
        try:
            if str(path) == STANDARD_OUTPUT:
                self._stream = _standard_output()
            elif not isinstance(path, Usual) and self.path.exists() and not self.path.is_file():
                self._stream = stream(self.path, patience)
            else:
                # Of a path that was chosen, a link stays a link: what it leads to is replaced.
                place = Place(Path.cwd(), self.path.parts) if isinstance(path, Usual) else chosen(self.path)
                write(place, incomplete)
                self._place = place
        except (OSError, ValueError) as error:
            raise self._failed(error) from error

    def write(self, data: bytes) -> None:
        """Add to the report; nothing of it is seen before `finish`."""
        if self._failure:
            return
        try:
            if self._place and self._draft is None:
                self._draft = Draft(self._place)
            target = self._draft or self._stream
            assert target is not None, "there is one, or there was a failure"
            target.write(data)
        except (OSError, ValueError) as error:
            self._failure = error

    def finish(self) -> None:
        """Put what was written in the place of the incomplete report; call it once."""
        self.write(b"")
        try:
            if self._failure:
                raise self._failure
            if self._draft:
                self._draft.finish()
            if self._stream:
                self._end(self._stream)
        except (OSError, ValueError) as error:
            raise self._failed(error) from error

    def _end(self, stream: IO[bytes]) -> None:
        """Standard output is not ours to close."""
        if str(self.path) == STANDARD_OUTPUT:
            stream.flush()
        else:
            stream.close()

    def _failed(self, error: OSError | ValueError) -> ReportError:
        """The error in plain words; nothing is left beside the report, and the incomplete one stays where it is."""
        if self._draft:
            self._draft.abandon()
        with contextlib.suppress(OSError, ValueError):
            if self._stream:
                self._end(self._stream)
        return report_error(str(self.path), error)


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


def report_error(target: str, error: OSError | ValueError) -> ReportError:
    """The error of a report that could not be written to `target`, in plain words."""
    cause = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    hint = _HINTS.get(type(error), "Check that the folder exists, may be written to and has room.")
    message = f"The report {visible(target)} could not be written: {visible(cause)}."
    return ReportError([Problem(code="IT501", message=message, hint=hint, file=visible(target))])


_HINTS: dict[type[BaseException], str] = {
    NoReader: "Start what reads it before the run.",
    Refused: "Remove it, or name the path yourself (`--report NAME=PATH`, `--out FOLDER`).",
    IsADirectoryError: "The path is a folder; name a file in it.",
    NotADirectoryError: "A part of the path is a file and not a folder.",
    PermissionError: "Write it somewhere else, or change the rights of the folder.",
    BrokenPipeError: "Whatever read the output stopped reading.",
}
