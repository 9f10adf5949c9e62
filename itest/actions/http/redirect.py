"""Redirects: where one leads, and what goes along. Decides only; the session sends."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from itest.actions.http import address as addresses
from itest.actions.http.address import Address
from itest.actions.http.attempt import Broken
from itest.actions.http.request import Cookies, Header
from itest.evaluate.data.escape import cut
from itest.model.record import Record, replace

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
REDIRECTS = frozenset({301, 302, 303, 307, 308})

_HARMLESS = frozenset(
    {"accept", "accept-charset", "accept-encoding", "accept-language", "cache-control", "content-type", "pragma"}
    | {"range", "user-agent"}
)
"""What may go to another origin: headers that say nothing about who is asking."""
_OF_THE_BODY = frozenset({"content-type", "content-length", "content-encoding", "content-language", "content-location"})


class Hop(Record):
    """One request of a chain of redirects. `cookies` is what the step says of them."""

    method: str
    address: Address
    headers: tuple[Header, ...]
    body: bytes | None
    cookies: Cookies
    foreign: bool = False
    """Whether the chain has led to another origin: a jar, which knows no ports, must not hand out everything then."""


def next_hop(hop: Hop, status: int, location: str) -> Hop:
    """The request that a redirect asks for (RFC 9110, 15.4, methods as browsers do); raises `Broken`."""
    address = _target(hop, location)
    method, headers, body = hop.method, hop.headers, hop.body
    if status == 303 or (status in (301, 302) and method == "POST"):
        method, body = "HEAD" if method == "HEAD" else "GET", None
        headers = tuple(header for header in headers if header.name.lower() not in _OF_THE_BODY)
    cookies, foreign = hop.cookies, hop.foreign
    if address.origin != hop.address.origin:
        cookies, foreign = replace(cookies, own=()), True
        headers = tuple(header for header in headers if header.name.lower() in _HARMLESS)
    return Hop(method, address, headers, body, cookies, foreign)


def _target(hop: Hop, location: str) -> Address:
    try:
        address = addresses.parse(_absolute(hop.address, location))
    except ValueError as error:
        raise broken(f"the redirect to {cut(location, 120)} cannot be followed: {error}") from None
    if address.username is not None:
        raise broken("the redirect holds a username; it is not followed")
    return address


def _absolute(base: Address, location: str) -> str:
    """The location as a URL; raises ValueError. `urljoin` takes one that should have a host and has none for relative,
    which RFC 3986 (5.4.2) leaves to old parsers: what is malformed would lead to the same origin."""
    joined = urljoin(str(base), location)
    if _SCHEME.match(location):
        return location
    return f"{base.scheme}:{location}" if location.startswith("//") else joined


def broken(message: str) -> Broken:
    return Broken("redirect", message, "IT204", "receive")
