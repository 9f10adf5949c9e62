"""Listeners: whose a socket is that listens on this machine, as far as `/proc` tells (Linux).

A neighbour, that is a process of another user, can choose its name and its environment, but neither the user that the
kernel notes of its sockets nor a process group of ours. These two are believed, and the mark of the run, which only
processes of ours have been told.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from stat import S_IWOTH

from itest.engine.descendants import MARK
from itest.engine.sockets import Listening
from itest.model.record import Record

PROC = Path("/proc")
NOBODY = -1
"""The process group of a service that has none yet, or none any more."""
ROOT = 0
_PROXIES = frozenset(
    {
        *("docker-proxy", "rootlesskit", "rootlessport", "slirp4netns", "conmon", "systemd"),
        *("pasta", "pasta.avx2", "passt", "passt.avx2"),
    }
)
"""Programs that listen for others: whose port it is they do not tell. Known by their file, which has the name."""


class Process(Record):
    """A process that listens; `pid` is 0 where it is not ours to see, and then there is no group and no name."""

    pid: int
    group: int
    name: str
    user: int


class Run(Record):
    """What a run has started: its mark, and the process groups of its other services."""

    mark: str
    others: Collection[int]


def stranger(sockets: Collection[Listening], group: int, run: Run) -> Process | None:
    """Whose the first of these sockets is that does not belong to the process group; None where all of them do, or
    nobody knows. Whoever carries the run's mark and is in no group of its other services has left the group."""
    members = list(_members(group))
    for socket in sockets:
        if any(_holds(pid, socket.inode) for pid in members):
            continue
        holders = [each for pid in _pids() if _holds(pid, socket.inode) and (each := _process(pid, socket.user))]
        if any(each.group == group or _belongs(each, run) for each in holders):
            continue
        # A socket without a process is one of a process whose files may not be seen. Root is no neighbour.
        if not holders and socket.user in {ROOT, *(_user(pid) for pid in members if not _seen(pid))}:
            continue
        return holders[0] if holders else Process(pid=0, group=0, name="", user=socket.user)
    return None


def _belongs(process: Process, run: Run) -> bool:
    """Whether a process may well listen for the service: it was started by this run, or listens for others."""
    if process.user in (ROOT, os.geteuid()) and _listens_for_others(process.pid):
        return True
    try:
        environment = (PROC / str(process.pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return False
    return f"{MARK}={run.mark}".encode() in environment and process.group not in run.others


def _listens_for_others(pid: int) -> bool:
    """Whether its program is one that does, installed where nobody but root and oneself may put one."""
    try:
        program = (PROC / str(pid) / "exe").readlink()
        found = [place.stat() for place in (program, *program.parents)] if program.name in _PROXIES else []
    except OSError:
        return False
    return bool(found) and all(each.st_uid in (ROOT, os.geteuid()) and not each.st_mode & S_IWOTH for each in found)


def _pids() -> Iterator[int]:
    return (int(place.name) for place in PROC.glob("[0-9]*"))


def _members(group: int) -> Iterator[int]:
    return (pid for pid in _pids() if _group(pid) == group)


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except OSError:
        return 0  # It is gone.


def _user(pid: int) -> int:
    """The user that it acts as."""
    try:
        status = (PROC / str(pid) / "status").read_text()
    except OSError:
        return NOBODY  # It is gone.
    return next((int(line.split()[2]) for line in status.splitlines() if line.startswith("Uid:")), NOBODY)


def _seen(pid: int) -> bool:
    """Whether its open files are ours to see, which its program is, too."""
    try:
        (PROC / str(pid) / "exe").readlink()
    except OSError:
        return False
    return True


def _process(pid: int, user: int) -> Process | None:
    try:
        return Process(pid, _group(pid), (PROC / str(pid) / "comm").read_text().strip(), user)
    except OSError:
        return None


def _holds(pid: int, inode: int) -> bool:
    """Whether the process has the socket open; the files of another user's process are not ours to see."""
    try:
        return any(_target(file) == f"socket:[{inode}]" for file in (PROC / str(pid) / "fd").iterdir())
    except OSError:
        return False


def _target(file: Path) -> str:
    try:
        return str(file.readlink())
    except OSError:
        return ""  # Closed meanwhile.
