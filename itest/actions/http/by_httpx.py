"""httpx's types around a transport: what is not a plain exchange is built by httpx, and whoever brings a transport of
their own speaks them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from itest.actions.http.attempt import Attempt, Broken
from itest.actions.http.library import httpx
from itest.actions.http.message import Head, Outgoing
from itest.actions.http.transport import Incoming, Transport


class HttpxTransport(httpx.BaseTransport):
    """A transport that takes an `httpx.Request` whose extensions hold the `attempt` and the `address`, and raises
    `Broken`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        # The address has the target as it was written: httpx would tidy it up.
        out = Outgoing(request.method, request.extensions["address"], request.headers.raw, request.read())
        answer = self._transport.exchange(out, request.extensions["attempt"], plainly=False)
        head = answer.head
        return httpx.Response(
            head.status,
            headers=head.lines,
            stream=_Body(answer),
            extensions={"http_version": head.version, "reason_phrase": head.reason},
        )


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: Incoming) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._answer)

    def close(self) -> None:
        self._answer.close()


class Received:
    """An answer that came as an `httpx.Response`."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        said = response.extensions
        self.head = Head(response.status_code, said["reason_phrase"], said["http_version"], response.headers.raw)

    def __iter__(self) -> Iterator[bytes]:
        # A transport that is not asynchronous gives nothing else.
        return iter(cast("Iterable[bytes]", self._response.stream))

    def close(self) -> None:
        self._response.close()


def exchange(transport: httpx.BaseTransport, out: Outgoing, attempt: Attempt) -> Received:
    """Send a request over a transport of httpx's; raises `Broken`, also where httpx cannot make the request."""
    return Received(transport.handle_request(_request(out, attempt)))


def _request(out: Outgoing, attempt: Attempt) -> httpx.Request:
    try:
        made = httpx.Request(
            out.method,
            httpx.URL(str(out.address)),
            headers=out.lines,
            stream=httpx.ByteStream(out.body),
            extensions={"attempt": attempt, "address": out.address},
        )
    except (httpx.InvalidURL, ValueError) as error:
        raise Broken("protocol", f"this request cannot be made: {error}", "IT208", "send") from error
    made.method = out.method  # which httpx writes in capitals; methods are case-sensitive (RFC 9110, 9.1)
    return made
