"""The jar: a session's cookies, kept and handed out by the rules of domain, path and expiry (RFC 6265).

The rules are those of the standard library, but for what is served on this machine. Its cookies are Latin-1 here, as
which any bytes go in and come out again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from email.message import Message
from http.cookiejar import Cookie, CookieJar, DefaultCookiePolicy
from typing import Any, cast
from urllib.parse import urlsplit
from urllib.request import Request

from itest.actions.http.address import Address, Origin, ip_of


class Jar:
    """A session's cookies, and which origin set each last: a cookie knows no port, a secret should."""

    def __init__(self) -> None:
        self._policy = _Policy()
        self._cookies = CookieJar(self._policy)
        self._setters: dict[tuple[str, str, str], Origin] = {}

    def take(self, lines: Iterable[str], address: Address) -> None:
        """Keep what the `Set-Cookie` lines of an answer from this address set."""
        request = Request(str(address))
        for cookie in self._cookies.make_cookies(cast(Any, _Answer(lines)), request):
            if cookie.domain.lstrip(".") == address.host and not _has_subdomains(address.host):
                # As the standard library writes it where the answer names no domain.
                cookie.domain, cookie.domain_specified = address.host + ("" if "." in address.host else ".local"), False
            if self._policy.set_ok(cookie, request):
                self._cookies.set_cookie(cookie)
                self._setters[_key(cookie)] = address.origin

    def header(self, address: Address, besides: Collection[str], *, foreign: bool) -> bytes:
        """The cookies for a request, as a `Cookie` header has them, but for those of these names.

        `foreign`: the request was led here from another origin. Then only those cookies go along that this origin
        has set itself, or that were set for a whole domain.
        """
        chosen = CookieJar(self._policy)
        for cookie in self._cookies:
            at_home = cookie.domain_specified or self._setters[_key(cookie)] == address.origin
            if cookie.name not in besides and (at_home or not foreign):
                chosen.set_cookie(cookie)
        request = Request(str(address))
        chosen.add_cookie_header(request)
        return (request.get_header("Cookie") or "").encode("latin-1")

    def __len__(self) -> int:
        return len(self._cookies)

    def clear(self) -> None:
        self._cookies.clear()
        self._setters.clear()


class _Policy(DefaultCookiePolicy):
    """A `Secure` cookie also goes to this machine over plain HTTP, as browsers and curl have it."""

    def return_ok_secure(self, cookie: Cookie, request: Request) -> bool:
        host = urlsplit(request.full_url).hostname or ""
        return not cookie.secure or request.type == "https" or _is_this_machine(host)


class _Answer:
    """What the standard library asks of an answer."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._message = Message()
        for line in lines:
            self._message["Set-Cookie"] = line

    def info(self) -> Message:
        return self._message


def _key(cookie: Cookie) -> tuple[str, str, str]:
    return cookie.domain, cookie.path, cookie.name


def _has_subdomains(host: str) -> bool:
    """An address has none, nor has a name without a dot (`localhost`), for which no domain can be said."""
    return "." in host and ip_of(host) is None


def _is_this_machine(host: str) -> bool:
    ip = ip_of(host)
    return host == "localhost" or host.endswith(".localhost") or (ip is not None and ip.is_loopback)
