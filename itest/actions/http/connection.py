"""One HTTP/1.1 connection: h11 decides, the stream acts."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator

import h11

from itest.actions.http import protocol
from itest.actions.http.address import Address, Origin, authority
from itest.actions.http.attempt import Attempt, Broken
from itest.actions.http.credentials import of_proxy
from itest.actions.http.dial import dial, dial_socket
from itest.actions.http.library import httpx
from itest.actions.http.request import Via
from itest.actions.http.stream import Stream
from itest.model.values import Value

IDLE_SECONDS = 15.0
MAX_HEAD = 100 * 1024


class Connection:
    """A connection to one origin, directly, through a proxy or by way of `via`; carries one exchange after another."""

    def __init__(
        self, origin: Origin, context: ssl.SSLContext | None, proxy: Address | None, via: Via | None = None
    ) -> None:
        self.origin = origin
        self._scheme, self._host, self._port = origin
        self._context = context
        self._proxy = proxy
        self._via = via
        self._stream: Stream | None = None
        self._taken = True
        """The stream took the whole request; else the server answered, or went away, in the middle of it."""
        self._h11 = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD)
        self._tls: dict[str, Value] = {}
        self._idle_since = 0.0

    def send(self, request: httpx.Request, attempt: Attempt) -> h11.Response | h11.InformationalResponse:
        """Send the request and receive the head of its answer; raises `Broken`, and is closed then."""
        try:
            if self._stream is None:
                with attempt.connecting():
                    self._stream = self._open(attempt)
                self._tls = attempt.tls
            else:
                attempt.reused = attempt.connected = True
                attempt.tls = self._tls
            self._send(self._stream, request, attempt)
            since = time.monotonic()
            head = _receive_head(self._h11, self._stream, attempt)
            attempt.phase = "receive"
            attempt.took("wait", since)
            return head
        except BaseException:
            self.close()
            raise

    def _open(self, attempt: Attempt) -> Stream:
        stream = Stream(self._dialled(attempt))
        try:
            if self._scheme == "https":
                if self._proxy is not None:
                    self._tunnel(stream, attempt)
                self._shake_hands(stream, attempt)
        except BaseException:
            stream.close()
            raise
        return stream

    def _dialled(self, attempt: Attempt) -> socket.socket:
        if self._via is not None and self._via.path:
            return dial_socket(self._via.path, attempt)
        first = self._via or self._proxy
        return dial(first.host, first.port, attempt) if first else dial(self._host, self._port, attempt)

    def _shake_hands(self, stream: Stream, attempt: Attempt) -> None:
        if self._context is None:
            raise RuntimeError("an https connection needs a TLS context")
        attempt.phase = "tls"
        since = time.monotonic()
        stream.start_tls(self._context, self._host, attempt)
        attempt.took("tls", since)

    def _tunnel(self, stream: Stream, attempt: Attempt) -> None:
        """Ask the proxy for a way to the origin (RFC 9110, 9.3.6)."""
        attempt.phase = "connect"
        place = authority(self._host, self._port)
        talk = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD)
        headers = [(b"Host", place.encode("ascii")), *self._proxy_headers()]
        data = talk.send(h11.Request(method="CONNECT", target=place, headers=headers)) or b""
        stream.write(data, attempt, protocol.Preview().ends)
        event = _receive_head(talk, stream, attempt)
        if not 200 <= event.status_code < 300:
            reason = event.reason.decode("latin-1")
            raise Broken("connect", f"the proxy refused: {event.status_code} {reason}".strip(), "IT202", "connect")
        attempt.received = 0

    def _proxy_headers(self) -> list[tuple[bytes, bytes]]:
        credentials = of_proxy(self._proxy)
        return [(b"Proxy-Authorization", credentials.header[1].encode())] if credentials.header else []

    def _send(self, stream: Stream, request: httpx.Request, attempt: Attempt) -> None:
        attempt.phase = "send"
        since = time.monotonic()
        # As the address has it: httpx would tidy it up.
        address: Address = request.extensions["address"]
        target, headers = address.target, request.headers.raw
        if self._proxy is not None and self._scheme == "http":
            target, headers = str(address), [*headers, *self._proxy_headers()]
        body = request.read()
        try:
            data = self._h11.send(h11.Request(method=request.method, target=target, headers=headers)) or b""
            if body:
                data += self._h11.send(h11.Data(data=body)) or b""
            data += self._h11.send(h11.EndOfMessage()) or b""
        except h11.LocalProtocolError as error:
            raise Broken("protocol", f"this request is not valid HTTP: {error}", "IT208", "send") from error
        # Where the rest is not taken, what the other side says is read, and the connection is not used again.
        self._taken = stream.write(data, attempt, protocol.Preview().ends)
        attempt.phase = "wait"
        attempt.took("send", since)

    def receive_body(self, attempt: Attempt) -> Iterator[bytes]:
        """The body as it comes, without its framing."""
        if self._stream is None:
            return
        while isinstance(event := _next_event(self._h11, self._stream, attempt, None), h11.Data):
            # Asked here too: one read may hold thousands of tiny chunks.
            attempt.remaining()
            yield bytes(event.data)

    def finish(self) -> bool:
        """The exchange is over: whether another can follow. It can if both sides are done and nothing unasked came
        after it; else the connection is closed."""
        done = self._h11.our_state is h11.DONE and self._h11.their_state is h11.DONE
        surplus, _ = self._h11.trailing_data
        if not (self._taken and done) or surplus:
            self.close()
            return False
        self._h11.start_next_cycle()
        self._idle_since = time.monotonic()
        return True

    def is_fit(self) -> bool:
        """Whether an idle connection can be used again: it has not been idle for long, and the other side neither
        closed it meanwhile nor spoke unasked."""
        return self._stream is not None and self.rested() <= IDLE_SECONDS and self._stream.is_quiet()

    def rested(self) -> float:
        """Seconds since its last exchange."""
        return time.monotonic() - self._idle_since

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()


def _receive_head(talk: h11.Connection, stream: Stream, attempt: Attempt) -> h11.Response | h11.InformationalResponse:
    """The head of the final answer, or of one that switches protocols."""
    head = bytearray()
    for _ in range(protocol.MAX_INTERIM):
        event = _next_event(talk, stream, attempt, head)
        if isinstance(event, (h11.Response, h11.InformationalResponse)):
            event = protocol.unfolded(head, event)
            protocol.check_head(head, event, attempt)
            if isinstance(event, h11.Response) or event.status_code == 101:
                return event
    raise protocol.wrong(f"more than {protocol.MAX_INTERIM} interim (1xx) answers and no final one", attempt)


def _next_event(
    talk: h11.Connection, stream: Stream, attempt: Attempt, head: bytearray | None
) -> h11.Event | type[h11.PAUSED]:
    """h11's next event; `head` gathers what has come while the head of the answer is awaited."""
    while True:
        try:
            event = talk.next_event()
        except h11.RemoteProtocolError as error:
            raise protocol.verdict(error, bytes(head or b""), attempt) from error
        if event is not h11.NEED_DATA:
            return event  # type: ignore[return-value]  # all that is left of the union
        try:
            data = stream.read(attempt)
        except ConnectionError as error:
            raise protocol.closed(_gone("reset", attempt), attempt) from error
        if head is not None:
            if not data:
                raise protocol.closed(_gone("closed", attempt), attempt)
            head += data
            protocol.check_start(bytes(head[:200]), attempt)
        talk.receive_data(data)


def _gone(how: str, attempt: Attempt) -> str:
    if attempt.phase == "receive":
        return f"the connection was {how} in the middle of the body"
    where = "in the middle of the headers" if attempt.received else "before an answer came"
    return f"the connection was {how} {where}"
