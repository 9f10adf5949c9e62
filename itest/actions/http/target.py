"""Targets: the method and the address that a step's `method` and `url` mean, at the service they go to, and the ways
there: redirects and a proxy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from itest.actions.http import address as addresses
from itest.actions.http.address import Address
from itest.actions.http.request import Via
from itest.actions.http.text import scalar_text, token
from itest.evaluate.data.equality import integral
from itest.evaluate.data.escape import cut
from itest.evaluate.expressions.template import is_live
from itest.model.action import ServiceSettings
from itest.model.exchange import PrepareError
from itest.model.lazy_pattern import lazy_pattern
from itest.model.record import Record
from itest.model.values import Pointer, Template, Tree, Value

_LEADING_METHOD = lazy_pattern(r"([A-Za-z]+)[ ]+(\S.*)\Z", re.DOTALL)
_HOST_AND_PORT = lazy_pattern(r"[^/?#@]+:[0-9]+")
_LONGEST_SOCKET = 107
"""Bytes of a path that Linux takes; others take a few less."""
MAX_REDIRECTS = 20
_METHODS = {"get", "head", "post", "put", "patch", "delete", "options", "trace", "query"}


class Target(Record, kw_only=True):
    """Where a request goes. `relative`: it was written so; `base`: the service's url; `near`: it lies under that, so
    that the service's headers and auth go along; `home`: its origin is the service's, as are TLS and proxy."""

    address: Address
    relative: bool
    base: Address | None

    @property
    def near(self) -> bool:
        return self.base is not None and addresses.lies_under(self.address, self.base)

    @property
    def home(self) -> bool:
        return self.base is not None and self.address.origin == self.base.origin


def as_written(arguments: Mapping[str, Tree]) -> Mapping[str, Tree]:
    """`GET /health` as method and url. Asked before anything is rendered: a value that a template brings in later, such
    as a link of an answer, chooses no method."""
    url = arguments.get("url")
    text = url.text if isinstance(url, Template) else url
    found = _LEADING_METHOD.match(text.strip()) if isinstance(text, str) else None
    if found is None or arguments.get("method") is not None:
        return arguments
    return {**arguments, "method": found[1], "url": Template(found[2]) if is_live(found[2]) else found[2]}


def url_of(arguments: Mapping[str, Value]) -> str:
    """The url of rendered arguments; one that begins with a method is none."""
    url = scalar_text(arguments.get("url"), ("url",), "url").strip()
    if found := _LEADING_METHOD.match(url):
        beside = ", beside a method" if arguments.get("method") is not None else ""
        raise PrepareError(
            f"the url `{cut(url, 80)}` begins with `{cut(found[1], 20)}`{beside}",
            pointer=("url",),
            hint='a method is written once: `GET {{ … }}`; from a value it is taken by `method: "{{ … }}"` only',
        )
    return url


def method_of(text: str, pointer: Pointer) -> str:
    """A method as it is sent; the common ones in upper case however they are written."""
    method = token(text.strip(), pointer, "a method")
    if method.upper() == "CONNECT":
        raise PrepareError("CONNECT is for proxies and cannot be sent as a request", pointer=pointer)
    return method.upper() if method.lower() in _METHODS else method


def target_of(written: str, service: ServiceSettings, *, query: bool = True, as_is: bool = False) -> Target:
    """The target of a url; `query`: whether the service's query is taken over, `as_is`: dots and escapes are kept."""
    base = _parsed(service.url, f"the url of service {service.name}") if service.url else None
    if addresses.is_absolute(written):
        address = _parsed(written, "url", as_is)
        return Target(address=address, relative=False, base=base)
    check_url(written)
    if base is None:
        raise PrepareError(
            f"{cut(written, 80) or 'an empty url'} is relative and no service with a url is named",
            pointer=("url",),
            hint="name a `service`, or write the whole URL: http://…",
        )
    above = service.url if query else service.url.partition("#")[0].partition("?")[0]
    target = Target(address=_parsed(addresses.joined(above, written), "url", as_is), relative=True, base=base)
    # `..` in a value could climb out of the service's url; nothing that is the service's goes along.
    return target if target.near or not query else target_of(written, service, query=False, as_is=as_is)


def check_url(written: str) -> None:
    """Refuse a url that is none, at whatever service."""
    check = addresses.check if addresses.is_absolute(written) else addresses.refuse_blanks
    try:
        check(written)
    except ValueError as error:
        raise _refused(error, "url") from None


def _parsed(text: str, what: str, as_is: bool = False) -> Address:
    try:
        return addresses.parse(text, as_is)
    except ValueError as error:
        raise _refused(error, what) from None


def _refused(error: ValueError, what: str) -> PrepareError:
    hint = "`{{ value | urlencode }}` makes any text fit for a URL" if " at column " in str(error) else ""
    return PrepareError(f"{what}: {error}", pointer=("url",), hint=hint)


def place_of(address: Address, service: ServiceSettings) -> str:
    """The address as people read it where it was written as a relative one: path and query below the service's url."""
    prefix = addresses.parse(service.url).path.rstrip("/")
    below = address.target.removeprefix(prefix)
    return below if below.startswith("/") else address.target


def redirects_followed(value: Value) -> int:
    """How many redirects `follow_redirects` allows."""
    if value is None or isinstance(value, bool):
        return MAX_REDIRECTS if value else 0
    limit = integral(value)
    if limit is None or not 0 <= limit <= 100:
        raise PrepareError("follow_redirects is true, false or a limit up to 100", pointer=("follow_redirects",))
    return limit


def via_of(value: Value, base_dir: Path) -> Via:
    """Where `connect_to` leads: `host:port`, or `unix:` and the path of a socket, relative to the scenario's folder."""
    text = scalar_text(value, ("connect_to",), "connect_to")
    if text.startswith("unix:"):
        path = str(base_dir / text.removeprefix("unix:"))
        if len(path.encode(errors="surrogatepass")) > _LONGEST_SOCKET or "\0" in path:
            raise PrepareError("connect_to: the path of a socket is too long", pointer=("connect_to",))
        return Via(path=path)
    try:
        address = addresses.parse(f"http://{text}")
    except ValueError as error:
        raise PrepareError(f"connect_to: {error}", pointer=("connect_to",)) from None
    if not _HOST_AND_PORT.fullmatch(text):
        raise PrepareError("connect_to is `host:port` or `unix:/path.sock`", pointer=("connect_to",))
    return Via(host=address.host, port=address.port)


def proxy_of(value: Value) -> Address:
    """The address of a proxy."""
    try:
        proxy = addresses.parse(scalar_text(value, ("proxy",), "proxy"))
    except ValueError as error:
        raise PrepareError(f"proxy: {error}", pointer=("proxy",)) from None
    if proxy.scheme != "http":
        raise PrepareError("proxy: only http:// proxies are supported", pointer=("proxy",))
    return proxy
