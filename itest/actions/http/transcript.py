"""An exchange as people read it: what was chosen to be sent and what came back, each body on few lines."""

from __future__ import annotations

from collections.abc import Iterator

from itest.actions.http.answer import Answer
from itest.actions.http.curl import command
from itest.actions.http.request import Content, HttpRequest
from itest.evaluate.data import json_text
from itest.evaluate.data.documents import encoding_of, kind_of, read
from itest.model.exchange import ActionError, Line, Transcript
from itest.model.lazy_pattern import lazy_pattern
from itest.model.problem import EvaluationError
from itest.model.values import Document, Pointer

PREVIEW = 2000
"""Characters of a body that are shown."""
LINES = 20

_NOTABLE = ("location", "retry-after", "www-authenticate", "allow")
_OUTCOMES = {"connect": "no connection", "dns": "no address", "tls": "no TLS", "protocol": "broken answer"}
"""What an attempt without an answer came to, where the kind of its error is no word for it."""
_LAST_WORD = lazy_pattern(r"[^\s\",;&=<>]*\Z")


def transcript(request: HttpRequest, cookie: str, answer: Answer | None, error: ActionError | None) -> Transcript:
    """The transcript of an attempt; `cookie` is the `Cookie` header as it was sent."""
    return Transcript(
        title=_title(request, answer, error),
        sent=tuple(_sent(request, cookie)),
        received=() if answer is None else tuple(_received(answer)),
        label="curl",
        command=command(request, cookie),
    )


def cut_at_word(text: str, limit: int) -> str:
    """The beginning, cut before a word that would be divided, so that no half of a secret is left over."""
    return _LAST_WORD.sub("", text[:limit])


def _outcome(error: ActionError) -> str:
    if error.code == "IT208":
        return "not sent"
    return _OUTCOMES.get(error.kind, error.kind.replace("_", " "))


def _title(request: HttpRequest, answer: Answer | None, error: ActionError | None) -> str:
    if answer is None:
        outcome = "nothing" if error is None else _outcome(error)
    else:
        count = len(answer.redirects)
        via = f" (after {count} redirect{'s' * (count > 1)})" if count else ""
        outcome = f"{answer.status} {answer.reason}".strip() + via
    return f"{request.method} {request.place} → {outcome}"


def _sent(request: HttpRequest, cookie: str) -> Iterator[Line]:
    for header in request.headers:
        if header.chosen and header.name.lower() != "cookie":
            yield Line(f"{header.name}: {header.value}", header.pointer)
    if cookie:
        yield Line(f"Cookie: {cookie}", ("cookies",) if request.cookies.own else ())
    if request.content is not None:
        yield from _content(request.content)


def _content(content: Content) -> Iterator[Line]:
    pointer: Pointer = (content.kind,)
    if content.kind == "multipart":
        for part in content.parts:
            text = f"{part.name}=" + (f"@{part.path}" if part.path else _printable(part.document))
            yield from _lines(text, pointer)
    elif content.kind == "file":
        yield Line(f"@{content.value}", pointer)
        yield from _lines(_printable(content.document), pointer)
    else:
        yield from _lines(_printable(content.document), pointer)


def _received(answer: Answer) -> Iterator[Line]:
    document = answer.document
    value = _value(document)
    notable = {*_NOTABLE}
    if document.data and value is None:
        notable |= {"content-type"} | ({"content-encoding"} if document.unreadable else set())
    for name, text in answer.headers:
        if name.lower() in notable:
            yield Line(f"{name}: {text}")
    if value is not None:
        yield from _lines(value, ())
    elif document.data:
        yield from _lines(_printable(document), ())


def _value(document: Document) -> str | None:
    """A JSON body on one line, or None where it is none."""
    try:
        value = read(document)
    except EvaluationError:
        return None
    return json_text.dump(value) if kind_of(document) == "json" else None


def _printable(document: Document) -> str:
    """The text, or its size and type where it is none."""
    data, codec = document.data, encoding_of(document)
    try:
        text = data.decode(codec) if len(data) <= PREVIEW * 4 else _begin(data, codec)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        return f"<{len(data)} bytes {document.media_type or 'of binary data'}>"
    return text


def _begin(data: bytes, codec: str) -> str:
    """The beginning of a long text; a character that the cut divides is left out."""
    piece = data[: PREVIEW * 4]
    text = piece.decode(codec, "replace")
    if "\N{REPLACEMENT CHARACTER}" in text[:-4]:
        raise UnicodeDecodeError("utf-8", piece, 0, 1, "not text")
    return f"{text}…"  # also where so many bytes are no more characters than a preview has


def _lines(text: str, pointer: Pointer) -> Iterator[Line]:
    """The text line by line."""
    if len(text) > PREVIEW:
        text = cut_at_word(text, PREVIEW) + "…"
    lines = text.splitlines()
    for line in lines[:LINES]:
        yield Line(line, pointer)
    if len(lines) > LINES:
        yield Line(f"… {len(lines) - LINES} more lines", pointer)
