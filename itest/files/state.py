"""State: what itest keeps of a project between runs, in a folder that git passes over and nobody else may enter."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from itest.files.place import Place, create, write

STATE = ".itest"
_IGNORE = ".gitignore"


def state(root: Path, name: str) -> Place:
    """A place in the state folder of a project."""
    return Place(root, (STATE,), private=True) / name


def open_state(root: Path) -> None:
    """Make the state folder and have it ignore itself; raises `OSError`."""
    with suppress(FileExistsError):
        create(state(root, _IGNORE), b"*\n")


def keep(root: Path, name: str, content: bytes) -> None:
    """Content at a place in the state folder, all or nothing; raises `OSError`."""
    open_state(root)
    write(state(root, name), content)


def keep_apart(root: Path, kind: str, content: bytes) -> Path:
    """Content in a new file of the state folder, whose name nobody could foresee; raises `OSError`."""
    open_state(root)
    place = state(root, f"{kind}-{os.urandom(8).hex()}.txt")
    create(place, content)
    return place.path


def keep_anywhere(kind: str, content: bytes) -> Path:
    """The same in the system's folder for temporary files, where there is no other place for it."""
    import tempfile  # start-up cost: hardly ever needed

    descriptor, path = tempfile.mkstemp(prefix=f"{kind}-", suffix=".txt")
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
    return Path(path)
