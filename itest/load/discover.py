"""Discovery: the scenario files under the paths that were given, and the project file above them."""

from __future__ import annotations

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
    missing = [path for path in paths if not (cwd / path).exists()]
    if missing:
        raise UsageError([_no_path(path) for path in missing])
    found: dict[Path, str] = {}
    for given in paths:
        for path in _files(cwd / given):
            if path.name != PROJECT_FILE:
                found.setdefault(path.resolve(), shown(path, cwd, given))
    return found


def shown(path: Path, cwd: Path, given: Path | None = None) -> str:
    """A file as people see it: relative to where they stand when it is under it, else as they gave it."""
    plain = Path(os.path.normpath(path))
    if plain.is_relative_to(cwd):
        return plain.relative_to(cwd).as_posix()
    if given is not None and not given.is_absolute():
        start = Path(os.path.normpath(cwd / given))
        if plain.is_relative_to(start):
            return (given / plain.relative_to(start)).as_posix()
    return plain.as_posix()


def find_project(paths: Sequence[Path], cwd: Path) -> Path | None:
    """The nearest itest.yaml in or above the first path given."""
    start = (cwd / paths[0]).resolve() if paths else cwd.resolve()
    folders = [start, *start.parents] if start.is_dir() else start.parents
    return next((folder / PROJECT_FILE for folder in folders if (folder / PROJECT_FILE).is_file()), None)


def common_folder(paths: Sequence[Path], cwd: Path) -> Path:
    """The folder that all paths given lie in: the project's root where there is no itest.yaml."""
    real = [(cwd / path).resolve() for path in paths] or [cwd.resolve()]
    return Path(os.path.commonpath([path if path.is_dir() else path.parent for path in real]))


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
    message = f"the folder `{error.filename}` cannot be read: {error.strerror}"
    raise UsageError([Problem(code="IT402", message=message, file=str(error.filename))]) from error


def _no_path(path: Path) -> Problem:
    hint = "scenarios are looked for in `scenarios/` unless a path is given" if path.name == "scenarios" else ""
    return Problem(code="IT402", message=f"there is no `{path}`", hint=hint, file=str(path))
