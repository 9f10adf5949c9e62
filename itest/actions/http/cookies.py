"""Cookies: what a step says of them, and what a `Cookie` header holds."""

from __future__ import annotations

from collections.abc import Mapping

from itest.actions.http.request import Cookies
from itest.actions.http.text import cookie_value, mapping_of, pairs, token
from itest.model.values import Pointer, Value


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


def cookies_of(header: str) -> dict[str, str]:
    """Name → value of a `Cookie` header."""
    pairs = (pair.partition("=") for pair in header.split(";"))
    return {name.strip(): value.strip() for name, equals, value in pairs if equals}
