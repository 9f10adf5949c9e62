"""One HTTP/1.1 connection, which carries one exchange after another."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from itest.actions.http import plain, protocol
from itest.actions.http.address import Address, Origin, authority
from itest.actions.http.attempt import Attempt, Broken
from itest.actions.http.credentials import of_proxy
from itest.actions.http.dial import dial, dial_socket
from itest.actions.http.message import Head, Outgoing, RawLines
from itest.actions.http.plain import PlainTalk
from itest.actions.http.request import Via
from itest.actions.http.stream import Stream
from itest.model.values import Value

if TYPE_CHECKING:
    import ssl

    from itest.actions.http.talk import Talk

IDLE_SECONDS = 15.0


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
        self._talk: PlainTalk | Talk | None = None
        self._tls: dict[str, Value] = {}
        self._asked_at = self._idle_since = 0.0

    def send(self, out: Outgoing, attempt: Attempt, plainly: bool) -> Head:
        """Send the request and receive the head of its answer; raises `Broken`, and is closed then. `plainly`: an
        exchange that is plain does without h11."""
        try:
            if self._stream is None:
                with attempt.connecting():
                    self._stream = self._open(attempt)
                self._tls = attempt.tls
            else:
                attempt.reused = attempt.connected = True
                attempt.tls = self._tls
            head = self._exchange(self._stream, out, attempt, plainly)
            attempt.phase = "receive"
            attempt.took("wait", self._asked_at)
            return head
        except BaseException:
            self.close()
            raise

    def _exchange(self, stream: Stream, out: Outgoing, attempt: Attempt, plainly: bool) -> Head:
        request = self._addressed(out)
        read = self._reading(stream, attempt, whole=False)
        if plainly and (talk := plain.talk_of(*request)):
            self._ask(stream, talk.request, attempt)
            data = read()
            head = talk.head(data) if self._taken else None
            if head is not None:
                self._talk = talk
                return head
            otherwise = _talk(*request)
        else:
            otherwise = _talk(*request)
            self._ask(stream, otherwise.request, attempt)
            data = read()
        self._talk = otherwise
        return otherwise.head(data, read, attempt)

    def _ask(self, stream: Stream, request: bytes, attempt: Attempt) -> None:
        attempt.phase = "send"
        since = time.monotonic()
        # Where the rest is not taken, what the other side says is read, and the connection is not used again.
        self._taken = stream.write(request, attempt)
        attempt.phase = "wait"
        self._asked_at = attempt.took("send", since)

    def _addressed(self, out: Outgoing) -> tuple[str, str, RawLines, bytes]:
        """Method, target, header lines and body as they go to the other side, which may be a proxy."""
        if self._proxy is not None and self._scheme == "http":
            return out.method, str(out.address), [*out.lines, *self._proxy_headers()], out.body
        return out.method, out.address.target, out.lines, out.body

    def _reading(self, stream: Stream, attempt: Attempt, whole: bool) -> Callable[[], bytes]:
        """What gives the next bytes; `whole`: an end is no error of its own, since it may be that of the body."""

        def read() -> bytes:
            try:
                data = stream.read(attempt)
            except ConnectionError as error:
                raise protocol.closed(_gone("reset", attempt), attempt) from error
            if not data and not whole:
                raise protocol.closed(_gone("closed", attempt), attempt)
            return data

        return read

    def _open(self, attempt: Attempt) -> Stream:
        stream = Stream(self._dialled(attempt))
        try:
            if self._scheme == "https":
                if self._proxy is not None:
                    self._tunnel(stream, attempt)
                return self._shake_hands(stream, attempt)
        except BaseException:
            stream.close()
            raise
        return stream

    def _dialled(self, attempt: Attempt) -> socket.socket:
        if self._via is not None and self._via.path:
            return dial_socket(self._via.path, attempt)
        first = self._via or self._proxy
        return dial(first.host, first.port, attempt) if first else dial(self._host, self._port, attempt)

    def _shake_hands(self, stream: Stream, attempt: Attempt) -> Stream:
        if self._context is None:
            raise RuntimeError("an https connection needs a TLS context")
        from itest.actions.http.secure_stream import shake_hands  # start-up cost: only where TLS is used

        attempt.phase = "tls"
        since = time.monotonic()
        secured = shake_hands(stream, self._context, self._host, attempt)
        attempt.took("tls", since)
        return secured

    def _tunnel(self, stream: Stream, attempt: Attempt) -> None:
        """Ask the proxy for a way to the origin (RFC 9110, 9.3.6)."""
        attempt.phase = "connect"
        place = authority(self._host, self._port)
        talk = _talk("CONNECT", place, [(b"Host", place.encode("ascii")), *self._proxy_headers()], b"")
        stream.write(talk.request, attempt)
        read = self._reading(stream, attempt, whole=False)
        head = talk.head(read(), read, attempt)
        if not 200 <= head.status < 300:
            reason = head.reason.decode("latin-1")
            raise Broken("connect", f"the proxy refused: {head.status} {reason}".strip(), "IT202", "connect")
        attempt.received = 0

    def _proxy_headers(self) -> list[tuple[bytes, bytes]]:
        credentials = of_proxy(self._proxy)
        return [(b"Proxy-Authorization", credentials.header[1].encode())] if credentials.header else []

    def receive_body(self, attempt: Attempt) -> Iterator[bytes]:
        """The body as it comes, without its framing."""
        if self._stream is None or self._talk is None:
            return
        for piece in self._talk.body(self._reading(self._stream, attempt, whole=True), attempt):
            # Asked here too: one read may hold thousands of tiny chunks.
            attempt.remaining()
            yield piece

    def finish(self) -> bool:
        """The exchange is over: whether another can follow. It can if both sides are done and nothing unasked came
        after it; else the connection is closed."""
        if not (self._taken and self._talk is not None and self._talk.done()):
            self.close()
            return False
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


def _talk(method: str, target: str, lines: RawLines, body: bytes) -> Talk:
    from itest.actions.http.talk import Talk  # start-up cost: h11, which plain exchanges do without

    return Talk(method, target, lines, body)


def _gone(how: str, attempt: Attempt) -> str:
    if attempt.phase == "receive":
        return f"the connection was {how} in the middle of the body"
    where = "in the middle of the headers" if attempt.received else "before an answer came"
    return f"the connection was {how} {where}"
