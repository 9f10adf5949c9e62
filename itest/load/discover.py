"""Discovery: the scenario files under the paths that were given, and the project file above them."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from itest.model.problem import Problem, UsageError
from itest.model.record import Record

PROJECT_FILE = "itest.yaml"
MAX_DEPTH = 50
"""Levels of folders that scenarios are looked for in."""
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


class Found(Record):
    """The project file, None where there is none, and those nearer that another user owns."""

    file: Path | None
    passed_over: tuple[Path, ...] = ()


def find_project(paths: Sequence[Path], cwd: Path, *, typed: bool = True) -> Found:
    """The nearest itest.yaml in or above the first path given, up to the repository's root or the home folder.

    A link belongs to the project that it stands in; where that is none, one that was typed to that which it leads to.
    One is passed over that belongs to neither us, nor the administrator, nor the owner of the folder that is begun in:
    somebody else may put it above a folder that all may write to.
    """
    start = _standing(cwd / paths[0]) if paths else cwd
    found = _above(start)
    return _above(_real(start)) if typed and found.file is None and start.is_symlink() else found


def _above(start: Path) -> Found:
    trusted = {_us(), 0, _owner(start)}
    passed_over: list[Path] = []
    for folder in _upwards(start if start.is_dir() and not start.is_symlink() else start.parent):
        file = folder / PROJECT_FILE
        # Whatever has its name counts, a link wherever it leads: what cannot be read is told, and not passed over.
        if os.path.lexists(file) and (file.is_symlink() or not file.is_dir()):
            if _owner(file) in trusted:
                return Found(file, tuple(passed_over))
            passed_over.append(file)
    return Found(None, tuple(passed_over))


def project_at(path: Path, cwd: Path) -> Found:
    """The project file that a person named, itself or by its folder; raises `UsageError` IT402."""
    file = cwd / path / PROJECT_FILE if (cwd / path).is_dir() else cwd / path
    if not file.is_file():
        name = shown(file, cwd, path)
        hint = "--project takes an itest.yaml, or the folder that it is in"
        raise UsageError([Problem(code="IT402", message=f"there is no `{name}`", hint=hint, file=name)])
    return Found(_standing(file))


def _upwards(folder: Path) -> Iterator[Path]:
    """The folder and those above it, as far as they are of one repository, or of one home."""
    home = _real(Path(os.path.expanduser("~")))  # noqa: PTH111  # Path.home() raises where there is none
    for each in (folder, *folder.parents):
        yield each
        if each == home or os.path.lexists(each / ".git"):
            return


def _standing(path: Path) -> Path:
    """Where a path stands: links on the way are followed, and it itself is not."""
    return _real(path.parent) / path.name if path.name not in ("", os.pardir) else _real(path)


def _us() -> int:
    return os.geteuid() if hasattr(os, "geteuid") else 0


def _owner(path: Path) -> int:
    """The owner of what stands at a path, of a link the link's; nobody's where that cannot be told."""
    try:
        return path.lstat().st_uid
    except OSError:
        return -1


def common_folder(paths: Sequence[Path], cwd: Path, *, typed: bool = True) -> Path:
    """The folder that all paths given lie in: the project's root where there is no itest.yaml."""
    place = _real if typed else _standing
    real = [place(cwd / path) for path in paths] or [cwd.resolve()]
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
        if len(Path(folder).parts) - len(path.parts) > MAX_DEPTH:
            raise UsageError([_too_deep(path)])
        # Links to folders are not followed: they may lead in circles.
        folders[:] = sorted(name for name in folders if name[0] not in "_.")
        for name in sorted(names):
            if name.endswith(SUFFIXES) and not name.startswith("."):
                yield Path(folder, name)


def _too_deep(path: Path) -> Problem:
    name, hint = _text(path), "name the folders that hold scenarios"
    message = f"`{name}` has folders that lie more than {MAX_DEPTH} levels deep"
    return Problem(code="IT402", message=message, hint=hint, file=name)


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
