"""From a rendered step to the request that every attempt sends: pure but for the files it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, quote

from itest.actions.http import address as addresses
from itest.actions.http.address import Address
from itest.actions.http.content import content_of
from itest.actions.http.credentials import NOBODY, Credentials, basic, credentials_of, secrets_by_hand
from itest.actions.http.headers import DEFAULTS, Headers, check_framing
from itest.actions.http.request import TRACEPARENT, Content, Header, HttpRequest, Trust
from itest.actions.http.text import cookie_value, encoded, mapping_of, pairs, scalar_text, token
from itest.actions.reach import within
from itest.evaluate.data.escape import cut
from itest.model.action import Call, ServiceSettings, SessionSettings
from itest.model.exchange import PrepareError
from itest.model.values import Pointer, Value, type_name

_LEADING_METHOD = re.compile(r"([A-Za-z]+)[ ]+(\S.*)\Z", re.DOTALL)
_METHODS = {"get", "head", "post", "put", "patch", "delete", "options", "trace", "query"}
MAX_REDIRECTS = 20
_NO_SERVICE = ServiceSettings(name="")


def prepare(call: Call, settings: SessionSettings) -> HttpRequest:
    """The request of a step: where it goes, what it carries, and how its answer is taken."""
    method, written = _method_and_url(call.arguments)
    service = _service(call, settings)
    address, relative, near = _locate(written, service)
    inherited = service if near else _NO_SERVICE
    content = content_of(call, settings)
    credentials = _credentials(call, inherited, address)
    address = _with_query(replace(address, username=None, password=""), call.arguments, credentials)
    chosen = _headers(call, inherited, credentials, content)
    headers = chosen.all()
    cookies = _cookies(call)
    method = method or ("GET" if content is None else "POST")
    return HttpRequest(
        method=method,
        address=address,
        place=_place(address, service) if relative else str(address),
        headers=headers,
        content=content,
        cookies=cookies,
        follow=_follow(call.arguments.get("follow_redirects")),
        trust=_trust(call, settings, service),
        proxy=_proxy(call, service),
        traceparent=None if TRACEPARENT in chosen else call.traceparent,
        secrets=tuple(dict.fromkeys((*credentials.secrets, *secrets_by_hand(headers, cookies)))),
        shown=_shown(method, address, content),
        max_body=settings.max_body,
    )


def _service(call: Call, settings: SessionSettings) -> ServiceSettings:
    if not call.service:
        return _NO_SERVICE
    if call.service not in settings.services:
        raise PrepareError(f"there is no service {call.service}", pointer=("service",))
    return settings.services[call.service]


def _method_and_url(arguments: Mapping[str, Value]) -> tuple[str, str]:
    """The method (`""` where none is written) and the url; `GET /health` names both."""
    url = scalar_text(arguments.get("url"), ("url",), "url").strip()
    method = arguments.get("method")
    if found := _LEADING_METHOD.match(url):
        if method is not None:
            raise PrepareError("the method is written twice", pointer=("url",))
        return _method(found[1], ("url",)), found[2]
    return "" if method is None else _method(scalar_text(method, ("method",), "method"), ("method",)), url


def _method(text: str, pointer: Pointer) -> str:
    method = token(text.strip(), pointer, "a method")
    if method.upper() == "CONNECT":
        raise PrepareError("CONNECT is for proxies and cannot be sent as a request", pointer=pointer)
    return method.upper() if method.lower() in _METHODS else method


def _locate(written: str, service: ServiceSettings) -> tuple[Address, bool, bool]:
    """The address, whether it was written as a relative one, and whether the service's headers and auth go there."""
    base = _parsed(service.url, f"the url of service {service.name}") if service.url else None
    if addresses.is_absolute(written):
        address = _parsed(written, "url")
        return address, False, base is not None and addresses.lies_under(address, base)
    if base is None:
        raise PrepareError(
            f"{cut(written, 80) or 'an empty url'} is relative and no service with a url is named",
            pointer=("url",),
            hint="name a `service`, or write the whole URL: http://…",
        )
    address = _parsed(addresses.joined(service.url, written), "url")
    # `..` in a value could climb out of the service's url; its headers and auth do not go along.
    return address, True, addresses.lies_under(address, base)


def _parsed(text: str, what: str) -> Address:
    try:
        return addresses.parse(text)
    except ValueError as error:
        hint = "`{{ value | urlencode }}` makes any text fit for a URL" if " at column " in str(error) else ""
        raise PrepareError(f"{what}: {error}", pointer=("url",), hint=hint) from None


def _place(address: Address, service: ServiceSettings) -> str:
    """Path and query below the service's url."""
    prefix = addresses.parse(service.url).path.rstrip("/")
    below = address.target.removeprefix(prefix)
    return below if below.startswith("/") else address.target


def _credentials(call: Call, service: ServiceSettings, address: Address) -> Credentials:
    """The step's own auth, else what the URL holds, else the service's; `auth: null` is nobody's."""
    if "auth" in call.arguments:
        return credentials_of(call.arguments["auth"], ("auth",))
    if address.username is not None:
        return basic(address.username, address.password, ("url",))
    return credentials_of(service.auth, ("service",)) if service.auth is not None else NOBODY


def _with_query(address: Address, arguments: Mapping[str, Value], credentials: Credentials) -> Address:
    named = mapping_of(arguments.get("query"), ("query",), "query")
    added = [(name, text, place) for name, text, place in pairs(named, ("query",), "a query value")]
    if credentials.query is not None:
        added.append((*credentials.query, ("auth",)))
    texts = [
        f"{quote(encoded(name, 'the query', place), safe='')}={quote(encoded(text, 'the query', place), safe='')}"
        for name, text, place in added
    ]
    return replace(address, query="&".join(part for part in (address.query, *texts) if part))


def _headers(call: Call, service: ServiceSettings, credentials: Credentials, content: Content | None) -> Headers:
    """Nearest last: the service's, its auth, the step's, its auth; then what nobody spoke of."""
    headers = Headers()
    headers.replace(service.headers, ("service",))
    own = "auth" in call.arguments
    if credentials.header and not own:
        headers.put(Header(*credentials.header, ("service",)))
    headers.replace(call.arguments.get("headers"), ("headers",))
    if credentials.header and own:
        name = credentials.header[0]
        if any(name.lower() == key.lower() for key in call.arguments.get("headers") or {}):
            raise PrepareError(f"both auth and headers speak of {name}", pointer=("auth",))
        headers.put(Header(*credentials.header, ("auth",)))
    elif own and call.arguments["auth"] is None and "authorization" not in _lower(call.arguments.get("headers")):
        headers.named.pop("authorization", None)
    if content is not None:
        headers.fill("Content-Type", content.media_type, (content.kind,))
    for name, value in DEFAULTS:
        headers.fill(name, value)
    check_framing(headers.all(), content.data if content else None)
    return headers


def _lower(names: Mapping[str, Value] | None) -> set[str]:
    return {name.lower() for name in names or {}}


def _cookies(call: Call) -> tuple[tuple[str, str], ...]:
    named = mapping_of(call.arguments.get("cookies"), ("cookies",), "cookies")
    return tuple(
        (token(name, place, "a cookie's name"), cookie_value(text, name, place))
        for name, text, place in pairs(named, ("cookies",), "a cookie")
    )


def _follow(value: Value) -> int:
    if value is None or isinstance(value, bool):
        return MAX_REDIRECTS if value else 0
    if not isinstance(value, int) or not 0 <= value <= 100:
        raise PrepareError("follow_redirects is true, false or a limit up to 100", pointer=("follow_redirects",))
    return value


def _trust(call: Call, settings: SessionSettings, service: ServiceSettings) -> Trust:
    """TLS settings: the step's keys in place of the service's. The project may trust any file, a scenario only its
    project's."""
    own = mapping_of(call.arguments.get("tls"), ("tls",), "tls")
    merged = {**service.tls, **own}
    for name in sorted(set(merged) - {"ca", "verify"}):
        if merged[name] is not None:
            raise PrepareError(f"tls: {name} is not supported yet", pointer=("tls", name))
    verify = merged.get("verify")
    if verify is not None and not isinstance(verify, bool):
        raise PrepareError(f"verify is true or false, not {type_name(verify)}", pointer=("tls", "verify"))
    return Trust(ca=_authority(merged.get("ca"), call, settings, own="ca" in own), verify=verify is not False)


def _authority(ca: Value, call: Call, settings: SessionSettings, *, own: bool) -> str:
    if ca is None:
        return ""
    name = scalar_text(ca, ("tls", "ca"), "ca")
    path = within(name, call.base_dir, settings.root, ("tls", "ca")) if own else Path(settings.root, name)
    try:
        found = path.is_file()
    except OSError as error:  # a name longer than a file system takes
        raise PrepareError(f"{name} cannot be read: {error.strerror}", pointer=("tls", "ca")) from error
    if not found:
        raise PrepareError(f"{name} cannot be read: no such file", pointer=("tls", "ca"))
    return str(path)


def _proxy(call: Call, service: ServiceSettings) -> Address | None:
    text = call.arguments.get("proxy", service.proxy)
    if not text:
        return None
    try:
        proxy = addresses.parse(scalar_text(text, ("proxy",), "proxy"))
    except ValueError as error:
        raise PrepareError(f"proxy: {error}", pointer=("proxy",)) from None
    if proxy.scheme != "http":
        raise PrepareError("proxy: only http:// proxies are supported", pointer=("proxy",))
    return proxy


def _shown(method: str, address: Address, content: Content | None) -> Mapping[str, Value]:
    """The part of the result's `request` that does not depend on the session."""
    query: dict[str, Value] = {}
    for name, value in parse_qsl(address.query, keep_blank_values=True, errors="replace"):
        earlier = query.get(name)
        query[name] = value if earlier is None else [*earlier, value] if isinstance(earlier, list) else [earlier, value]
    shown: dict[str, Value] = {
        "method": method,
        "url": str(address),
        "path": address.path,
        "query": query,
        "body": "" if content is None else _body_shown(content.data),
    }
    if content is not None:
        shown[content.kind] = content.value
    return shown


def _body_shown(data: bytes) -> Value:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data
