"""Addresses: an http(s) URL taken apart, checked and percent-encoded, and how a step's url joins its service's."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, unquote_plus

from itest.evaluate.data.escape import cut
from itest.model.lazy_pattern import lazy_pattern
from itest.model.record import Record, replace

if TYPE_CHECKING:
    import ipaddress

_URL = lazy_pattern(r"([A-Za-z][A-Za-z0-9+.\-]*)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?\Z", re.DOTALL)
_REFERENCE = lazy_pattern(
    r"(?:([A-Za-z][A-Za-z0-9+.\-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?\Z", re.DOTALL
)
"""Scheme, authority, path, query and fragment of any reference (RFC 3986, appendix B)."""
_SCHEME = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.\-]*://")
_PORT = lazy_pattern(r":\d+\Z")
_NO_PORT = lazy_pattern(r"\A[^\[\]:]+:[0-9]*[^0-9\]]")
_BLANK = lazy_pattern(r"[\x00-\x20\x7f]")
_LABEL = lazy_pattern(r"[A-Za-z0-9_](?:[A-Za-z0-9_\-]{0,61}[A-Za-z0-9_])?\Z")
_AROUND = "".join(map(chr, range(0x21)))
_UNREAD = lazy_pattern(r"[\t\r\n]")
_ESCAPE = lazy_pattern(r"%(?![0-9A-Fa-f]{2})")
_HIDDEN_DOTS = lazy_pattern(r"(?:^|[/\\])\.{1,2}(?:[/\\;\s\0]|$)")
r"""Dots that climb where a server undoes escapes, takes `\` for `/`, or leaves parameters (`..;x`) and blanks off."""
_PATH_SAFE = "!$&'()*+,;=:@/%"
_QUERY_SAFE = "!$&()*+,;=:@/?[]%"
_ANY = "".join(map(chr, range(0x21, 0x7F)))
_FRAGMENT_SAFE = "!$&'()*+,;=:@/?%"
PORTS = {"http": 80, "https": 443}

Origin = tuple[str, str, int]
"""Scheme, host and port."""


class Address(Record, kw_only=True):
    """An http(s) URL, ASCII and percent-encoded; `port` is always there, `username`, `query` and `fragment` are None
    where the URL has none. The fragment is never sent."""

    scheme: str
    host: str
    port: int
    path: str
    query: str | None = None
    fragment: str | None = None
    username: str | None = None
    password: str = ""

    @property
    def origin(self) -> Origin:
        return self.scheme, self.host, self.port

    @property
    def authority(self) -> str:
        """Host and port, which is left out where it is the scheme's own."""
        return authority(self.host, None if self.port == PORTS[self.scheme] else self.port)

    @property
    def target(self) -> str:
        """Path and query, as they are sent."""
        return self.path if self.query is None else f"{self.path}?{self.query}"

    @property
    def reference(self) -> str:
        """The whole URL, its fragment included."""
        return str(self) if self.fragment is None else f"{self}#{self.fragment}"

    def without_user(self) -> Address:
        """The address as it is sent."""
        return self if self.username is None else replace(self, username=None, password="")

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


def authority(host: str, port: int | None) -> str:
    """A place as URLs write it: an IPv6 address in brackets, then the port, if any (RFC 3986, 3.2)."""
    place = f"[{host}]" if ":" in host else host
    return place if port is None else f"{place}:{port}"


def ip_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a host is; None for a name."""
    import ipaddress  # start-up cost: only where a request is made

    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def is_absolute(text: str) -> bool:
    """Whether the text names a scheme (`https://…`)."""
    return _SCHEME.match(text) is not None


def refuse_blanks(text: str) -> None:
    """Raise ValueError for a blank or a control character, which no URL holds."""
    if blank := _BLANK.search(text):
        raise ValueError(f"{_name_blank(blank.group())} at column {blank.start() + 1} of the URL")


@lru_cache(maxsize=1024)
def parse(text: str, as_is: bool = False) -> Address:
    """The address a URL names; raises ValueError with a plain sentence. `as_is`: dots and escapes stay as they are
    written."""
    parts = _taken_apart(text)
    userinfo, at, place = parts[2].rpartition("@")
    host, port = _host_and_port(place)
    username, _, password = userinfo.partition(":")
    scheme = parts[1].lower()
    return Address(
        scheme=scheme,
        host=host,
        port=PORTS[scheme] if port is None else port,
        path=(quote(parts[3], safe=_ANY) if as_is else _without_dots(_encoded(parts[3], _PATH_SAFE))) or "/",
        query=None if parts[4] is None else quote(parts[4], safe=_ANY) if as_is else _encoded(parts[4], _QUERY_SAFE),
        fragment=None if parts[5] is None else _encoded(parts[5], _FRAGMENT_SAFE),
        username=unquote(username) if at else None,
        password=unquote(password),
    )


def check(text: str) -> None:
    """Raise ValueError, as `parse` does, where the text is no URL; a port that cannot be is a place not there."""
    place = _taken_apart(text)[2].rpartition("@")[2]
    _host_and_port(_PORT.sub("", place))


def _taken_apart(text: str) -> re.Match[str]:
    refuse_blanks(text)
    parts = _URL.match(text)
    if parts is None:
        raise ValueError(f"not a URL: {text}")
    if parts[1].lower() not in PORTS:
        raise ValueError(f"the scheme {parts[1].lower()}:// is not http or https")
    if "@" not in parts[2] and _NO_PORT.search(parts[2]) and "@" in text[parts.end(2) :]:
        raise ValueError("a user or password holds `/`, `?` or `#`, which is written %2F, %3F or %23 there")
    return parts


def joined(base: str, relative: str) -> str:
    """The relative url appended to the service's: one `/` between the paths, both queries kept."""
    base, mark_above, base_query = base.partition("#")[0].partition("?")
    written, hash_mark, fragment = relative.partition("#")
    path, mark, query = written.partition("?")
    if path:
        path = f"{base.rstrip('/')}/{path.removeprefix('/')}"
    queries = "&".join(part for part in (base_query, query) if part)
    return (path or base) + (mark or mark_above) + queries + hash_mark + fragment


def resolved(base: Address, reference: str) -> str:
    """The absolute URI that a reference in an answer from `base` means (RFC 3986, 5.2). Blanks are read as browsers
    read them: those around it are not part of it, line breaks and tabs nowhere, and a space inside is `%20`."""
    written = _UNREAD.sub("", reference.strip(_AROUND)).replace(" ", "%20")
    parts = _REFERENCE.match(written)
    if parts is None or parts[1] is not None:
        return written
    if parts[2] is not None:
        return f"{base.scheme}:{written}"
    path, query = parts[3], parts[4]
    if not path:
        path, query = base.path, base.query if query is None else query
    elif not path.startswith("/"):
        path = base.path.rpartition("/")[0] + "/" + path
    target = _without_dots(path) + ("" if query is None else f"?{query}")
    return f"{base.scheme}://{base.authority}{target}" + ("" if parts[5] is None else f"#{parts[5]}")


def without(query: str, names: Collection[str]) -> str:
    """The query without the pairs of these names."""
    pairs = query.split("&") if names else [query]
    return "&".join(pair for pair in pairs if unquote_plus(pair.partition("=")[0]) not in names)


def lies_under(address: Address, base: Address) -> bool:
    """Same scheme, host and port, and a path below the base's, judged at a segment boundary."""
    prefix = base.path.rstrip("/")
    inside = address.path == prefix or address.path.startswith(prefix + "/")
    # Dots climb no further than to the root.
    climbs = prefix and _HIDDEN_DOTS.search(_undone(address.path))
    return address.origin == base.origin and inside and not climbs


def _undone(path: str) -> str:
    """The path without escapes, also of those that are escaped themselves."""
    for _ in range(3):
        path = unquote(path)
    return path


def _name_blank(character: str) -> str:
    return {" ": "a space", "\r": "a line break", "\n": "a line break", "\t": "a tab", "\0": "NUL"}.get(
        character, "a control character"
    )


def _host_and_port(place: str) -> tuple[str, int | None]:
    host, bracket, rest = place.partition("]") if place.startswith("[") else ("", "", "")
    if place.startswith("["):
        host, port = host[1:], rest.removeprefix(":")
        if not bracket or (rest and not rest.startswith(":")):
            raise ValueError(f"not a host: {place}")
        return _ip6(host), _port(port) if port else None
    host, colon, port = place.partition(":")
    return _host(host), _port(port) if colon and port else None


def _ip6(text: str) -> str:
    import ipaddress  # start-up cost: only where a host is such an address

    try:
        return str(ipaddress.IPv6Address(text))
    except ValueError:
        raise ValueError(f"not an IPv6 address: [{text}]") from None


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and 0 < int(text) < 65536):
        raise ValueError(f"not a port: {cut(text, 20)} (ports are 1 to 65535)")
    return int(text)


def _host(text: str) -> str:
    if not text:
        raise ValueError("the URL has no host")
    host = text.lower() if text.isascii() else _international(text)
    labels = host.removesuffix(".").split(".")
    if len(host) > 253 or not all(_LABEL.match(label) for label in labels):
        raise ValueError(f"not a host name: {cut(text, 80)}")
    return host


def _international(text: str) -> str:
    import idna  # only where a host is not ASCII

    try:
        return idna.encode(text, uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        raise ValueError(f"not a host name: {cut(text, 80)}") from None


def _encoded(text: str, safe: str) -> str:
    """Percent-encoded UTF-8; what is encoded already stays as it is."""
    return quote(_ESCAPE.sub("%25", text), safe=safe, errors="surrogatepass")


def _without_dots(path: str) -> str:
    """The path with `.` and `..` carried out (RFC 3986, 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for place, segment in enumerate(segments):
        last = place == len(segments) - 1
        if segment == "..":
            kept = kept[:-1]
        if segment not in (".", ".."):
            kept.append(segment)
        elif last:
            kept.append("")
    return "/" + "/".join(kept)
