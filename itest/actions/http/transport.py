"""Transports: httpx's way to the wire, over one pool of connections for each trust and proxy."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator

import httpcore

from itest.actions.http.address import Address
from itest.actions.http.attempt import Attempt, Broken
from itest.actions.http.connection import Connection
from itest.actions.http.library import httpx
from itest.actions.http.request import Trust
from itest.actions.http.trust import Contexts
from itest.actions.http.wake import Wakes

MAX_IDLE = 100


class Pool(httpcore.ConnectionPool):
    """httpcore's pool of our connections. It never waits for a free one: the engine's jobs are the bound."""

    def __init__(self, context: ssl.SSLContext | None, proxy: Address | None) -> None:
        super().__init__(max_connections=None, max_keepalive_connections=MAX_IDLE)
        self._context = context
        self._way = proxy

    def create_connection(self, origin: httpcore.Origin) -> httpcore.ConnectionInterface:
        return Connection(origin, self._context, self._way)


class Transport(httpx.BaseTransport):
    """Sends an `httpx.Request` whose extensions hold the `attempt`; raises `Broken`."""

    def __init__(self, context: ssl.SSLContext | None, proxy: Address | None) -> None:
        self._pool = Pool(context, proxy)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        attempt: Attempt = request.extensions["attempt"]
        while True:
            try:
                response = self._pool.handle_request(_core_request(request))
            except Broken as error:
                # A kept-alive connection that the server had closed meanwhile: nobody has seen the request.
                if attempt.reused and not attempt.received and error.error.kind == "closed":
                    attempt.restart()
                    continue
                raise
            return httpx.Response(
                response.status,
                headers=response.headers,
                stream=_Stream(response),
                extensions=response.extensions,
                request=request,
            )

    def close(self) -> None:
        self._pool.close()


class Transports:
    """What all sessions share: connections, TLS contexts and the wakes of those who wait."""

    def __init__(self) -> None:
        self.wakes = Wakes()
        self._contexts = Contexts()
        self._lock = threading.Lock()
        self._transports: dict[tuple[Trust | None, Address | None], Transport] = {}

    def of(self, scheme: str, trust: Trust, proxy: Address | None) -> Transport:
        """The transport for a scheme; raises `Broken` where the trust cannot be set up."""
        key = (trust if scheme == "https" else None, proxy)
        with self._lock:
            transport = self._transports.get(key)
            if transport is None:
                context = self._contexts.of(trust) if key[0] is not None else None
                transport = self._transports[key] = Transport(context, proxy)
            return transport

    def close(self) -> None:
        with self._lock:
            for transport in self._transports.values():
                transport.close()
            self._transports.clear()
        self.wakes.close()


class _Stream(httpx.SyncByteStream):
    """The raw body of an answer, as httpx takes it."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


def _core_request(request: httpx.Request) -> httpcore.Request:
    url = request.url
    return httpcore.Request(
        request.method,
        httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=request.headers.raw,
        content=request.stream,
        extensions=request.extensions,
    )
