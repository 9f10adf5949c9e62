"""Descendants: processes that a run started, directly or not, known by a mark that their environment carries.

A process group covers most of them; who forks twice and opens a session of its own has left it, and is found by the
mark (Linux only, where `/proc` shows the environment of one's own processes). Run as a script this is the reaper's
program, isolated and without site, so that only the standard library may be imported.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

MARK = "ITEST_RUN_MARK"
"""Name of the environment variable."""
_ROUNDS = 20
"""A process may fork while it is looked for; whoever forks faster than this is no service."""


def end_marked(mark: str) -> None:
    """Kill every process whose environment says it belongs to this run."""
    for _ in range(_ROUNDS):
        found = list(_marked(f"{MARK}={mark}".encode()))
        if not found:
            return
        for process in found:
            _kill(process)


def _marked(entry: bytes) -> Iterator[int]:
    for place in Path("/proc").glob("[0-9]*"):
        try:
            found = entry in (place / "environ").read_bytes().split(b"\0")
        except OSError:
            continue  # It is gone, or not ours to look at.
        if found and int(place.name) != os.getpid():
            yield int(place.name)


def _kill(process: int, group: bool = False) -> None:
    try:
        (os.killpg if group else os.kill)(process, signal.SIGKILL)
    except OSError:
        return  # It is gone, which is what is wanted.


def _reap() -> None:
    """Hear of the mark, which stands in no command line for others to read, and of process groups (`+123` to watch,
    `-123` to forget); on end of file end those left, and all marked."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    mark = sys.stdin.readline().rstrip("\n")
    groups: set[int] = set()
    for line in sys.stdin:
        (groups.add if line[0] == "+" else groups.discard)(int(line[1:]))
    for group in groups:
        _kill(group, group=True)
    if mark:
        end_marked(mark)


if __name__ == "__main__":
    _reap()
