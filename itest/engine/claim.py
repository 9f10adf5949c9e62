"""Claims: the addresses of this machine that a started service is spoken to at, and whether it is who listens there."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Iterator

from itest.engine.listeners import Process, Run, stranger
from itest.engine.sockets import Listening, receiving
from itest.evaluate.data.loopback import here
from itest.model.record import Record


class Taken(Record):
    """A port that somebody else listens on, and who where that is known."""

    port: int
    who: Process | None


class Claim:
    """What one service has to itself. `group` and `run` are asked whenever somebody is looked for: both change."""

    def __init__(self, places: Iterable[tuple[str, int]], group: Callable[[], int], run: Callable[[], Run]) -> None:
        self.addresses = tuple(dict.fromkeys((address, port) for host, port in places for address in _here(host)))
        self._group = group
        self._run = run
        self._known: frozenset[Listening] = frozenset()

    def listened(self) -> bool:
        """Whether anybody is seen to listen at any of the addresses."""
        return any(receiving(address, port) for address, port in self.addresses)

    def taken(self) -> Taken | None:
        """Who listens where the service should; None where nobody else does, as far as the system tells."""
        for address, port in self.addresses:
            sockets = receiving(address, port)
            # Whose a socket is does not change, so that each is looked at once only.
            if sockets <= self._known:
                continue
            who = stranger(sockets, self._group(), self._run())
            # One that is not seen may be one that was closed meanwhile.
            if who and (who.pid or receiving(address, port) == sockets):
                return Taken(port, who)
            self._known |= sockets
        return None


def _here(host: str) -> Iterator[str]:
    """The addresses by which this host is this machine: loopback, or what a name stands for that can be listened on."""
    if loopback := here(host):
        yield from loopback
        return
    try:
        found = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return  # What cannot be found cannot be spoken to, which its first request will say.
    for family, kind, _, _, place in found:
        try:
            with socket.socket(family, kind) as tried:
                tried.bind((place[0], 0, *place[2:]))
        except OSError:
            continue  # Another machine's.
        yield from here(str(place[0])) or (str(place[0]),)
