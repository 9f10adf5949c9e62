"""Exchanges by h11: what is not plain, and whatever is wrong, which is judged here only."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import h11

from itest.actions.http import protocol
from itest.actions.http.attempt import Attempt, Broken
from itest.actions.http.message import Head, RawLines

MAX_HEAD = 100 * 1024
Read = Callable[[], bytes]
"""Gives the next bytes, `b""` at the end; raises `Broken` where the connection breaks."""


class Talk:
    """One exchange; raises `Broken` for a request that is not valid HTTP."""

    def __init__(self, method: str, target: str, lines: RawLines, body: bytes = b"") -> None:
        self._h11 = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD)
        try:
            request = self._h11.send(h11.Request(method=method, target=target, headers=lines)) or b""
            if body:
                request += self._h11.send(h11.Data(data=body)) or b""
            self.request = request + (self._h11.send(h11.EndOfMessage()) or b"")
        except h11.LocalProtocolError as error:
            raise Broken("protocol", f"this request is not valid HTTP: {error}", "IT208", "send") from error

    def head(self, data: bytes, read: Read, attempt: Attempt) -> Head:
        """The head of the final answer, or of one that switches protocols; `data` is what it begins with."""
        head = bytearray()
        self._receive(data, head, attempt)
        for _ in range(protocol.MAX_INTERIM):
            event = self._next_event(read, attempt, head)
            if isinstance(event, (h11.Response, h11.InformationalResponse)):
                event = protocol.unfolded(head, event)
                protocol.check_head(head, event, attempt)
                if isinstance(event, h11.Response) or event.status_code == 101:
                    version = b"HTTP/" + event.http_version
                    return Head(event.status_code, bytes(event.reason), version, list(event.headers.raw_items()))
                protocol.check_start(bytes(head[:200]), attempt)  # of what follows an interim answer
        raise protocol.wrong(f"more than {protocol.MAX_INTERIM} interim (1xx) answers and no final one", attempt)

    def body(self, read: Read, attempt: Attempt) -> Iterator[bytes]:
        """The body as it comes, without its framing."""
        while isinstance(event := self._next_event(read, attempt, None), h11.Data):
            yield bytes(event.data)

    def done(self) -> bool:
        """Whether both sides are done, the connection lasts, and nothing unasked came behind the answer."""
        surplus, _ = self._h11.trailing_data
        return self._h11.our_state is h11.DONE and self._h11.their_state is h11.DONE and not surplus

    def _next_event(self, read: Read, attempt: Attempt, head: bytearray | None) -> h11.Event | type[h11.PAUSED]:
        """h11's next event; `head` gathers what has come while the head of the answer is awaited."""
        while True:
            try:
                event = self._h11.next_event()
            except h11.RemoteProtocolError as error:
                raise protocol.verdict(error, bytes(head or b""), attempt) from error
            if event is not h11.NEED_DATA:
                return event  # type: ignore[return-value]  # all that is left of the union
            self._receive(read(), head, attempt)

    def _receive(self, data: bytes, head: bytearray | None, attempt: Attempt) -> None:
        if head is not None:
            head += data
            protocol.check_start(bytes(head[:200]), attempt)
        self._h11.receive_data(data)
