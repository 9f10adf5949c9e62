"""One attempt on its way: its deadline, how far it came, and the one exception that ends it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from itest.actions.http.wake import Wake
from itest.model.deadline import Deadline
from itest.model.exchange import ActionError
from itest.model.record import State, field
from itest.model.values import Value


class Broken(Exception):
    """The attempt cannot be carried out; carries what the result's `error` will say."""

    def __init__(self, kind: str, message: str, code: str, phase: str = "") -> None:
        super().__init__(message)
        self.error = ActionError(kind=kind, message=message, code=code, phase=phase)


class Attempt(State, kw_only=True):
    """What is known of an attempt while it runs. `tls` is filled by the handshake, `reused` tells that the connection
    had carried a request before, `received` counts bytes of this answer, `again` are the requests that were sent again
    by themselves (`GET http://…`)."""

    deadline: Deadline
    wake: Wake
    begun: float = field(default_factory=time.monotonic)
    connect: float | None = None
    """Seconds that the connection under way may take, where that is less than what is left."""
    phase: str = "connect"
    address: str = ""
    reused: bool = False
    connected: bool = False
    sent: int = 0
    received: int = 0
    timings: dict[str, float] = field(default_factory=dict)
    tls: dict[str, Value] = field(default_factory=dict)
    again: list[str] = field(default_factory=list)

    def remaining(self) -> float:
        """Seconds left; raises `Broken` when there are none."""
        left = self.deadline.at - time.monotonic()
        if self.deadline.stop.is_set() or left <= 0:
            raise self.over()
        return left

    @contextmanager
    def connecting(self) -> Iterator[None]:
        """While a connection is made, which may have a limit of its own."""
        whole, self.connect = self.deadline, self.deadline.connect
        if self.connect is not None:
            self.deadline = whole.earlier(self.connect)
            self.connect = self.connect if self.deadline.at < whole.at else None
        try:
            yield
        finally:
            self.deadline, self.connect = whole, None

    def restart(self) -> None:
        """Begin anew on another connection, within the same deadline."""
        self.phase, self.reused, self.connected, self.sent, self.received, self.tls = "connect", False, False, 0, 0, {}

    def took(self, name: str, since: float) -> float:
        """Add the time since `since` to a timing; the moment it is now."""
        now = time.monotonic()
        self.timings[name] = self.timings.get(name, 0.0) + now - since
        return now

    def over(self) -> Broken:
        """Why the time is up: an interrupt, or the deadline, with how far the attempt came."""
        if self.deadline.stop.is_set():
            return Broken("interrupted", f"interrupted {_WHERE[self.phase]}", "IT213", self.phase)
        if self.connect is not None:
            message = f"no connection after {self.connect:.3g}s; {_WHERE[self.phase]}"
            return Broken("timeout", message, "IT203", self.phase)
        return Broken(
            "timeout",
            f"no answer after {self.deadline.since(self.begun):.3g}s; {self._progress()}",
            "IT203",
            self.phase,
        )

    def _progress(self) -> str:
        if not self.connected:
            return f"{_WHERE[self.phase]}, not connected"
        if self.phase == "tls":
            return "connected, the TLS handshake not finished"
        if self.phase == "send":
            return f"connected, {self.sent} bytes of the request sent"
        return f"connected, {self.received} bytes received" + (", body incomplete" if self.phase == "receive" else "")


_WHERE = {
    "dns": "while the name was resolved",
    "connect": "while connecting",
    "tls": "during the TLS handshake",
    "send": "while the request was sent",
    "wait": "while waiting for the answer",
    "receive": "while the answer was received",
    "decode": "while the body was decoded",
}
