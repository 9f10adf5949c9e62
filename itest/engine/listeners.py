"""Listeners: which process gets the connections to an address of this machine, as far as `/proc` tells (Linux)."""

from __future__ import annotations

import ipaddress
import os
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

from itest.engine.descendants import MARK
from itest.model.record import Record

PROC = Path("/proc")
_LISTENING = "0A"
_PROXIES = frozenset({"docker-proxy", "rootlesskit", "rootlessport", "slirp4netns", "pasta", "conmon", "systemd"})
"""Programs that listen for others: whose port it is they do not tell."""


class Process(Record):
    """A process that listens, and the group it is in."""

    pid: int
    group: int
    name: str


def stranger(addresses: Collection[str], port: int, group: int, mark: str, others: Collection[int]) -> Process | None:
    """Who else than the process group listens at the port of one of the addresses; None where nobody does, or nobody
    knows. Whoever carries the run's mark and is in no group of the `others` has left the group."""
    for inode in _receiving(addresses, port):
        if any(_holds(pid, inode) for pid in _members(group)):
            continue
        holders = [each for pid in _pids() if _holds(pid, inode) and (each := _process(pid))]
        if holders and not any(_belongs(each, mark, others) for each in holders):
            return holders[0]
    return None


def _belongs(process: Process, mark: str, others: Collection[int]) -> bool:
    """Whether a process may well listen for the service: it was started by this run, or listens for others."""
    if process.name in _PROXIES or process.pid == 1:
        return True
    try:
        environment = (PROC / str(process.pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return False
    return f"{MARK}={mark}".encode() in environment and process.group not in others


def _receiving(addresses: Collection[str], port: int) -> Iterator[str]:
    """The sockets, by inode, that connections to these addresses come to: the one of the very address comes first,
    then one of all addresses of its kind, then one of both kinds."""
    listening = dict(_listening(port))
    for address in addresses:
        for bound in (address, *(("::",) if ":" in address else ("0.0.0.0", "::"))):
            if bound in listening:
                yield listening[bound]
                break


def _listening(port: int) -> Iterator[tuple[str, str]]:
    """Address and inode of each socket that listens on a port."""
    for table in ("tcp", "tcp6"):
        try:
            lines = (PROC / "net" / table).read_text().splitlines()[1:]
        except OSError:
            continue  # Not Linux, or no IPv6 here.
        for words in map(str.split, lines):
            address, _, number = words[1].rpartition(":")
            if words[3] == _LISTENING and int(number, 16) == port:
                yield _address(address), words[9]


def _address(text: str) -> str:
    """An address as the kernel writes it: words of four bytes, each in the machine's order."""
    words = (text[start : start + 8] for start in range(0, len(text), 8))
    address = ipaddress.ip_address(b"".join(int(word, 16).to_bytes(4, sys.byteorder) for word in words))
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)


def _pids() -> Iterator[int]:
    return (int(place.name) for place in PROC.glob("[0-9]*"))


def _members(group: int) -> Iterator[int]:
    return (pid for pid in _pids() if _group(pid) == group)


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except OSError:
        return 0  # It is gone.


def _process(pid: int) -> Process | None:
    try:
        return Process(pid, _group(pid), (PROC / str(pid) / "comm").read_text().strip())
    except OSError:
        return None


def _holds(pid: int, inode: str) -> bool:
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
