"""The request as it goes out: its header lines, byte by byte, and the message that httpx's transports take."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from itest.actions.http.address import Address
from itest.actions.http.attempt import Attempt, Broken
from itest.actions.http.jar import Jar
from itest.actions.http.library import httpx
from itest.actions.http.redirect import Hop

RawLines = list[tuple[bytes, bytes]]
"""Header lines as they go over the wire."""

_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
"""Methods whose request says that it has no body (RFC 9110, 8.6)."""


def raw_lines(hop: Hop, jar: Jar) -> RawLines:
    """The header lines of a request; `Host` and the length are always among them."""
    lines = [(each.name.encode(), each.value.encode()) for each in hop.headers if each.name.lower() != "cookie"]
    named = {name.lower() for name, _ in lines}
    if b"host" not in named:
        lines.insert(0, (b"Host", hop.address.authority.encode()))
    if b"content-length" not in named and (hop.body or hop.method in _WITH_BODY):
        lines.append((b"Content-Length", b"%d" % len(hop.body or b"")))
    cookie = _cookie(hop, jar)
    return lines if cookie is None else [*lines, (b"Cookie", cookie)]


def _cookie(hop: Hop, jar: Jar) -> bytes | None:
    """What the step wrote as it is, else the session's cookies; behind them the step's own."""
    said = hop.cookies
    own = [f"{name}={value}".encode() for name, value in said.own]
    besides = {*said.left_out, *(name for name, _ in said.own)}
    written = [each.value for each in hop.headers if each.name.lower() == "cookie"]
    if written:
        first = "; ".join(written)
        if besides:
            pieces = [piece.strip() for piece in first.split(";")]
            first = "; ".join(piece for piece in pieces if piece.partition("=")[0] not in besides)
        return _joined(first.encode(), own)
    first_of_jar = jar.header(hop.address, besides, foreign=hop.foreign) if said.session and len(jar) else b""
    return _joined(first_of_jar, own) or None


def _joined(first: bytes, own: Iterable[bytes]) -> bytes:
    return b"; ".join(each for each in (first, *own) if each)


def message(hop: Hop, lines: RawLines, attempt: Attempt) -> httpx.Request:
    """The request for a transport; raises `Broken` where httpx cannot make it."""
    try:
        made = httpx.Request(
            hop.method,
            _url(hop.address),
            headers=lines,
            stream=httpx.ByteStream(hop.body or b""),
            extensions={"attempt": attempt, "address": hop.address},
        )
    except (httpx.InvalidURL, ValueError) as error:
        raise Broken("protocol", f"this request cannot be made: {error}", "IT208", "send") from error
    made.method = hop.method  # which httpx writes in capitals; methods are case-sensitive (RFC 9110, 9.1)
    return made


@lru_cache(maxsize=1024)
def _url(address: Address) -> httpx.URL:
    return httpx.URL(str(address))
