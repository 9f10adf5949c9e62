"""Listeners: whose a socket is that listens on this machine, as far as `/proc` tells (Linux).

A neighbour, that is a process of another user, can choose its name and its environment, but neither the user that the
kernel notes of its sockets nor a process group of ours. These two are believed, and the mark of the run, which only
processes of ours have been told.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path

from itest.engine.descendants import MARK
from itest.engine.sockets import Listening
from itest.model.record import Record

PROC = Path("/proc")
NOBODY = -1
"""The process group of a service that has none yet, or none any more."""
ROOT = 0
_PROXIES = frozenset({"docker-proxy", "rootlesskit", "rootlessport", "slirp4netns", "pasta", "conmon", "systemd"})
"""Programs that listen for others: whose port it is they do not tell. Believed of root and of the own user only."""


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
        # A socket without a process is one of a process that may not be seen, or that is gone by now.
        if not holders and socket.user in {ROOT, os.geteuid(), *map(_user, members)}:
            continue
        return holders[0] if holders else Process(pid=0, group=0, name="", user=socket.user)
    return None


def _belongs(process: Process, run: Run) -> bool:
    """Whether a process may well listen for the service: it was started by this run, or listens for others."""
    if process.user in (ROOT, os.geteuid()) and (process.name in _PROXIES or process.pid == 1):
        return True
    try:
        environment = (PROC / str(process.pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return False
    return f"{MARK}={run.mark}".encode() in environment and process.group not in run.others


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
    try:
        return (PROC / str(pid)).stat().st_uid
    except OSError:
        return NOBODY  # It is gone.


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
