"""The jar: a session's cookies, kept and handed out by the rules of RFC 6265bis (5.7 and 5.8).

Its cookies are Latin-1 here, as which any bytes go in and come out again. Two things are ours: this machine counts as
secure without TLS, as browsers and curl have it, and a cookie remembers its origin, as it knows no port and a secret
should.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator

from itest.actions.http.address import Address, Origin, ip_of
from itest.actions.http.public_suffix import is_public_suffix
from itest.actions.http.set_cookie import SetCookie, set_cookie
from itest.model.record import State

MAX_OF_DOMAIN = 50
"""Cookies of one domain, which is what 6.1 has a client keep at least."""
MAX_COOKIES = 3000
MAX_BYTES = 1_000_000
LONGEST_LIFE = 400 * 24 * 3600
"""Seconds; a cookie that wants to live longer does not (5.5)."""

Key = tuple[str, str, bool]
"""Name, path and whether it is for the host only: of one domain, what tells cookies apart."""


class Cookie(State, kw_only=True):
    """A cookie that is kept. `expires` is None for one of the session, `created` and `used` count up."""

    name: str
    value: str
    domain: str
    host_only: bool
    path: str
    secure: bool
    expires: float | None
    origin: Origin
    created: int = 0
    used: int = 0

    @property
    def key(self) -> Key:
        return self.name, self.path, self.host_only

    @property
    def size(self) -> int:
        return len(self.name) + len(self.value) + len(self.domain) + len(self.path)

    @property
    def pair(self) -> str:
        return f"{self.name}={self.value}" if self.name else self.value


class Jar:
    """A session's cookies. `clock` gives the seconds since 1970."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._domains: dict[str, dict[Key, Cookie]] = {}
        self._count = 0
        self._bytes = 0
        self._turn = 0

    def take(self, lines: Iterable[str], address: Address) -> None:
        """Keep what the `Set-Cookie` lines of an answer from this address set, one after the other."""
        now = self._clock()
        for line in lines:
            parsed = set_cookie(line)
            cookie = None if parsed is None else accepted(parsed, address, now)
            if cookie is not None and not self._overlays(cookie, address):
                self._keep(cookie, now)

    def header(self, address: Address, besides: Collection[str], *, foreign: bool) -> bytes:
        """The cookies for a request, as a `Cookie` header has them, but for those of these names (5.8.3).

        `foreign`: the request was led here from another origin. Then only those cookies go along that this origin
        has set itself, or that were set for a whole domain.
        """
        self._turn += 1
        chosen = [each for each in self._fitting(address) if each.name not in besides]
        if foreign:
            chosen = [each for each in chosen if not each.host_only or each.origin == address.origin]
        for each in chosen:
            each.used = self._turn
        chosen.sort(key=lambda each: (-len(each.path), each.created))
        return "; ".join(each.pair for each in chosen).encode("latin-1")

    def __len__(self) -> int:
        return self._count

    def clear(self) -> None:
        self._domains.clear()
        self._count = self._bytes = 0

    def _fitting(self, address: Address) -> Iterator[Cookie]:
        now, secure = self._clock(), is_secure(address)
        for domain in _domains_of(address.host):
            for each in tuple(self._domains.get(domain, {}).values()):
                if each.expires is not None and each.expires <= now:
                    self._drop(each)
                elif _is_for(each, address) and (secure or not each.secure):
                    yield each

    def _keep(self, cookie: Cookie, now: float) -> None:
        """5.7, steps 23 and 24, and what is beyond the bounds; a cookie that is over already only removes the old."""
        self._turn += 1
        cookie.created = cookie.used = self._turn
        old = self._domains.get(cookie.domain, {}).get(cookie.key)
        if old is not None:
            cookie.created = old.created
            self._drop(old)
        if cookie.expires is not None and cookie.expires <= now:
            return
        self._domains.setdefault(cookie.domain, {})[cookie.key] = cookie
        self._count += 1
        self._bytes += cookie.size
        while len(self._domains[cookie.domain]) > MAX_OF_DOMAIN:
            self._drop(_first_to_go(self._domains[cookie.domain].values(), now))
        while self._count > MAX_COOKIES or self._bytes > MAX_BYTES:
            self._drop(_first_to_go((each for all_of in self._domains.values() for each in all_of.values()), now))

    def _drop(self, cookie: Cookie) -> None:
        of_domain = self._domains[cookie.domain]
        del of_domain[cookie.key]
        if not of_domain:
            del self._domains[cookie.domain]
        self._count -= 1
        self._bytes -= cookie.size

    def _overlays(self, cookie: Cookie, address: Address) -> bool:
        """5.7, step 16: what came over an insecure connection does not stand before a secure cookie of its name."""
        if cookie.secure or is_secure(address):
            return False
        return any(
            each.secure and each.name == cookie.name and path_matches(cookie.path, each.path)
            for domain, of_domain in self._domains.items()
            if domain_matches(cookie.domain, domain) or domain_matches(domain, cookie.domain)
            for each in of_domain.values()
        )


def accepted(parsed: SetCookie, address: Address, now: float) -> Cookie | None:
    """The cookie that an answer from this address may set; None for one that has to be ignored (5.7)."""
    domain = _domain(parsed.domain or "", address.host)
    if domain is None or (parsed.secure and not is_secure(address)):
        return None
    host_only = domain == ""
    cookie = Cookie(
        name=parsed.name,
        value=parsed.value,
        domain=domain or address.host,
        host_only=host_only,
        path=parsed.path if parsed.path and parsed.path.startswith("/") else default_path(address.path),
        secure=parsed.secure,
        expires=_expiry(parsed, now),
        origin=address.origin,
    )
    return cookie if _keeps_its_promise(parsed, cookie) else None


def _domain(written: str, host: str) -> str | None:
    """The domain that a cookie is for; `""` for the host only, None where the host may not say so (steps 7 to 10)."""
    domain = written.removeprefix(".").lower()
    if not domain:
        return ""
    # A domain that is no ASCII matches no host, since a host always is.
    if not domain_matches(host, domain):
        return None
    if ip_of(domain) is None and not is_public_suffix(domain):
        return domain
    return "" if domain == host else None


def _is_for(cookie: Cookie, address: Address) -> bool:
    """Whether host and path fit a cookie of this domain or one above it."""
    return (not cookie.host_only or cookie.domain == address.host) and path_matches(address.path, cookie.path)


def _expiry(parsed: SetCookie, now: float) -> float | None:
    """When it is over, at the latest in 400 days; `Max-Age` goes before `Expires` (step 6)."""
    if parsed.max_age is not None:
        return now + min(parsed.max_age, LONGEST_LIFE) if parsed.max_age > 0 else 0.0
    return None if parsed.expires is None else min(parsed.expires.timestamp(), now + LONGEST_LIFE)


def _keeps_its_promise(parsed: SetCookie, cookie: Cookie) -> bool:
    """`SameSite=None` and the prefixes of names promise how a cookie was set (steps 18 to 22). A cookie without a name
    may not look as if it had one of these."""
    name = (parsed.name or parsed.value).lower()
    if (parsed.same_site or "").lower() == "none" and not cookie.secure:
        return False
    if not name.startswith(("__secure-", "__host-")):
        return True
    if not parsed.name or not cookie.secure:
        return False
    return name.startswith("__secure-") or (cookie.host_only and not parsed.domain and parsed.path == "/")


def domain_matches(host: str, domain: str) -> bool:
    """5.1.3: the same, or below it; an address is only itself."""
    return host == domain or (host.endswith(f".{domain}") and ip_of(host) is None)


def default_path(path: str) -> str:
    """5.1.4: up to the last slash, without it."""
    return path[: path.rindex("/")] or "/" if path.startswith("/") else "/"


def path_matches(path: str, cookie_path: str) -> bool:
    """5.1.4: the same, or below it at a slash."""
    if not path.startswith(cookie_path):
        return False
    return len(path) == len(cookie_path) or cookie_path.endswith("/") or path[len(cookie_path)] == "/"


def is_secure(address: Address) -> bool:
    """Whether the connection is one to trust with a `Secure` cookie: TLS, or this machine."""
    return address.scheme == "https" or _is_this_machine(address.host)


def _is_this_machine(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    ip = ip_of(host)
    return ip is not None and ip.is_loopback


def _domains_of(host: str) -> Iterator[str]:
    """The domains whose cookies may be for a host: itself, and those above a name."""
    yield host
    if ip_of(host) is not None:
        return
    while (dot := host.find(".")) >= 0:
        host = host[dot + 1 :]
        yield host


def _first_to_go(cookies: Iterable[Cookie], now: float) -> Cookie:
    """Those that are over first, then those that are not secure, then all; each by when they were last used (5.7)."""
    return min(cookies, key=lambda each: (each.expires is None or each.expires > now, each.secure, each.used))
