"""Redirects: where one leads, and what goes along. Decides only; the session sends.

What the service gives goes no further than below its URL, and to another origin go only headers that say nothing about
who is asking, that the step chose itself and that hold no secret.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from itest.actions.http import address as addresses
from itest.actions.http.address import Address
from itest.actions.http.attempt import Broken
from itest.actions.http.content_type import charset_of
from itest.actions.http.request import Abroad, Cookies, Header
from itest.actions.http.usual import USUAL
from itest.evaluate.data.documents import encoding_of
from itest.evaluate.data.escape import cut
from itest.model.record import Record, replace
from itest.model.values import Document

REDIRECTS = frozenset({301, 302, 303, 307, 308})

_HARMLESS = frozenset(
    {"accept", "accept-charset", "accept-encoding", "accept-language", "cache-control", "content-type", "pragma"}
    | {"content-encoding", "content-language", "range", "user-agent"}
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


def next_hop(hop: Hop, status: int, location: str, base: Address | None, abroad: Abroad) -> Hop:
    """The request that a redirect asks for (RFC 9110, 15.4, methods as browsers do); raises `Broken`. `base` is the URL
    of the service, if any."""
    address = _target(hop, status, location)
    method, headers, body = hop.method, hop.headers, hop.body
    if status == 303 or (status in (301, 302) and method == "POST"):
        method, body = "HEAD" if method == "HEAD" else "GET", None
        headers = tuple(header for header in headers if header.name.lower() not in _OF_THE_BODY)
    cookies, foreign = hop.cookies, hop.foreign
    if address.origin != hop.address.origin:
        if body and abroad.holds_secret(_text(body, headers)):
            raise broken(f"the redirect to {address} asks for the body, which holds a secret; it is not followed")
        cookies, foreign = replace(cookies, own=()), True
        headers = _usual(headers, (header for header in headers if _goes_along(header, abroad)))
    elif base is not None and not addresses.lies_under(address, base):
        headers = _usual(headers, (header for header in headers if not header.inherited))
    return Hop(method, address, headers, body, cookies, foreign)


def _goes_along(header: Header, abroad: Abroad) -> bool:
    """Whether a header goes to another origin."""
    if header.name.lower() not in _HARMLESS or header.inherited:
        return False
    return not header.chosen or not (abroad.holds_secret(header.value) or abroad.made_of_secret(header.name))


def _usual(before: tuple[Header, ...], kept: Iterable[Header]) -> tuple[Header, ...]:
    """The headers that are kept, and what is usual in place of one that stays behind."""
    headers = tuple(kept)
    gone = {header.name.lower() for header in before} - {header.name.lower() for header in headers}
    return (*headers, *(Header(name, value, chosen=False) for name, value in USUAL if name.lower() in gone))


def _text(body: bytes, headers: Iterable[Header]) -> str:
    """A body as text, in which a secret can be looked for."""
    written = next((header.value for header in headers if header.name.lower() == "content-type"), "")
    media_type = written.partition(";")[0].strip().lower()
    return body.decode(encoding_of(Document(body, media_type, charset_of(written))), "replace")


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
