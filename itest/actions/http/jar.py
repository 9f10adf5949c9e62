"""The jar: a session's cookies, kept and handed out by the rules of domain, path and expiry."""

from __future__ import annotations

from itest.actions.http.address import Address, Origin
from itest.actions.http.cookies import cookie_pairs, set_by
from itest.actions.http.library import httpx
from itest.actions.http.request import Cookies


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

    def header(self, address: Address, written: str, said: Cookies, *, foreign: bool) -> str:
        """The `Cookie` header: the one that is `written`, else the jar's cookies for this address, but for those that
        the step speaks of itself.

        `foreign`: the request was led here from another origin. Then only those cookies go along that this origin
        has set itself, or that were set for a whole domain.
        """
        if said.session and not written and len(self._cookies.jar):
            request = httpx.Request("GET", str(address))
            self._cookies.set_cookie_header(request)
            written = request.headers.get("cookie", "")
        named = {*said.left_out, *(name for name, _ in said.own)}
        pairs = [pair for pair in cookie_pairs(written) if pair[0] not in named]
        if foreign:
            shared = {cookie.name for cookie in self._cookies.jar if cookie.domain_specified}
            pairs = [pair for pair in pairs if pair[0] in shared or address.origin in self._setters.get(pair[0], ())]
        return "; ".join(f"{name}={value}" for name, value in [*pairs, *said.own])

    def clear(self) -> None:
        self._cookies.clear()
        self._setters.clear()
