"""The curl command that sends a request again to the byte, quoted for a shell.

What curl would add by itself (`Accept`, `User-Agent`, `Expect`, a form's media type, a proxy of the environment) is
said or taken away, so that the server sees the same header set. What a reader asks for stands first: address, method,
chosen headers, body; what itest sends in any case stands behind it.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from pathlib import Path
from shlex import quote

from itest.actions.http.address import authority
from itest.actions.http.request import TRACEPARENT, Content, Header, HttpRequest, Part
from itest.model.lazy_pattern import lazy_pattern

MAX_DATA = 20_000
"""Bytes of a body beyond which the command names a file in its place."""
_EXPECTS = 1_000_000
"""Bytes of a body from which curl asks whether it may send it (`Expect: 100-continue`), rounded down."""
_OWN = {"accept": "*/*", "user-agent": None}
"""Headers that curl sends by itself, and the value where it is known."""
_FORM = "application/x-www-form-urlencoded"
_GLOBBED = lazy_pattern(r"[\[\]{}]")
_DOTS = lazy_pattern(r"/\.{1,2}(?=[/?#]|$)")
_PROXIES = ("http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")


def command(request: HttpRequest, cookie: str) -> str:
    """One line; `cookie` is the `Cookie` header as it was sent. Bytes that are no text come through a pipe."""
    words = [quote(word) for word in _words(request, cookie)]
    piped = _piped(request.content)
    return f"{_pipe(piped)}{' '.join(['curl', *words])}"


def _words(request: HttpRequest, cookie: str) -> Iterator[str]:
    content = request.content
    yield from _target(request)
    yield from _method(request)
    needed = [header for header in request.headers if not _sent_anyway(header, request)]
    for header in needed:
        if header.chosen or header.name.lower() == "content-type":
            yield from _header(header.name, header.value)
    if cookie:
        yield from _header("Cookie", cookie)
    if content is not None:
        yield from _data(content, request.base_dir)
    yield from _options(request)
    for header in needed:
        if not header.chosen and header.name.lower() != "content-type":
            yield from _header(header.name, header.value)
    yield from _taken_away(request)


def _target(request: HttpRequest) -> Iterator[str]:
    url = str(request.address)
    yield url
    if _GLOBBED.search(url):
        yield "--globoff"
    if _DOTS.search(request.address.path):
        yield "--path-as-is"


def _method(request: HttpRequest) -> Iterator[str]:
    content = request.content
    if request.method == "HEAD" and content is None:
        yield "--head"
    elif request.method != ("GET" if content is None else "POST"):
        yield from ("-X", request.method)
    if content is None and request.method in ("POST", "PUT", "PATCH"):
        yield from _header("Content-Length", "0")


def _header(name: str, value: str) -> tuple[str, str]:
    """A header; without a value curl would leave it out, with a semicolon it sends it empty."""
    return "-H", f"{name}: {value}" if value else f"{name};"


def _sent_anyway(header: Header, request: HttpRequest) -> bool:
    """Whether curl sends this header by itself, or it stands elsewhere in the command.

    The trace of an attempt belongs to that attempt: sent again by hand it would mix two requests in one trace.
    """
    name = header.name.lower()
    if name == TRACEPARENT and not header.chosen:
        return True
    if name == "content-type" and request.content is not None:
        by_itself = {"form": _FORM, "multipart": request.content.media_type}
        return header.value == by_itself.get(request.content.kind)
    return name == "cookie" or _OWN.get(name) == header.value


def _taken_away(request: HttpRequest) -> Iterator[str]:
    """What curl would send by itself and the request does not have."""
    named = {header.name.lower() for header in request.headers}
    added = [*_OWN, *(["content-type"] if request.content is not None else [])]
    for name in added:
        if name not in named:
            yield from ("-H", f"{name.title()}:")
    if request.content is not None and len(request.content.data) >= _EXPECTS and "expect" not in named:
        yield from ("-H", "Expect:")


def _options(request: HttpRequest) -> Iterator[str]:
    if request.follow:
        yield from ("--location", "--max-redirs", str(request.follow))
    if request.address.scheme == "https":
        yield "--http1.1"
    if not request.trust.verify:
        yield "--insecure"
    elif request.trust.ca:
        yield from ("--cacert", _near(Path(request.trust.ca)))
    if request.via is not None:
        place = f"::{authority(request.via.host, request.via.port)}"
        yield from ("--unix-socket", request.via.path) if request.via.path else ("--connect-to", place)
    if request.proxy is not None:
        yield from ("--proxy", f"http://{request.proxy.authority}")
    elif any(os.environ.get(name) for name in _PROXIES):
        yield from ("--noproxy", "*")
    if any(header.name.lower() == "accept-encoding" for header in request.headers):
        yield "--compressed"


def _near(path: Path) -> str:
    """A path as the folder knows it that the command is typed in."""
    whole, here = path.absolute(), Path.cwd()
    return str(whole.relative_to(here) if whole.is_relative_to(here) else whole)


# --- bodies -------------------------------------------------------------------------------------------------------


def _data(content: Content, folder: Path) -> Iterator[str]:
    """The body; files are relative to `folder`."""
    if content.kind == "multipart":
        for part in content.parts:
            yield from _form(part, folder)
    elif content.kind == "file":
        yield from ("--data-binary", f"@{_near(folder / str(content.value))}")
    elif (text := _text(content.data)) is not None:
        yield from ("--data-raw", text)
    else:
        yield from ("--data-binary", "@-" if len(content.data) <= MAX_DATA else "@body")


def _form(part: Part, folder: Path) -> Iterator[str]:
    extra = f";type={part.media_type}" if part.media_type else ""
    extra += f';filename="{_escaped(part.filename)}"' if part.filename else ""
    text = None if part.path else _text(part.data)
    if part.path:
        yield from ("-F", f'{part.name}=@"{_escaped(_near(folder / part.path))}"{extra}')
    elif text is None:
        # Read as a file it would be sent with a file's name; read as text (`<`) it has none.
        source = "-" if len(part.data) <= MAX_DATA else "part"
        yield from ("-F", f"{part.name}={'@' if part.filename else '<'}{source}{extra}")
    elif extra:
        yield from ("-F", f'{part.name}="{_escaped(text)}"{extra}')
    else:
        yield from ("--form-string", f"{part.name}={text}")


def _piped(content: Content | None) -> bytes | None:
    """The bytes that reach curl through a pipe: a body, or the first part, that is no text and not long."""
    if content is None or content.kind == "file":
        return None
    parted = content.kind == "multipart"
    bodies = [part.data for part in content.parts if not part.path] if parted else [content.data]
    return next((data for data in bodies if len(data) <= MAX_DATA and _text(data) is None), None)


def _pipe(data: bytes | None) -> str:
    return "" if data is None else f"echo {base64.b64encode(data).decode()} | base64 -d | "


def _text(data: bytes) -> str | None:
    """The data as an argument of a command, or None where it cannot be one."""
    try:
        text = data.decode() if len(data) <= MAX_DATA else "\0"
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
