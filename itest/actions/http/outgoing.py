"""The header lines of a request as it goes out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from itest.actions.http.message import RawLines
from itest.actions.http.redirect import Hop

if TYPE_CHECKING:
    from itest.actions.http.jar import Jar

_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
"""Methods whose request says that it has no body (RFC 9110, 8.6)."""


def raw_lines(hop: Hop, jar: Jar | None) -> RawLines:
    """The header lines of a request; `Host` and the length are always among them."""
    lines = [(each.name.encode(), each.value.encode()) for each in hop.headers if each.name.lower() != "cookie"]
    named = {name.lower() for name, _ in lines}
    if b"host" not in named:
        lines.insert(0, (b"Host", hop.address.authority.encode()))
    if b"content-length" not in named and (hop.body or hop.method in _WITH_BODY):
        lines.append((b"Content-Length", b"%d" % len(hop.body or b"")))
    cookie = _cookie(hop, jar)
    return lines if cookie is None else [*lines, (b"Cookie", cookie)]


def _cookie(hop: Hop, jar: Jar | None) -> bytes | None:
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
    first_of_jar = jar.header(hop.address, besides, foreign=hop.foreign) if said.session and jar is not None else b""
    return _joined(first_of_jar, own) or None


def _joined(first: bytes, own: Iterable[bytes]) -> bytes:
    return b"; ".join(each for each in (first, *own) if each)
