"""Sockets: those of this machine that listen on a port, as the kernel lists them (Linux; nothing is known elsewhere).

The list comes by `sock_diag(7)`, which takes some ten microseconds however many connections there are; where that is
not to be had, from `/proc/net`, whose reading takes milliseconds.
"""

from __future__ import annotations

import ipaddress
import socket
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from itest.model.record import Record

TABLES = Path("/proc/net")
_LISTENING = "0A"

# netlink(7), sock_diag(7)
_SOCK_DIAG = 4
_BY_FAMILY = 20
_REQUEST_DUMP = 0x301
_ERROR, _DONE = 2, 3
_LISTEN = 1 << 10
_HEADER = struct.Struct("=IHHII")
_ASKED = struct.Struct("=BBBxI2s46x")
"""Family, protocol, extensions, states, port; the rest of the address is not asked for."""
_TOLD = struct.Struct("=4x2s2x16s16x12x12xII")
"""Port, address, user, inode."""
_ENOUGH = 65_536
_PATIENCE = 1.0


class Listening(Record):
    """A socket that listens: the address it is bound to, its inode, and the user that made it."""

    address: str
    inode: int
    user: int


def receiving(address: str, port: int) -> frozenset[Listening]:
    """The sockets that connections to this address come to: those of the very address, else those of all addresses of
    its kind, else those of both kinds. They are several where a port is shared (`SO_REUSEPORT`)."""
    there = listening(port)
    for bound in (address, *(("::",) if ":" in address else ("0.0.0.0", "::"))):
        if found := frozenset(each for each in there if each.address == bound):
            return found
    return frozenset()


def listening(port: int) -> list[Listening]:
    """All sockets that listen on a port."""
    try:
        return list(_diagnosed(port))
    except OSError:
        return list(_listed(port))


def _diagnosed(port: int) -> Iterator[Listening]:
    """As the kernel tells who asks it; raises `OSError` where it does not."""
    family = getattr(socket, "AF_NETLINK", None)
    if family is None:
        raise OSError("there is no netlink here")
    with socket.socket(family, socket.SOCK_RAW, _SOCK_DIAG) as kernel:
        kernel.settimeout(_PATIENCE)
        for kind in (socket.AF_INET, socket.AF_INET6):
            question = _ASKED.pack(kind, socket.IPPROTO_TCP, 0, _LISTEN, port.to_bytes(2, "big"))
            kernel.send(_HEADER.pack(_HEADER.size + len(question), _BY_FAMILY, _REQUEST_DUMP, 0, 0) + question)
            for answer in _answers(kernel):
                asked, raw, user, inode = _TOLD.unpack_from(answer)
                if int.from_bytes(asked, "big") == port:
                    yield Listening(_address(raw if kind == socket.AF_INET6 else raw[:4]), inode, user)


def _answers(kernel: socket.socket) -> Iterator[bytes]:
    """The messages of one answer, without their headers."""
    while True:
        data = kernel.recv(_ENOUGH)
        while data:
            length, kind, _, _, _ = _HEADER.unpack_from(data)
            if kind == _DONE:
                return
            if kind == _ERROR:
                raise OSError("the kernel does not tell who listens")
            yield data[_HEADER.size : length]
            data = data[(length + 3) & ~3 :]


def _listed(port: int) -> Iterator[Listening]:
    """As the tables of the process's network have them."""
    for table in ("tcp", "tcp6"):
        try:
            lines = (TABLES / table).read_text().splitlines()[1:]
        except OSError:
            continue  # Not Linux, or no IPv6 here.
        for words in map(str.split, lines):
            address, _, number = words[1].rpartition(":")
            if words[3] == _LISTENING and int(number, 16) == port:
                # Words of four bytes, each in the machine's order.
                parts = (int(address[start : start + 8], 16) for start in range(0, len(address), 8))
                raw = b"".join(part.to_bytes(4, sys.byteorder) for part in parts)
                yield Listening(_address(raw), int(words[9]), int(words[7]))


def _address(raw: bytes) -> str:
    address = ipaddress.ip_address(raw)
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)
