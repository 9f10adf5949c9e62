"""Places: where itest keeps something by itself, as a folder that is trusted and the names that lead on from there."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO

from itest.files.folder import Folder
from itest.model.record import Record

MAX_DEPTH = 50
"""Levels of folders below a place that are looked into."""
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
_FOLDER, _FILE = 0o777, 0o666
_PIECE = 1_000_000
_AROUND = 30_000
"""Bytes on either side of a place where a file may be parted: more than anything that is changed has."""
_TRIES = 40
_STEP = 97
"""Such places that are tried, and the bytes from one to the next."""


class Place(Record):
    """A file: no link is followed on the way from `base` to it. A private one is for nobody else of the machine."""

    base: Path
    names: tuple[str, ...]
    private: bool = False

    @property
    def path(self) -> Path:
        return self.base.joinpath(*self.names)

    @property
    def name(self) -> str:
        return self.names[-1]

    @property
    def mode(self) -> int:
        return PRIVATE_FILE if self.private else _FILE

    def __truediv__(self, name: str) -> Place:
        return Place(self.base, (*self.names, *PurePosixPath(name).parts), self.private)


def entered(place: Place, *, make: bool = False) -> AbstractContextManager[Folder]:
    """The folder that the place lies in; with `make`, folders that are missing are made. Entering raises `OSError`."""
    return inside(Place(place.base, place.names[:-1], place.private), make=make)


@contextmanager
def inside(place: Place, *, make: bool = False) -> Iterator[Folder]:
    """The folder that is the place."""
    mode = (PRIVATE_FOLDER if place.private else _FOLDER) if make else None
    with ExitStack() as opened:
        folder = opened.enter_context(Folder.top(place.base))
        for name in place.names:
            folder = opened.enter_context(folder.enter(name, mode))
        yield folder


def entries(folder: Place) -> Iterator[str]:
    """The files and links below a folder, as paths in it; what cannot be looked into has none."""
    waiting = [""]
    while waiting:
        inner = waiting.pop()
        with suppress(OSError), inside(folder / inner) as opened:
            for name in opened.names():
                found, path = opened.status(name), f"{inner}/{name}" if inner else name
                if found and stat.S_ISDIR(found.st_mode):
                    waiting += [path] if path.count("/") < MAX_DEPTH else []
                elif found:
                    yield path


def read(place: Place, limit: int) -> bytes:
    """The content of a regular file of at most `limit` bytes; raises `OSError`."""
    with entered(place) as folder:
        return folder.read(place.name, limit)


def write(place: Place, content: bytes) -> None:
    """The content in the place, all or nothing; raises `OSError`."""
    with entered(place, make=True) as folder:
        _put(folder, place, (content,))


def rewrite(place: Place, changed: Callable[[bytes], bytes]) -> None:
    """A file that is there, changed, a megabyte or two at a time; raises `OSError`."""
    with entered(place) as folder, os.fdopen(folder.opened(place.name), "rb") as stream:
        _put(folder, place, _changed(stream, changed))


def _changed(stream: IO[bytes], changed: Callable[[bytes], bytes]) -> Iterator[bytes]:
    held = b""
    while piece := stream.read(_PIECE) + stream.readline(_PIECE):
        held += piece
        cut = _parting(held, changed)
        yield changed(held[:cut])
        held = held[cut:]
    yield changed(held)


def _parting(held: bytes, changed: Callable[[bytes], bytes]) -> int:
    """Where nothing that is changed lies across, near the end; the end itself where that is nowhere."""
    for tried in range(_TRIES):
        cut = len(held) - _AROUND - tried * _STEP
        before, behind = held[max(0, cut - _AROUND) : max(0, cut)], held[max(0, cut) : cut + _AROUND]
        if before and changed(before) + changed(behind) == changed(before + behind):
            return cut
    return len(held)


def _put(folder: Folder, place: Place, pieces: Iterable[bytes]) -> None:
    temporary, descriptor = folder.temporary(place.mode)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.writelines(pieces)
        folder.put(temporary, place.name)
    except BaseException:
        with suppress(OSError):
            folder.remove(temporary)
        raise


def create(place: Place, content: bytes) -> None:
    """A new file; raises `FileExistsError` where anything has its name, and `OSError`."""
    with entered(place, make=True) as folder, os.fdopen(folder.create(place.name, place.mode), "wb") as stream:
        stream.write(content)


def remove(place: Place) -> None:
    """Remove a file; raises `OSError`."""
    with entered(place) as folder:
        folder.remove(place.name)


def append(place: Place) -> IO[bytes]:
    """The file, made where it is missing, to be added to; raises `OSError`."""
    with entered(place, make=True) as folder:
        return os.fdopen(folder.append(place.name, place.mode), "ab")


def empty(place: Place) -> None:
    """Leave nothing in a file that is there, which others may have open; raises `OSError`."""
    with entered(place) as folder:
        os.close(folder.overwrite(place.name))
