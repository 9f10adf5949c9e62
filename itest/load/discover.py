"""Discovery: the scenario files under the paths that were given, and the project file above them."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from itest.model.problem import Problem, UsageError

PROJECT_FILE = "itest.yaml"
SUFFIXES = (".yaml", ".yml")


def discover(paths: Sequence[Path], cwd: Path) -> dict[Path, str]:
    """Scenario files by their real path, with the name that people see; raises `UsageError` IT402.

    Folders whose name starts with `_` or `.` are left out, unless they are given themselves.
    """
    if wrong := [problem for path in paths if (problem := _problem(path, cwd))]:
        raise UsageError(wrong)
    found: dict[Path, str] = {}
    for given in paths:
        for path in _files(cwd / given):
            if path.name != PROJECT_FILE:
                found.setdefault(_real(path), shown(path, cwd, given))
    return found


def shown(path: Path, cwd: Path, given: Path | None = None) -> str:
    """A file as people see it: relative to where they stand when it is under it, else as they gave it.

    Bytes of a name that are not UTF-8 are written out (`a\\xff.yaml`): terminals and reports hold text.
    """
    return _text(_named(Path(os.path.normpath(path)), cwd, given))


def find_project(paths: Sequence[Path], cwd: Path) -> Path | None:
    """The nearest itest.yaml in or above the first path given."""
    start = _real(cwd / paths[0]) if paths else cwd.resolve()
    folders = [start, *start.parents] if start.is_dir() else list(start.parents)
    files = (folder / PROJECT_FILE for folder in folders)
    # A link counts wherever it leads: what cannot be read is told, and not passed over.
    return next((file for file in files if file.is_file() or file.is_symlink()), None)


def common_folder(paths: Sequence[Path], cwd: Path) -> Path:
    """The folder that all paths given lie in: the project's root where there is no itest.yaml."""
    real = [_real(cwd / path) for path in paths] or [cwd.resolve()]
    return Path(os.path.commonpath([path if path.is_dir() else path.parent for path in real]))


def _named(plain: Path, cwd: Path, given: Path | None) -> Path:
    if plain.is_relative_to(cwd):
        return plain.relative_to(cwd)
    if given is not None and not given.is_absolute():
        start = Path(os.path.normpath(cwd / given))
        if plain.is_relative_to(start):
            return given / plain.relative_to(start)
    return plain


def _text(path: Path) -> str:
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _real(path: Path) -> Path:
    """The path with its links followed; as it is where they lead in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # which of them depends on the version of Python
        return path


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path, onerror=_unreadable):
        # Links to folders are not followed: they may lead in circles.
        folders[:] = sorted(name for name in folders if name[0] not in "_.")
        for name in sorted(names):
            if name.endswith(SUFFIXES) and not name.startswith("."):
                yield Path(folder, name)


def _unreadable(error: OSError) -> None:
    """A folder that cannot be looked into may hold scenarios: nobody is to think that they passed."""
    folder = _text(Path(str(error.filename)))
    message = f"the folder `{folder}` cannot be read: {error.strerror}"
    raise UsageError([Problem(code="IT402", message=message, file=folder)]) from error


def _problem(path: Path, cwd: Path) -> Problem | None:
    """Why nothing can be looked for under a path that was given. Links in a circle are something: reading them tells
    what is wrong."""
    try:
        (cwd / path).stat()
    except (OSError, ValueError) as error:
        number = getattr(error, "errno", None)
        if number == errno.ELOOP:
            return None
        name = _text(path)
        if number in _MISSING:
            hint = "scenarios are looked for in `scenarios/` unless a path is given" if path.name == "scenarios" else ""
            return Problem(code="IT402", message=f"there is no `{name}`", hint=hint, file=name)
        message = f"`{name}` cannot be looked at: {getattr(error, 'strerror', None) or error}"
        hint = "itest needs the right to enter every folder on the way"
        return Problem(code="IT402", message=message, hint=hint, file=name)
    return None


_MISSING = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)
