"""From a rendered step to the request that every attempt sends: pure but for the files it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import parse_qsl, quote

from itest.actions.http import address as addresses
from itest.actions.http.address import Address
from itest.actions.http.content import content_of
from itest.actions.http.content_type import is_multipart
from itest.actions.http.cookies import cookies_said
from itest.actions.http.credentials import (
    NOBODY,
    Credentials,
    basic,
    check_spoken_of_once,
    credentials_of,
    of_proxy,
    secrets_by_hand,
)
from itest.actions.http.headers import Headers, check_framing, check_length
from itest.actions.http.request import (
    READ_AS,
    SERVICE,
    SIGNED,
    TRACEPARENT,
    Abroad,
    Content,
    Header,
    HttpRequest,
    Trust,
    Via,
)
from itest.actions.http.target import method_of, place_of, proxy_of, redirects_followed, target_of, url_of, via_of
from itest.actions.http.text import encoded, mapping_of, pairs, scalar_text, size_of
from itest.actions.http.usual import USUAL
from itest.actions.reach import within
from itest.evaluate.data.documents import encoding_of
from itest.evaluate.expressions.access import kind
from itest.model.action import Call, ServiceSettings, SessionSettings
from itest.model.exchange import PrepareError
from itest.model.record import replace
from itest.model.values import Document, Value

_NO_SERVICE = ServiceSettings(name="")
_OF_THE_WAY = frozenset({"proxy", "tls", "connect_to"})
"""Arguments that the other side does not get."""


def prepare(call: Call, settings: SessionSettings) -> HttpRequest:
    """The request of a step: where it goes, what it carries, and how its answer is taken."""
    written, method = url_of(call.arguments), _method(call)
    service = _service(call, settings)
    as_is = call.arguments.get("path_as_is") is True
    target = target_of(written, service, query=not _is_null(call, "query"), as_is=as_is)
    # What a session gives where there is no service goes wherever its steps do, but not where an answer led them.
    free = not service.name and not call.led
    inherited = service if target.near or free else _NO_SERVICE
    around = service if target.home or free else _NO_SERVICE
    credentials = _credentials(call, inherited, target.address)
    address = _with_query(target.address.without_user(), call.arguments, credentials)
    chosen = _headers(call, inherited, credentials)
    content = content_of(call, settings, chosen.only("content-type"))
    method = method or ("GET" if content is None else "POST")
    shown = _shown(method, address, content)
    if call.late is not None:
        chosen = _headers(replace(call, arguments=_with_late(call, shown)), inherited, credentials)
    headers = _completed(chosen, content)
    cookies = cookies_said(call.arguments, header="cookie" not in chosen.left_out)
    proxy, via = _way(call, around)
    trust = _trust(call, settings, around)
    if by := _open_way(call, address, trust):
        _check_nothing_to_hear(call, by, headers)
        cookies = replace(cookies, session=False)
    secrets = (*credentials.secrets, *of_proxy(proxy).secrets, *secrets_by_hand(headers, cookies.own))
    follow = redirects_followed(call.arguments.get("follow_redirects", settings.follow_redirects))
    return HttpRequest(
        method=method,
        address=address,
        place=place_of(address, service) if target.relative else str(address),
        headers=headers,
        content=content,
        cookies=cookies,
        follow=follow,
        trust=trust,
        proxy=proxy,
        via=via,
        base=target.base,
        trusting=bool(service.tls),
        foreign=not (target.home or free),
        led=call.led and not target.home,
        withheld=min(call.secret_arguments() - _OF_THE_WAY, default="") if call.led and not target.home else "",
        abroad=_abroad(call, settings, secrets) if follow else Abroad(),
        as_is=as_is,
        traceparent=None if TRACEPARENT in chosen else call.traceparent,
        secrets=tuple(dict.fromkeys(secrets)),
        shown=shown,
        max_body=_max_body(call, service, settings),
        read_as=_read_as(call.arguments.get("read_as", service.read_as)),
        kept=settings.kept,
        base_dir=call.base_dir,
    )


def _method(call: Call) -> str:
    """As it is given; `""` where it is not."""
    method = call.arguments.get("method")
    return "" if method is None else method_of(scalar_text(method, ("method",), "method"), ("method",))


def _service(call: Call, settings: SessionSettings) -> ServiceSettings:
    if call.actor is not None:
        return call.actor
    if not call.service:
        return _NO_SERVICE
    if call.service not in settings.services:
        raise PrepareError(f"there is no service {call.service}", pointer=SERVICE)
    return settings.services[call.service]


def _credentials(call: Call, service: ServiceSettings, address: Address) -> Credentials:
    """The step's own auth, else what the URL holds, else the service's; `auth: null` is nobody's."""
    if "auth" in call.arguments:
        own = credentials_of(call.arguments["auth"], ("auth",))
        check_spoken_of_once(own, *(mapping_of(call.arguments.get(key), (key,), key) for key in ("headers", "query")))
        return own
    if address.username is not None:
        return replace(basic(address.username, address.password, ("url",)), pointer=("url",))
    return credentials_of(service.auth, SERVICE) if service.auth is not None else NOBODY


def _with_query(address: Address, arguments: Mapping[str, Value], credentials: Credentials) -> Address:
    named = mapping_of(arguments.get("query"), ("query",), "query")
    left_out = {name for name, value in named.items() if value is None}
    kept = addresses.without(address.query or "", left_out)
    added = list(pairs(named, ("query",), "a query value"))
    if credentials.query is not None and credentials.query[0] not in named:
        added.append((*credentials.query, ("auth",)))
    texts = [
        f"{quote(encoded(name, 'the query', place), safe='')}={quote(encoded(text, 'the query', place), safe='')}"
        for name, text, place in added
    ]
    query = "&".join(part for part in (kept, *texts) if part)
    # A bare `?` is a query, too, unless it lost what was in it.
    return address if query == (address.query or "") else replace(address, query=query or None)


def _with_late(call: Call, shown: Mapping[str, Value]) -> Mapping[str, Value]:
    """The arguments with the headers that speak of what is sent."""
    named = mapping_of(call.arguments.get("headers"), ("headers",), "headers")
    late = {} if call.late is None else call.late({name: shown[name] for name in SIGNED})
    return {**call.arguments, "headers": {**named, **late}}


def _headers(call: Call, service: ServiceSettings, credentials: Credentials) -> Headers:
    """Nearest last: the service's, its auth, the step's, its auth."""
    headers = Headers()
    if not _is_null(call, "headers"):
        headers.replace(service.headers, SERVICE)
    own = "auth" in call.arguments
    if credentials.header and not own:
        headers.put(Header(*credentials.header, credentials.pointer))
    headers.replace(call.arguments.get("headers"), ("headers",))
    if credentials.header and own:
        headers.put(Header(*credentials.header, credentials.pointer))
    elif _is_null(call, "auth") and "authorization" not in _lower(call.arguments.get("headers")):
        headers.named.pop("authorization", None)
    return headers


def _completed(headers: Headers, content: Content | None) -> tuple[Header, ...]:
    """All that is sent: with what the body says of itself, and what nobody spoke of."""
    if content is not None:
        written = headers.only("content-type")
        if written is not None and content.kind == "multipart" and is_multipart(written.value):
            headers.put(replace(written, value=content.media_type))
        headers.fill("Content-Type", content.media_type, (content.kind,))
    for name, value in USUAL:
        headers.fill(name, value)
    check_framing(headers.all())
    check_length(headers.all(), content.data if content else None)
    return headers.all()


def _read_as(kind: Value) -> str:
    if kind is None or kind in READ_AS:
        return kind or ""
    raise PrepareError(f"read_as is one of {', '.join(READ_AS)}", pointer=("read_as",))


def _max_body(call: Call, service: ServiceSettings, settings: SessionSettings) -> int:
    """Bytes: as the step says, else its service, else the project; null takes away what a service says."""
    size = call.arguments.get("max_body", service.max_body)
    size = settings.default_max_body if size is None else size
    return settings.max_body if size is None else size_of(size, ("max_body",))


def _is_null(call: Call, key: str) -> bool:
    """Whether the step says null there, which removes what is inherited."""
    return key in call.arguments and call.arguments[key] is None


def _lower(names: Mapping[str, Value] | None) -> set[str]:
    return {name.lower() for name in names or {}}


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
        raise PrepareError(f"verify is true or false, not {kind(verify)}", pointer=("tls", "verify"))
    return Trust(ca=_authority(merged.get("ca"), call, settings, own="ca" in own), verify=verify is not False)


def _authority(ca: Value, call: Call, settings: SessionSettings, *, own: bool) -> str:
    if ca is None:
        return ""
    name = scalar_text(ca, ("tls", "ca"), "ca")
    path = within(name, call.base_dir, settings.root, ("tls", "ca")) if own else Path(settings.root, name)
    try:
        found = path.is_file()
    except OSError as error:  # a name longer than a file system takes
        raise PrepareError(f"the file `{name}` cannot be read: {error.strerror}", pointer=("tls", "ca")) from error
    if not found:
        raise PrepareError(f"the file `{name}` is not there", pointer=("tls", "ca"))
    return str(path)


def _abroad(call: Call, settings: SessionSettings, secrets: Iterable[str]) -> Abroad:
    """What is the step's own, and all that may be a secret: what the run knows and what this request holds."""
    return Abroad(
        trust=_trust(call, settings, _NO_SERVICE),
        proxy=_way(call, _NO_SERVICE)[0],
        holds_secret=lambda text: call.holds_secret(text) or any(secret in text for secret in secrets),
        made_of_secret=call.made_of_secret,
    )


def _way(call: Call, service: ServiceSettings) -> tuple[Address | None, Via | None]:
    """Through which proxy, or where in place of the address, the connection goes."""
    via = call.arguments.get("connect_to")
    proxy = call.arguments.get("proxy", "" if via else service.proxy)
    if via and proxy:
        raise PrepareError("a connection goes by `proxy` or by `connect_to`, not by both", pointer=("connect_to",))
    return proxy_of(proxy) if proxy else None, via_of(via, call.base_dir) if via else None


def _open_way(call: Call, address: Address, trust: Trust) -> str:
    """The argument by which an answer chose who hears all that is sent: what goes by TLS only its address can read."""
    if address.scheme == "https" and trust.verify:
        return ""
    return next((name for name in ("connect_to", "proxy") if call.arguments.get(name) and call.answered(name)), "")


def _check_nothing_to_hear(call: Call, by: str, headers: Iterable[Header]) -> None:
    """Refuse what is made of a secret, or what the service gives, where an answer chose who hears it."""
    own = min(call.secret_arguments() - _OF_THE_WAY, default="")
    inherited = next((header.name for header in headers if header.inherited), "")
    if own or inherited:
        what = f"`{own}` is made of a secret" if own else f"`{inherited}` is the service's"
        raise PrepareError(
            f"an answer says where `{by}` leads, and {what}, which is not sent there without TLS that is verified",
            pointer=(by,),
            hint="write the host, or leave out what only the service may hear (`auth: null`, `headers: null`)",
        )


def _shown(method: str, address: Address, content: Content | None) -> Mapping[str, Value]:
    """The part of the result's `request` that does not depend on the session."""
    query: dict[str, Value] = {}
    for name, value in parse_qsl(address.query or "", keep_blank_values=True, errors="replace"):
        earlier = query.get(name)
        query[name] = value if earlier is None else [*earlier, value] if isinstance(earlier, list) else [earlier, value]
    shown: dict[str, Value] = {
        "method": method,
        "url": str(address),
        "path": address.path,
        "query": query,
        "body": "" if content is None else _body_shown(content.document),
    }
    if content is not None:
        shown[content.kind] = content.value
    return shown


def _body_shown(document: Document) -> Value:
    try:
        return document.data.decode(encoding_of(document))
    except UnicodeDecodeError:
        return document.data
