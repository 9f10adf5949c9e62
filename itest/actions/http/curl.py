"""The curl command that repeats a request, quoted for a shell."""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote

from itest.actions.http.request import Content, HttpRequest, Part

MAX_DATA = 20_000
"""Bytes of a body beyond which the command names a file in its place."""


def command(request: HttpRequest, cookie: str) -> str:
    """One line; `cookie` is the `Cookie` header as it was sent."""
    return " ".join(["curl", *(quote(word) for word in _words(request, cookie))])


def _words(request: HttpRequest, cookie: str) -> Iterator[str]:
    content = request.content
    implied = "GET" if content is None else "POST"
    if request.method == "HEAD" and content is None:
        yield "--head"
    elif request.method != implied:
        yield from ("-X", request.method)
    yield str(request.address)
    for header in request.headers:
        # Without a value curl would leave the header out; with a semicolon it sends it empty.
        if header.chosen and header.name.lower() != "cookie":
            yield from ("-H", f"{header.name}: {header.value}" if header.value else f"{header.name};")
    if cookie:
        yield from ("-H", f"Cookie: {cookie}")
    if content is not None:
        yield from _data(content, chosen_type=_chose_type(request))
    yield from _options(request)


def _options(request: HttpRequest) -> Iterator[str]:
    if request.follow:
        yield from ("--location", "--max-redirs", str(request.follow))
    if not request.trust.verify:
        yield "--insecure"
    elif request.trust.ca:
        yield from ("--cacert", request.trust.ca)
    if request.proxy is not None:
        yield from ("--proxy", f"http://{request.proxy.authority}")


def _chose_type(request: HttpRequest) -> bool:
    return any(header.chosen and header.name.lower() == "content-type" for header in request.headers)


def _data(content: Content, *, chosen_type: bool) -> Iterator[str]:
    if content.kind == "multipart":
        for part in content.parts:
            yield from _form(part)
        return
    if content.kind == "json" and not chosen_type and len(content.data) <= MAX_DATA:
        yield from ("--json", content.data.decode())
        return
    # A form's media type is what curl sends by itself.
    if not chosen_type and content.kind != "form":
        yield from ("-H", f"Content-Type: {content.media_type}")
    yield from _raw(content)


def _raw(content: Content) -> Iterator[str]:
    if content.kind == "file":
        yield from ("--data-binary", f"@{content.value}")
        return
    text = _text(content.data)
    yield from ("--data-binary", "@body") if text is None else ("--data-raw", text)


def _form(part: Part) -> Iterator[str]:
    extra = f";type={part.media_type}" if part.media_type else ""
    extra += f';filename="{_escaped(part.filename)}"' if part.filename else ""
    if part.path:
        yield from ("-F", f'{part.name}=@"{_escaped(part.path)}"{extra}')
        return
    text = _text(part.data)
    if text is None:
        yield from ("-F", f"{part.name}=@part{extra}")
    elif extra:
        yield from ("-F", f'{part.name}="{_escaped(text)}"{extra}')
    else:
        yield from ("--form-string", f"{part.name}={text}")


def _text(data: bytes) -> str | None:
    """The data as an argument of a command, or None where it cannot be one."""
    try:
        text = data.decode() if len(data) <= MAX_DATA else "\0"
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
