"""References: a URL taken apart and a relative one made absolute (RFC 3986, 3 and 5.2), for any scheme."""

from __future__ import annotations

import re

from itest.model.lazy_pattern import lazy_pattern
from itest.model.record import Record, replace

_PARTS = lazy_pattern(r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_AUTHORITY = lazy_pattern(r"(?:.*@)?(?P<host>\[[^\]]*\]|[^:]*)(?::(?P<port>[0-9]*))?", re.DOTALL)


class Reference(Record, kw_only=True):
    """The parts of a URL or relative reference (RFC 3986, appendix B); None where one is not there."""

    scheme: str | None
    authority: str | None
    path: str
    query: str | None
    fragment: str | None

    @property
    def host(self) -> str | None:
        """Of the authority, in small letters and without the brackets of an address."""
        found = _AUTHORITY.fullmatch(self.authority) if self.authority is not None else None
        return found["host"].strip("[]").lower() if found else None

    @property
    def port(self) -> int | None:
        """As it is written."""
        found = _AUTHORITY.fullmatch(self.authority) if self.authority is not None else None
        return int(found["port"][:9]) if found and found["port"] else None

    def __str__(self) -> str:
        scheme = "" if self.scheme is None else f"{self.scheme}:"
        authority = "" if self.authority is None else f"//{self.authority}"
        query = "" if self.query is None else f"?{self.query}"
        return scheme + authority + self.path + query + ("" if self.fragment is None else f"#{self.fragment}")


def split(text: str) -> Reference:
    """The parts of a reference; every text has them."""
    found = _PARTS.fullmatch(text)
    assert found is not None  # each part may be empty, and the path takes what is left
    scheme, authority, path, query, fragment = found.groups()
    return Reference(scheme=scheme, authority=authority, path=path, query=query, fragment=fragment)


def resolve(reference: str, base: str) -> str:
    """The URL that a reference means where it stands in `base`, which is absolute (RFC 3986, 5.2.2)."""
    found, home = split(reference), split(base)
    if found.scheme is not None:
        return str(replace(found, path=_without_dots(found.path)))
    if found.authority is not None:
        return str(replace(found, scheme=home.scheme, path=_without_dots(found.path)))
    if not found.path:
        query = home.query if found.query is None else found.query
        return str(replace(home, query=query, fragment=found.fragment))
    path = found.path if found.path.startswith("/") else _merged(home, found.path)
    return str(replace(home, path=_without_dots(path), query=found.query, fragment=found.fragment))


def _merged(base: Reference, path: str) -> str:
    """RFC 3986, 5.2.3."""
    if base.authority is not None and not base.path:
        return f"/{path}"
    return base.path[: base.path.rfind("/") + 1] + path


def _without_dots(path: str) -> str:
    """RFC 3986, 5.2.4: `.` and `..` are walked."""
    kept: list[str] = []
    parts = path.split("/")
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        if part == ".." and len(kept) > (kept[:1] == [""]):
            kept.pop()
        if part not in (".", ".."):
            kept.append(part)
        elif last:
            kept.append("")
    return "/".join(kept)
