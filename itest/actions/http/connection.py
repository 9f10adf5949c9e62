"""One HTTP/1.1 connection: h11 decides, the stream acts; it fits into httpcore's pool."""

from __future__ import annotations

import base64
import ssl
import threading
import time
from collections.abc import Iterable, Iterator

import h11
import httpcore

from itest.actions.http import protocol
from itest.actions.http.address import Address
from itest.actions.http.attempt import Attempt, Broken
from itest.actions.http.dial import dial
from itest.actions.http.stream import Stream
from itest.model.values import Value

IDLE_SECONDS = 15.0
MAX_HEAD = 100 * 1024


class Connection(httpcore.ConnectionInterface):
    """A connection to one origin, directly or through a proxy; carries one exchange after another."""

    def __init__(self, origin: httpcore.Origin, context: ssl.SSLContext | None, proxy: Address | None) -> None:
        self._origin = origin
        self._context = context
        self._proxy = proxy
        self._lock = threading.Lock()
        self._state = "new"
        self._stream: Stream | None = None
        self._h11 = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD)
        self._tls: dict[str, Value] = {}
        self._idle_since = 0.0

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send the request and receive the head of its answer; raises `Broken`."""
        attempt: Attempt = request.extensions["attempt"]
        with self._lock:
            if self._state not in ("new", "idle"):
                raise httpcore.ConnectionNotAvailable
            self._state = "active"
        if self._stream is not None and not self._stream.is_quiet():
            # Closed by the other side while it was idle, or talked to without having asked: the pool takes another.
            self.close()
            raise httpcore.ConnectionNotAvailable
        try:
            if self._stream is None:
                self._stream = self._open(attempt)
                self._tls = attempt.tls
            else:
                attempt.reused = attempt.connected = True
                attempt.tls = self._tls
            self._send(self._stream, request, attempt)
            event = self._receive_head(self._stream, attempt)
        except BaseException:
            self.close()
            raise
        return httpcore.Response(
            event.status_code,
            headers=event.headers.raw_items(),
            content=_Body(self, attempt),
            extensions={"http_version": b"HTTP/" + event.http_version, "reason_phrase": bytes(event.reason)},
        )

    def _open(self, attempt: Attempt) -> Stream:
        if self._proxy is None:
            host = self._origin.host.decode("ascii").strip("[]")
            stream = Stream(dial(host, self._origin.port, attempt))
        else:
            stream = Stream(dial(self._proxy.host, self._proxy.port, attempt))
        try:
            if self._origin.scheme == b"https":
                if self._proxy is not None:
                    self._tunnel(stream, attempt)
                self._shake_hands(stream, attempt)
        except BaseException:
            stream.close()
            raise
        return stream

    def _shake_hands(self, stream: Stream, attempt: Attempt) -> None:
        if self._context is None:
            raise RuntimeError("an https connection needs a TLS context")
        attempt.phase = "tls"
        since = time.monotonic()
        stream.start_tls(self._context, self._origin.host.decode("ascii").strip("[]"), attempt)
        attempt.took("tls", since)

    def _tunnel(self, stream: Stream, attempt: Attempt) -> None:
        """Ask the proxy for a way to the origin (RFC 9110, 9.3.6)."""
        attempt.phase = "connect"
        place = b"%b:%d" % (self._origin.host, self._origin.port)
        talk = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD)
        headers = [(b"Host", place), *self._proxy_headers()]
        stream.write(talk.send(h11.Request(method="CONNECT", target=place, headers=headers)) or b"", attempt)
        stream.write(talk.send(h11.EndOfMessage()) or b"", attempt)
        head = bytearray()
        while True:
            event = _next_event(talk, stream, attempt, head)
            if isinstance(event, h11.Response):
                break
        if not 200 <= event.status_code < 300:
            reason = event.reason.decode("latin-1")
            raise Broken("connect", f"the proxy refused: {event.status_code} {reason}".strip(), "IT202", "connect")
        attempt.received = 0

    def _proxy_headers(self) -> list[tuple[bytes, bytes]]:
        if self._proxy is None or self._proxy.username is None:
            return []
        pair = base64.b64encode(f"{self._proxy.username}:{self._proxy.password}".encode())
        return [(b"Proxy-Authorization", b"Basic " + pair)]

    def _send(self, stream: Stream, request: httpcore.Request, attempt: Attempt) -> None:
        attempt.phase = "send"
        since = time.monotonic()
        target, headers = request.url.target, request.headers
        if self._proxy is not None and self._origin.scheme == b"http":
            target, headers = bytes(request.url), [*headers, *self._proxy_headers()]
        body = b"".join(request.stream) if isinstance(request.stream, Iterable) else b""
        try:
            data = self._h11.send(h11.Request(method=request.method, target=target, headers=headers)) or b""
            if body:
                data += self._h11.send(h11.Data(data=body)) or b""
            data += self._h11.send(h11.EndOfMessage()) or b""
        except h11.LocalProtocolError as error:
            raise Broken("protocol", f"this request is not valid HTTP: {error}", "IT208", "send") from error
        if not stream.write(data, attempt):
            # It answers already, or is gone: what it says is read, and the connection is not used again.
            self._state = "spoilt"
        attempt.phase = "wait"
        attempt.took("send", since)

    def _receive_head(self, stream: Stream, attempt: Attempt) -> h11.Response | h11.InformationalResponse:
        since = time.monotonic()
        head = bytearray()
        for _ in range(protocol.MAX_INTERIM):
            event = _next_event(self._h11, stream, attempt, head)
            if isinstance(event, (h11.Response, h11.InformationalResponse)):
                protocol.check_head(head, event, attempt)
                if isinstance(event, h11.Response) or event.status_code == 101:
                    attempt.phase = "receive"
                    attempt.took("wait", since)
                    return event
        raise protocol.wrong(f"more than {protocol.MAX_INTERIM} interim (1xx) answers and no final one", attempt)

    def receive_body(self, attempt: Attempt) -> Iterator[bytes]:
        """The body as it comes, without its framing."""
        if self._stream is None:
            return
        while isinstance(event := _next_event(self._h11, self._stream, attempt, None), h11.Data):
            # Asked here too: one read may hold thousands of tiny chunks.
            attempt.remaining()
            yield bytes(event.data)

    def finish(self) -> None:
        """The exchange is over: ready for the next one, if both sides are done and nothing unasked came after it."""
        with self._lock:
            done = self._h11.our_state is h11.DONE and self._h11.their_state is h11.DONE
            surplus, _ = self._h11.trailing_data
            if self._state == "active" and done and not surplus:
                self._h11.start_next_cycle()
                self._idle_since = time.monotonic()
                self._state = "idle"
                return
        self.close()

    def close(self) -> None:
        self._state = "closed"
        if self._stream is not None:
            self._stream.close()

    # What httpcore's pool asks.

    def info(self) -> str:
        return f"{self._origin!s}, {self._state}"

    def can_handle_request(self, origin: httpcore.Origin) -> bool:
        return origin == self._origin

    def is_available(self) -> bool:
        return self._state == "idle"

    def has_expired(self) -> bool:
        """Idle for long. Whether the other side closed it meanwhile is asked only when it is used again."""
        return self._state == "idle" and time.monotonic() - self._idle_since > IDLE_SECONDS

    def is_idle(self) -> bool:
        return self._state == "idle"

    def is_closed(self) -> bool:
        return self._state == "closed"


class _Body:
    """The body of an answer, for the pool: iterated once, then closed."""

    def __init__(self, connection: Connection, attempt: Attempt) -> None:
        self._connection = connection
        self._attempt = attempt
        self._closed = False

    def __iter__(self) -> Iterator[bytes]:
        return self._connection.receive_body(self._attempt)

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._connection.finish()


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
