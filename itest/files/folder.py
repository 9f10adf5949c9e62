"""Folders, entered name by name: whatever a checkout or a neighbour puts there, no link leads out of one.

Names are looked up from the open folder and not from the top, so that nobody can swap a folder between the look and
the act. Where the system has no such calls (Windows) each name is looked at first.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

_BY_HANDLE = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
_FOLDER = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_ENTRANCE = _FOLDER | getattr(os, "O_PATH", os.O_RDONLY)
_PRIVATE = 0o700


class Refused(OSError):
    """What stands at a name is not what itest goes through or writes to there: a link, a device, a folder."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(errno.ELOOP, f"`{path.name}` is {what}{_WHY.get(what, '')}")
        self.path = path


_LINK = "a link"
_WHY = {_LINK: ", and itest writes and reads through none that nobody asked for by its path"}


class Folder:
    """An open folder; `path` is what people are told."""

    def __init__(self, path: Path, handle: int | None) -> None:
        self.path = path
        self._handle = handle

    @classmethod
    def top(cls, path: Path) -> Folder:
        """A folder that a person chose, wherever its links lead."""
        return cls(path, os.open(path, _ENTRANCE) if _BY_HANDLE else None)

    def __enter__(self) -> Folder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._handle is not None:
            os.close(self._handle)

    def enter(self, name: str, mode: int | None = None) -> Folder:
        """The folder of this name; with a `mode` it is made where it is missing, and one of ours keeps others out where
        the mode does. Raises `Refused` for a link or a file."""
        if mode is not None:
            with suppress(FileExistsError):
                os.mkdir(self._at(name), mode, dir_fd=self._handle)
        self._expect(name, stat.S_ISDIR)
        if self._handle is None:
            return Folder(self.path / name, None)
        try:
            handle = os.open(name, os.O_RDONLY | _FOLDER | _NO_LINK, dir_fd=self._handle)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENOTDIR, errno.EMLINK):  # swapped since it was looked at
                raise Refused(self.path / name, _LINK) from error
            raise
        entered = Folder(self.path / name, handle)
        if mode == _PRIVATE:
            entered._keep_others_out()
        return entered

    def names(self) -> list[str]:
        """The names in it, in their order."""
        if self._handle is None:
            return sorted(entry.name for entry in os.scandir(self.path))
        handle = os.open(".", os.O_RDONLY | _FOLDER, dir_fd=self._handle)
        try:
            return sorted(entry.name for entry in os.scandir(handle))
        finally:
            os.close(handle)

    def status(self, name: str) -> os.stat_result | None:
        """Of what stands at the name, links not followed; None where nothing does."""
        try:
            return os.stat(self._at(name), dir_fd=self._handle, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def read(self, name: str, limit: int) -> bytes:
        """The content of a regular file of no more than `limit` bytes; raises `OSError`."""
        with os.fdopen(self.opened(name), "rb") as stream:
            content = stream.read(limit + 1)
        if len(content) > limit:
            raise OSError(errno.EFBIG, f"it is larger than {limit // 1_000_000} MB")
        return content

    def opened(self, name: str) -> int:
        """A descriptor of a regular file, to be read."""
        self._expect(name, stat.S_ISREG)
        return self._open(name, os.O_RDONLY)

    def create(self, name: str, mode: int) -> int:
        """A descriptor of a new file, to be written to; raises `FileExistsError` where anything has the name."""
        return self._open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)

    def append(self, name: str, mode: int) -> int:
        """A descriptor of a regular file, made where it is missing, to be added to."""
        self._expect(name, stat.S_ISREG, missing=True)
        return self._open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, mode)

    def overwrite(self, name: str) -> int:
        """A descriptor of a regular file that is there, to be written to from its beginning."""
        self._expect(name, stat.S_ISREG)
        return self._open(name, os.O_WRONLY | os.O_TRUNC)

    def temporary(self, mode: int) -> tuple[str, int]:
        """The name and descriptor of a new file that nobody could foresee."""
        name = f".itest-{os.urandom(8).hex()}.tmp"
        return name, self.create(name, mode)

    def put(self, temporary: str, name: str) -> None:
        """Give a file its name, in the place of a regular file or of nothing; raises `Refused`."""
        self._expect(name, stat.S_ISREG, missing=True)
        os.replace(self._at(temporary), self._at(name), src_dir_fd=self._handle, dst_dir_fd=self._handle)

    def remove(self, name: str) -> None:
        """Remove a file; of a link the link."""
        os.unlink(self._at(name), dir_fd=self._handle)

    def remove_tree(self, name: str) -> None:
        """Remove a folder with all that is in it, as far as that goes; links in it are removed and not followed."""
        import shutil  # start-up cost: most runs have nothing to remove

        with suppress(OSError, RecursionError):  # the second for folders in folders without an end
            shutil.rmtree(self._at(name), ignore_errors=True, dir_fd=self._handle)

    def _open(self, name: str, flags: int, mode: int = 0o600) -> int:
        descriptor = os.open(self._at(name), flags | _NO_LINK, mode, dir_fd=self._handle)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):  # swapped since it was looked at
            os.close(descriptor)
            raise Refused(self.path / name, "no regular file")
        os.set_blocking(descriptor, True)
        return descriptor

    def _at(self, name: str) -> str:
        if name in ("", os.curdir, os.pardir) or os.sep in name or (os.altsep or os.sep) in name:
            raise Refused(self.path / name, "no name in a folder")
        return name if self._handle is not None else str(self.path / name)

    def _expect(self, name: str, kind: Callable[[int], bool], *, missing: bool = False) -> None:
        found = self.status(name)
        if found is None and missing:
            return
        if found is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self.path / name))
        if not kind(found.st_mode):
            raise Refused(self.path / name, _kind(found.st_mode))

    def _keep_others_out(self) -> None:
        assert self._handle is not None
        found = os.fstat(self._handle)
        if found.st_uid == os.geteuid() and stat.S_IMODE(found.st_mode) & 0o077:
            os.fchmod(self._handle, _PRIVATE)


_KINDS = ((stat.S_ISLNK, _LINK), (stat.S_ISDIR, "a folder"), (stat.S_ISREG, "a file"))


def _kind(mode: int) -> str:
    return next((words for test, words in _KINDS if test(mode)), "no regular file")
