"""`Set-Cookie`: one line taken apart, attribute by attribute (RFC 6265bis, 5.6). What becomes of it is the jar's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from itest.model.lazy_pattern import lazy_pattern
from itest.model.record import Record
from itest.model.values import Value

MAX_PAIR = 4096
"""Bytes of name and value together; a longer cookie is ignored."""
MAX_ATTRIBUTE = 1024
"""Bytes of an attribute's value; a longer attribute is ignored."""
_CONTROL = lazy_pattern(r"[\x00-\x08\x0a-\x1f\x7f]")
_SECONDS = lazy_pattern(r"-?[0-9]+\Z")
_BLANKS = " \t"


class SetCookie(Record, kw_only=True):
    """What a line sets. An attribute is None (or False) where it is not there, or says nothing that is understood; of
    several ones the last is kept. `domain` and `same_site` are as they were written."""

    name: str
    value: str
    domain: str | None = None
    path: str | None = None
    max_age: int | None = None
    expires: datetime | None = None
    secure: bool = False
    http_only: bool = False
    same_site: str | None = None


def set_cookie(line: str) -> SetCookie | None:
    """The cookie of a line; None where the line has to be ignored as a whole (5.6, steps 1 to 5)."""
    if _CONTROL.search(line):
        return None
    pair, *rest = line.split(";")
    name, equals, value = pair.partition("=")
    name, value = (name.strip(_BLANKS), value.strip(_BLANKS)) if equals else ("", pair.strip(_BLANKS))
    if len(name) + len(value) > MAX_PAIR or not (name or value):
        return None
    found: dict[str, Any] = {}
    for attribute in rest:
        key, _, text = (part.strip(_BLANKS) for part in attribute.partition("="))
        reader = _ATTRIBUTES.get(key.lower())
        if reader is not None and len(text) <= MAX_ATTRIBUTE:
            field, read = reader
            found[field] = read(text, found.get(field))
    return SetCookie(name=name, value=value, **found)


def set_by(lines: Iterable[str]) -> dict[str, Value]:
    """Cookies by name from `Set-Cookie` lines; attributes that are not there are left out, flags are booleans. The last
    one of a name counts."""
    return {made.name: _told(made) for line in lines if (made := set_cookie(line))}


def _told(made: SetCookie) -> dict[str, Value]:
    attributes = {
        "path": made.path,
        "domain": made.domain,
        "expires": made.expires.strftime("%Y-%m-%dT%H:%M:%SZ") if made.expires else None,
        "max_age": made.max_age,
        "same_site": made.same_site,
    }
    known = {name: value for name, value in attributes.items() if value is not None}
    return {"value": made.value, "secure": made.secure, "http_only": made.http_only, **known}


def _seconds(text: str, before: int | None) -> int | None:
    """5.6.2: what is no whole number is ignored."""
    return int(text) if _SECONDS.match(text) else before


def _moment(text: str, before: datetime | None) -> datetime | None:
    """5.6.1."""
    from itest.actions.http.cookie_date import cookie_date  # start-up cost: few answers set a cookie

    return cookie_date(text) or before


def _text(text: str, before: str | None) -> str:
    return text


def _flag(text: str, before: bool | None) -> bool:
    return True


_ATTRIBUTES: Mapping[str, tuple[str, Callable[[str, Any], Any]]] = {
    "expires": ("expires", _moment),
    "max-age": ("max_age", _seconds),
    "domain": ("domain", _text),
    "path": ("path", _text),
    "secure": ("secure", _flag),
    "httponly": ("http_only", _flag),
    "samesite": ("same_site", _text),
}
