"""Getting connected within a deadline: names resolved aside, addresses tried one after another, the first one taken."""

from __future__ import annotations

import errno
import os
import socket
import threading
import time
from typing import Any

from itest.actions.http.address import authority, ip_of
from itest.actions.http.attempt import Attempt, Broken
from itest.actions.http.wake import WRITE, wait
from itest.evaluate.data.loopback import loopback_of
from itest.model.record import State, field

STAGGER = 0.25
"""Seconds after which the next address is tried beside those that have not answered (RFC 8305)."""
BUSY = 0.02
"""Seconds between two tries of a socket whose listener is busy."""
_PENDING = {errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EALREADY, errno.EINTR}

Place = tuple[socket.AddressFamily, Any]


def dial(host: str, port: int, attempt: Attempt) -> socket.socket:
    """A connected, non-blocking socket; raises `Broken` (dns, connect, timeout, interrupted)."""
    since = time.monotonic()
    attempt.phase = "dns"
    attempt.address = authority(host, port)
    places = resolve(host, port, attempt)
    since = attempt.took("dns", since)
    attempt.phase = "connect"
    connected = _Race(places, attempt).run()
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    attempt.connected = True
    attempt.took("connect", since)
    return connected


def dial_socket(path: str, attempt: Attempt) -> socket.socket:
    """The same to a socket of this machine, by its path."""
    since = time.monotonic()
    attempt.phase, attempt.address = "connect", f"unix:{path}"
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    made.setblocking(False)
    # It stands at once, or its listener has too many waiting and it is tried anew.
    while (code := _connect(made, path)) in _PENDING:
        attempt.deadline.sleep(min(BUSY, attempt.remaining()))
    if code:
        made.close()
        cause = _CAUSES.get(code) or os.strerror(code).lower()
        raise Broken("connect", f"no connection to {attempt.address}: {cause}", "IT202", "connect")
    attempt.connected = True
    attempt.took("connect", since)
    return made


def resolve(host: str, port: int, attempt: Attempt) -> list[Place]:
    """The addresses of a host, of which `localhost` and what lies below it are known. The resolver, which is
    asked for others, cannot be interrupted, so it runs aside and is left behind if need be."""
    if ip := ip_of(host):
        return [(socket.AF_INET6 if ip.version == 6 else socket.AF_INET, (host, port))]
    if addresses := loopback_of(host):
        return [(socket.AF_INET6 if ":" in each else socket.AF_INET, (each, port)) for each in addresses]
    attempt.remaining()
    lookup = _Lookup(host, port)
    threading.Thread(target=lookup.run, name=f"resolve {host}", daemon=True).start()
    forget = attempt.deadline.stop.listen(lookup.done.set)
    lookup.done.wait(max(0.0, attempt.remaining()))
    forget()
    if lookup.error is not None:
        raise Broken("dns", f"the name {host} does not resolve: {lookup.error}", "IT202", "dns")
    if not lookup.places:
        raise attempt.over()
    return lookup.places


class _Lookup(State):
    """A name being resolved in a thread of its own."""

    host: str
    port: int
    places: list[Place] = field(default_factory=list)
    error: str | None = None
    done: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
            self.places = [(family, place) for family, _, _, _, place in found]
        except (OSError, UnicodeError) as error:
            self.error = _resolver_words(error)
        finally:
            self.done.set()


class _Race:
    """Connections under way to the addresses of one host; the first that stands wins."""

    def __init__(self, places: list[Place], attempt: Attempt) -> None:
        self._left = list(places)
        self._attempt = attempt
        self._pending: dict[int, tuple[socket.socket, Any]] = {}
        self._failures: list[str] = []

    def run(self) -> socket.socket:
        try:
            while True:
                winner = self._start_next() if self._left else None
                if winner is None and self._pending:
                    winner = self._wait()
                if winner is not None:
                    self._pending.pop(winner.fileno(), None)
                    return winner
                if not self._left and not self._pending:
                    raise self._refused()
        finally:
            for runner, _ in self._pending.values():
                runner.close()

    def _start_next(self) -> socket.socket | None:
        family, place = self._left.pop(0)
        try:
            runner = socket.socket(family, socket.SOCK_STREAM)
        except OSError as error:
            self._failures.append(_words(error.errno or 0, place))
            return None
        runner.setblocking(False)
        code = _connect(runner, place)
        if code in _PENDING:
            self._pending[runner.fileno()] = (runner, place)
            return None
        return self._judge(runner, place, code)

    def _wait(self) -> socket.socket | None:
        left = self._attempt.remaining()
        patience = min(left, STAGGER) if self._left else left
        for fd in wait(dict.fromkeys(self._pending, WRITE), self._attempt.wake, patience):
            runner, place = self._pending.pop(fd)
            winner = self._judge(runner, place, runner.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
            if winner is not None:
                return winner
        return None

    def _judge(self, runner: socket.socket, place: Any, code: int) -> socket.socket | None:
        if code == 0:
            return runner
        runner.close()
        self._failures.append(_words(code, place))
        return None

    def _refused(self) -> Broken:
        # An address that is in the sentence already is not said twice.
        host = f" ({self._attempt.address.rpartition(':')[0].strip('[]')})"
        causes = "; ".join(dict.fromkeys(failure.removesuffix(host) for failure in self._failures))
        return Broken("connect", f"no connection to {self._attempt.address}: {causes}", "IT202", "connect")


def _connect(runner: socket.socket, place: Any) -> int:
    """The code of a connection that was begun; some systems refuse some addresses at once, by raising."""
    try:
        return runner.connect_ex(place)
    except OSError as error:
        return error.errno or errno.EINVAL


def _words(code: int, place: Any) -> str:
    cause = _CAUSES.get(code) or os.strerror(code).lower()
    return f"{cause} ({place[0]})"


_CAUSES = {
    errno.ECONNREFUSED: "connection refused",
    errno.ENETUNREACH: "network unreachable",
    errno.EHOSTUNREACH: "host unreachable",
    errno.EADDRNOTAVAIL: "address not available",
    errno.EAFNOSUPPORT: "address family not supported",
    errno.ETIMEDOUT: "the other side did not answer",
}


def _resolver_words(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return {
            socket.EAI_NONAME: "no such name",
            socket.EAI_AGAIN: "the name server did not answer",
        }.get(error.errno or 0, (error.strerror or str(error)).lower())
    return "not a host name"
