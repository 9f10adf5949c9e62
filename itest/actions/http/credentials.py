"""Credentials: what `auth` puts into a request, and which of its parts are secrets."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping

from itest.actions.http.address import Address
from itest.actions.http.request import Header
from itest.actions.http.text import encoded, header_value, scalar_text, token
from itest.evaluate.expressions.access import kind
from itest.model.exchange import PrepareError
from itest.model.record import Record, replace
from itest.model.values import Pointer, Value


class Credentials(Record):
    """A header or a query pair to add, what must never be shown of it, and the argument it came from."""

    header: tuple[str, str] | None = None
    query: tuple[str, str] | None = None
    secrets: tuple[str, ...] = ()
    pointer: Pointer = ()


NOBODY = Credentials()


def credentials_of(auth: Value, pointer: Pointer) -> Credentials:
    """The credentials that `auth` describes; nobody's for null."""
    if auth is None:
        return NOBODY
    if not isinstance(auth, Mapping) or len(auth) != 1:
        raise PrepareError(f"auth is {_KINDS}", pointer=pointer)
    method, value = next(iter(auth.items()))
    if method not in METHODS:
        later = "is not supported yet" if method in {"digest", "oauth2", "aws_sigv4"} else "is unknown"
        raise PrepareError(f"auth: {method} {later}", pointer=(*pointer, method), hint=f"auth is {_KINDS}")
    return replace(METHODS[method](value, (*pointer, method)), pointer=pointer)


def basic(username: str, password: str, pointer: Pointer) -> Credentials:
    """RFC 7617, in UTF-8. A user without a password is the secret, as with tokens."""
    if ":" in username:
        raise PrepareError("a username of basic auth may not hold a colon", pointer=pointer)
    pair = base64.b64encode(encoded(f"{username}:{password}", "auth", pointer)).decode()
    return Credentials(header=("Authorization", f"Basic {pair}"), secrets=(password or username, pair))


def of_proxy(proxy: Address | None) -> Credentials:
    """Those that the address of a proxy holds."""
    return NOBODY if proxy is None or proxy.username is None else basic(proxy.username, proxy.password, ("proxy",))


def _basic(value: Value, pointer: Pointer) -> Credentials:
    fields = _fields(value, {"username", "password"}, pointer)
    return basic(_text(fields, "username", pointer), _text(fields, "password", pointer), pointer)


def _bearer(value: Value, pointer: Pointer) -> Credentials:
    secret = header_value(scalar_text(value, pointer, "bearer"), "Authorization", pointer)
    if not secret:
        raise PrepareError("the bearer token is empty", pointer=pointer)
    return Credentials(header=("Authorization", f"Bearer {secret}"), secrets=(secret,))


def _api_key(value: Value, pointer: Pointer) -> Credentials:
    fields = _fields(value, {"header", "query", "value"}, pointer)
    secret = _text(fields, "value", pointer)
    if ("header" in fields) == ("query" in fields):
        raise PrepareError("api_key takes header or query, and value", pointer=pointer)
    if "query" in fields:
        return Credentials(query=(_text(fields, "query", pointer), secret), secrets=(secret,))
    name = token(_text(fields, "header", pointer), (*pointer, "header"), "a header's name")
    return Credentials(header=(name, header_value(secret, name, (*pointer, "value"))), secrets=(secret,))


def check_spoken_of_once(credentials: Credentials, headers: Iterable[str], query: Iterable[str]) -> None:
    """Refuse a header, or a name of the query, that both a step's `auth` and the step itself give."""
    if credentials.header and credentials.header[0].lower() in {name.lower() for name in headers}:
        raise PrepareError(f"both auth and headers speak of {credentials.header[0]}", pointer=("auth",))
    if credentials.query and credentials.query[0] in query:
        raise PrepareError(f"both auth and query speak of {credentials.query[0]}", pointer=("auth",))


METHODS: Mapping[str, Callable[[Value, Pointer], Credentials]] = {
    "basic": _basic,
    "bearer": _bearer,
    "api_key": _api_key,
}
SHORTEST_COOKIE = 8
"""Characters; a shorter cookie is a setting (`lang=en`), and hiding it would hide the word everywhere."""


def secrets_by_hand(headers: Iterable[Header], cookies: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """What must not be shown of credentials that a step wrote itself, as headers or cookies."""
    found: list[str] = []
    crumbs = [value for _, value in cookies]
    for header in headers:
        if header.name.lower() == "authorization":
            scheme, _, secret = header.value.partition(" ")
            found += [secret or scheme, *(_password_of(secret) if scheme.lower() == "basic" else ())]
        elif header.name.lower() == "cookie":
            crumbs += [pair.partition("=")[2].strip() for pair in header.value.split(";")]
    return tuple(value for value in found if value) + tuple(long_cookies(crumbs))


def long_cookies(values: Iterable[str]) -> Iterator[str]:
    """Cookie values that are long enough to be secrets."""
    return (value for value in values if len(value) >= SHORTEST_COOKIE)


def _password_of(pair: str) -> tuple[str, ...]:
    try:
        return (base64.b64decode(pair, validate=True).decode().partition(":")[2],)
    except ValueError:
        return ()


_KINDS = "basic {username, password}, bearer or api_key {header | query, value}"


def _fields(value: Value, known: set[str], pointer: Pointer) -> Mapping[str, Value]:
    if not isinstance(value, Mapping):
        raise PrepareError(f"{pointer[-1]} takes {', '.join(sorted(known))}, not {kind(value)}", pointer=pointer)
    if unknown := sorted(set(value) - known):
        raise PrepareError(f"{pointer[-1]} has no {unknown[0]}", pointer=(*pointer, unknown[0]))
    return {name: item for name, item in value.items() if item is not None}


def _text(fields: Mapping[str, Value], name: str, pointer: Pointer) -> str:
    if name not in fields:
        raise PrepareError(f"{pointer[-1]} needs {name}", pointer=pointer)
    return scalar_text(fields[name], (*pointer, name), name)
