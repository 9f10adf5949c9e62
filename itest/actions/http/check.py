"""What of a request can be judged before the run; by the functions that make the request, so that the two agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from itest.actions.foresight import keys_known, known, known_items, refusals
from itest.actions.http.content_type import charset_of
from itest.actions.http.cookies import own_cookie
from itest.actions.http.credentials import check_spoken_of_once, credentials_of
from itest.actions.http.headers import check_framing, check_names, lines_of
from itest.actions.http.request import Header
from itest.actions.http.target import as_written, check_url, method_of, proxy_of, redirects_followed, url_of, via_of
from itest.actions.http.text import pairs, size_of
from itest.model.exchange import PrepareError
from itest.model.values import Pointer, Tree, Value

Judge = Callable[[Tree, Mapping[str, Tree]], Iterator[PrepareError]]


def check(arguments: Mapping[str, Tree]) -> Iterator[PrepareError]:
    """Why these arguments make no request, whatever their templates turn out to be."""
    arguments = as_written(arguments)
    for name, judge in _JUDGES.items():
        if arguments.get(name) is not None:
            yield from judge(arguments[name], arguments)


def _url(url: Tree, arguments: Mapping[str, Tree]) -> Iterator[PrepareError]:
    if known(url):
        yield from refusals(_target, {"url": url, "method": arguments.get("method")})


def _target(arguments: Mapping[str, Value]) -> None:
    check_url(url_of(arguments))


def _method(method: Tree, arguments: Mapping[str, Tree]) -> Iterator[PrepareError]:
    if known(method):
        yield from refusals(method_of, method, ("method",))


def _headers(headers: Tree, arguments: Mapping[str, Tree]) -> Iterator[PrepareError]:
    lines: list[Header] = []
    for name, value in known_items(headers).items():
        try:
            lines += lines_of(name, value, ("headers",))
        except PrepareError as error:
            yield error
    yield from refusals(check_names, _names(headers), ("headers",))
    yield from refusals(check_framing, lines)


def _names(tree: Tree) -> list[str]:
    return [name for name in tree if keys_known({name: None})] if isinstance(tree, Mapping) else []


def _auth(auth: Tree, arguments: Mapping[str, Tree]) -> Iterator[PrepareError]:
    if known(auth):
        yield from refusals(_credentials, auth, _names(arguments.get("headers")), _names(arguments.get("query")))


def _credentials(auth: Value, headers: list[str], query: list[str]) -> None:
    check_spoken_of_once(credentials_of(auth, ("auth",)), headers, query)


def _cookies(cookies: Tree, arguments: Mapping[str, Tree]) -> Iterator[PrepareError]:
    for name, value in known_items(cookies).items():
        yield from refusals(_cookie, name, value)


def _cookie(name: str, value: Value) -> None:
    for pair in pairs({name: value}, ("cookies",), "a cookie"):
        own_cookie(*pair)


def _multipart(body: Tree, arguments: Mapping[str, Tree]) -> Iterator[PrepareError]:
    from itest.actions.http.content import part_of, parts_of  # start-up cost: few requests have parts

    for name, item, pointer in parts_of(body) if isinstance(body, (Mapping, tuple)) else ():
        if known(item) and keys_known({str(name): None}):
            yield from refusals(part_of, name, item, pointer, _unread)


def _unread(name: str, pointer: Pointer) -> bytes:
    return b""


def _in_boundary(body: Tree, arguments: Mapping[str, Tree]) -> Iterator[PrepareError]:
    yield from _multipart(body, arguments)
    if written := _written_type(arguments):
        from itest.actions.http.content import boundary_for  # start-up cost: few requests have parts

        yield from refusals(boundary_for, written)


def _in_charset(kind: str) -> Judge:
    """Judges a body beside a `Content-Type` that is written by hand: whether it can be said in its charset."""

    def judge(body: Tree, arguments: Mapping[str, Tree]) -> Iterator[PrepareError]:
        written = _written_type(arguments)
        if written is None or charset_of(written.value) is None:
            return
        from itest.actions.http.content import Given, codec_for, made  # start-up cost: few requests declare a charset

        if known(body):
            yield from refusals(made, kind, body, Given(_unread, written))
        else:
            yield from refusals(codec_for, written)

    return judge


def _base64(body: Tree, arguments: Mapping[str, Tree]) -> Iterator[PrepareError]:
    if known(body):
        from itest.actions.http.content import Given, made  # start-up cost: few requests have such a body

        yield from refusals(made, "base64", body, Given(_unread))


def _written_type(arguments: Mapping[str, Tree]) -> Header | None:
    """The `Content-Type` that the step itself gives, where it is known before the run and sound."""
    for name, value in known_items(arguments.get("headers")).items():
        if name.lower() == "content-type" and isinstance(value, str):
            return Header(name, value, ("headers", name))
    return None


def _redirects(limit: Tree, arguments: Mapping[str, Tree]) -> Iterator[PrepareError]:
    if known(limit):
        yield from refusals(redirects_followed, limit)


def _proxy(proxy: Tree, arguments: Mapping[str, Tree]) -> Iterator[PrepareError]:
    if proxy and known(proxy):
        yield from refusals(proxy_of, proxy)


def _connect_to(via: Tree, arguments: Mapping[str, Tree]) -> Iterator[PrepareError]:
    if via and known(via):
        yield from refusals(via_of, via, Path())


def _max_body(size: Tree, arguments: Mapping[str, Tree]) -> Iterator[PrepareError]:
    if known(size):
        yield from refusals(size_of, size, ("max_body",))


_JUDGES: Mapping[str, Judge] = {
    "url": _url,
    "method": _method,
    "headers": _headers,
    "auth": _auth,
    "cookies": _cookies,
    "multipart": _in_boundary,
    "text": _in_charset("text"),
    "json": _in_charset("json"),
    "form": _in_charset("form"),
    "base64": _base64,
    "follow_redirects": _redirects,
    "proxy": _proxy,
    "max_body": _max_body,
    "connect_to": _connect_to,
}
