"""Cookies: what a step says of them, and what an answer sets, attribute by attribute (RFC 6265, 5.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC

from itest.actions.http.request import Cookies
from itest.actions.http.text import cookie_value, mapping_of, pairs, token
from itest.model.values import Pointer, Value

_TEXTS = {"path": "path", "domain": "domain", "samesite": "same_site"}
_FLAGS = {"secure": "secure", "httponly": "http_only"}


def cookies_said(arguments: Mapping[str, Value], *, header: bool = True) -> Cookies:
    """What a step says of cookies; null leaves one of the session's out, or all of them, as does (`header`: false) a
    `Cookie` header that is left out."""
    named = mapping_of(arguments.get("cookies"), ("cookies",), "cookies")
    own = [own_cookie(*pair) for pair in pairs(named, ("cookies",), "a cookie")]
    left_out = frozenset(name for name, value in named.items() if value is None)
    session = header and arguments.get("cookies", named) is not None
    return Cookies(own=tuple(own), left_out=left_out, session=session)


def own_cookie(name: str, text: str, pointer: Pointer) -> tuple[str, str]:
    """A cookie of the step as it is sent; raises `PrepareError`."""
    return token(name, pointer, "a cookie's name"), cookie_value(text, name, pointer)


def set_by(lines: Iterable[str]) -> dict[str, Value]:
    """Cookies by name from `Set-Cookie` lines; attributes that are not there are left out, flags are booleans."""
    found: dict[str, Value] = {}
    for line in lines:
        pair, *attributes = line.split(";")
        name, equals, value = pair.partition("=")
        if equals and name.strip():
            found[name.strip()] = {"value": value.strip(), "secure": False, "http_only": False} | _attributes(
                attributes
            )
    return found


def _attributes(attributes: list[str]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for attribute in attributes:
        key, _, value = (part.strip() for part in attribute.partition("="))
        key = key.lower()
        if key in _FLAGS:
            found[_FLAGS[key]] = True
        elif key in _TEXTS:
            found[_TEXTS[key]] = value
        elif key == "max-age" and value.removeprefix("-").isascii() and value.removeprefix("-").isdigit():
            found["max_age"] = int(value[:20])
        elif key == "expires":
            found["expires"] = _moment(value)
    return found


def _moment(text: str) -> str:
    """The date as ISO 8601 in UTC; as it came where it is no date."""
    from email.utils import parsedate_to_datetime  # start-up cost: few cookies say when they expire

    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return text
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def cookies_of(header: str) -> dict[str, str]:
    """Name → value of a `Cookie` header."""
    pairs = (pair.partition("=") for pair in header.split(";"))
    return {name.strip(): value.strip() for name, equals, value in pairs if equals}
