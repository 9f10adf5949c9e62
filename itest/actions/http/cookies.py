"""Cookies: the jar's for a request, and what an answer sets, attribute by attribute (RFC 6265, 5.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from email.utils import parsedate_to_datetime

from itest.actions.http.library import httpx
from itest.model.values import Value

_TEXTS = {"path": "path", "domain": "domain", "samesite": "same_site"}
_FLAGS = {"secure": "secure", "httponly": "http_only"}


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
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return text
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


Origin = tuple[str, str, int]


class Jar:
    """A session's cookies, and which origin set each: a cookie knows no port, a secret should."""

    def __init__(self) -> None:
        self._cookies = httpx.Cookies()
        self._setters: dict[str, set[Origin]] = {}

    def take(self, response: httpx.Response, origin: Origin) -> None:
        """Keep what an answer sets, by the rules of domain, path and expiry."""
        self._cookies.extract_cookies(response)
        for name in set_by(response.headers.get_list("set-cookie")):
            self._setters.setdefault(name, set()).add(origin)

    def header(self, request: httpx.Request, own: tuple[tuple[str, str], ...], origin: Origin, *, foreign: bool) -> str:
        """The `Cookie` header: the jar's cookies for this request, the step's own in place of those of their name.

        `foreign`: the request was led here from another origin. Then only those cookies go along that this origin
        has set itself, or that were set for a whole domain.
        """
        if len(self._cookies.jar):
            self._cookies.set_cookie_header(request)
        named = {name for name, _ in own}
        pairs = [pair for pair in _pairs(request.headers.get("cookie", "")) if pair[0] not in named]
        if foreign:
            shared = {cookie.name for cookie in self._cookies.jar if cookie.domain_specified}
            pairs = [pair for pair in pairs if pair[0] in shared or origin in self._setters.get(pair[0], ())]
        return "; ".join(f"{name}={value}" for name, value in [*pairs, *own])

    def clear(self) -> None:
        self._cookies.clear()
        self._setters.clear()


def _pairs(header: str) -> list[tuple[str, str]]:
    pairs = (pair.partition("=") for pair in header.split(";"))
    return [(name.strip(), value.strip()) for name, equals, value in pairs if equals]


def cookies_of(header: str) -> dict[str, str]:
    """Name → value of a `Cookie` header."""
    return dict(_pairs(header))
