"""Transports: requests over connections that stay open, for each trust and proxy."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from itest.actions.http.address import Address, Origin
from itest.actions.http.attempt import Attempt, Broken
from itest.actions.http.connection import IDLE_SECONDS, Connection
from itest.actions.http.message import Head, Outgoing
from itest.actions.http.request import Trust, Via
from itest.actions.http.wake import Wakes

if TYPE_CHECKING:
    import ssl

    from itest.actions.http.trust import Contexts

MAX_IDLE = 64
"""Connections of one transport that stay open without being used."""
SURE_SECONDS = 1.0
"""How long a connection may have rested for a request that is not sent again by itself."""
_REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})
"""Methods that may be carried out twice with the effect of once (RFC 9110, 9.2.2)."""


class Transport:
    """Sends requests and receives the heads of their answers; raises `Broken`.

    It never waits for a free connection: the engine's jobs are the bound.
    """

    def __init__(self, context: ssl.SSLContext | None, proxy: Address | None, via: Via | None = None) -> None:
        self._context = context
        self._proxy = proxy
        self._via = via
        self._lock = threading.Lock()
        self._idle: list[Connection] = []
        """The one that rests longest is the first."""
        self._closed = False

    def exchange(self, out: Outgoing, attempt: Attempt, plainly: bool) -> Incoming:
        """Send a request; its answer, of which the head has come. `plainly`: without h11 where that is possible."""
        origin = out.address.origin
        repeatable = may_be_repeated(out)
        connection = self._take(origin, IDLE_SECONDS if repeatable else SURE_SECONDS) or self._new(origin)
        try:
            head = connection.send(out, attempt, plainly)
        except Broken as error:
            # The server closed a connection that was kept, as it may at any time, and no byte of an answer came. Once
            # only, and on a new one: were it the server's way to answer, each idle connection would repeat the request.
            if not attempt.reused or attempt.received or error.error.kind != "closed":
                raise
            if not repeatable:
                raise _not_repeated(out, error) from error
            attempt.again.append(f"{out.method} {out.address}")
            attempt.restart()
            connection = self._new(origin)
            head = connection.send(out, attempt, plainly)
        return Incoming(head, connection, attempt, self)

    def keep(self, connection: Connection) -> None:
        """A connection for the next exchange."""
        with self._lock:
            self._idle.append(connection)
            surplus = self._idle if self._closed else self._idle[:-MAX_IDLE]
            self._idle = self._idle[len(surplus) :]
        for each in surplus:
            each.close()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _new(self, origin: Origin) -> Connection:
        """A connection to be opened, in the place of those that nobody can use any more."""
        gone = [each for each in tuple(self._idle) if not each.is_fit()]
        with self._lock:
            gone = [each for each in gone if each in self._idle]
            self._idle = [each for each in self._idle if each not in gone]
        for each in gone:
            each.close()
        return Connection(origin, self._context, self._proxy, self._via)

    def _take(self, origin: Origin, rested: float) -> Connection | None:
        """An idle connection, the one that was used last; none where that has rested for longer (seconds)."""
        while True:
            with self._lock:
                found = next((each for each in reversed(self._idle) if each.origin == origin), None)
                if found is None or found.rested() > rested:
                    return None
                self._idle.remove(found)
            if found.is_fit():
                return found
            found.close()


def may_be_repeated(out: Outgoing) -> bool:
    """Whether a request may be sent again by itself: its method, or an `Idempotency-Key`, has it carried out once."""
    if out.method in _REPEATABLE:
        return True
    return any(value for name, value in out.lines if name.lower() == b"idempotency-key")


def _not_repeated(out: Outgoing, error: Broken) -> Broken:
    told = error.error
    message = (
        f"{told.message}; it had been kept from an earlier request, and this {out.method} was not sent again, "
        "since it may have been carried out"
    )
    return Broken(told.kind, message, told.code, told.phase)


class Transports:
    """What all sessions share: connections, TLS contexts and the wakes of those who wait. `plainly`: exchanges that are
    plain do without httpx and h11; tests turn it off, since both ways have to give the same."""

    def __init__(self, plainly: bool = True) -> None:
        self.plainly = plainly
        self.wakes = Wakes()
        self._contexts: Contexts | None = None
        self._lock = threading.Lock()
        self._transports: dict[tuple[Trust | None, Address | None, Via | None, object], Transport] = {}

    def of(
        self, scheme: str, trust: Trust, proxy: Address | None, via: Via | None = None, owner: object = None
    ) -> Transport:
        """The transport for a scheme, and for an owner who shares it with nobody; raises `Broken` where the trust
        cannot be set up."""
        key = (trust if scheme == "https" else None, proxy, via, owner)
        with self._lock:
            transport = self._transports.get(key)
            if transport is None:
                context = self._context_of(trust) if key[0] is not None else None
                transport = self._transports[key] = Transport(context, proxy, via)
            return transport

    def _context_of(self, trust: Trust) -> ssl.SSLContext:
        if self._contexts is None:
            from itest.actions.http.trust import Contexts  # start-up cost: only where TLS is used

            self._contexts = Contexts()
        return self._contexts.of(trust)

    def end(self, owner: object) -> None:
        """Close what is an owner's."""
        with self._lock:
            ended = [self._transports.pop(key) for key in list(self._transports) if key[3] is owner]
        for transport in ended:
            transport.close()

    def close(self) -> None:
        with self._lock:
            for transport in self._transports.values():
                transport.close()
            self._transports.clear()
        self.wakes.close()


class Incoming:
    """An answer whose head has come: its raw body is iterated once; then it is closed, which gives its connection
    back."""

    def __init__(self, head: Head, connection: Connection, attempt: Attempt, transport: Transport) -> None:
        self.head = head
        self._connection = connection
        self._attempt = attempt
        self._transport = transport

    def __iter__(self) -> Iterator[bytes]:
        return self._connection.receive_body(self._attempt)

    def close(self) -> None:
        if self._connection.finish():
            self._transport.keep(self._connection)
