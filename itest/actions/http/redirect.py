"""Redirects: where one leads, and what goes along. Decides only; the session sends."""

from __future__ import annotations

from collections.abc import Sequence

from itest.actions.http import address as addresses
from itest.actions.http.address import Address
from itest.actions.http.attempt import Broken
from itest.actions.http.request import Cookies, Header
from itest.evaluate.data.escape import cut
from itest.model.record import Record, replace

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
    address = _target(hop, status, location)
    method, headers, body = hop.method, hop.headers, hop.body
    if status == 303 or (status in (301, 302) and method == "POST"):
        method, body = "HEAD" if method == "HEAD" else "GET", None
        headers = tuple(header for header in headers if header.name.lower() not in _OF_THE_BODY)
    cookies, foreign = hop.cookies, hop.foreign
    if address.origin != hop.address.origin:
        cookies, foreign = replace(cookies, own=()), True
        headers = tuple(header for header in headers if header.name.lower() in _HARMLESS)
    return Hop(method, address, headers, body, cookies, foreign)


def led_to(address: Address, status: int, locations: Sequence[str]) -> str:
    """The absolute URI that `Location` means in an answer from this address (RFC 9110, 10.2.2); `""` where there is
    none, or several that differ. The one of a redirect inherits the fragment."""
    if len(set(locations)) != 1 or not locations[0].strip():
        return ""
    meant = addresses.resolved(address, locations[0])
    if status in REDIRECTS and address.fragment is not None and "#" not in meant:
        return f"{meant}#{address.fragment}"
    return meant


def _target(hop: Hop, status: int, location: str) -> Address:
    try:
        address = addresses.parse(led_to(hop.address, status, [location]))
    except ValueError as error:
        raise broken(f"the redirect to {cut(location, 120)} cannot be followed: {error}") from None
    if address.username is not None:
        raise broken("the redirect holds a username; it is not followed")
    return address


def broken(message: str) -> Broken:
    return Broken("redirect", message, "IT204", "receive")
