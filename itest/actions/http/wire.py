"""The wire: an exchange with all its headers and as much of its bodies as a report may hold, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from itest.actions.http.answer import Answer
from itest.actions.http.request import HttpRequest
from itest.actions.http.transcript import cut_at_word
from itest.evaluate.data.documents import encoding_of
from itest.model.exchange import ActionError, Message, Wire
from itest.model.record import replace


def wire(
    request: HttpRequest, sent: Sequence[tuple[str, str]], answer: Answer | None, error: ActionError | None
) -> Wire:
    """The exchange; `sent` are the headers as they went out first."""
    content = request.content
    asked = Message(headers=tuple(sent))
    if content is not None:
        asked = replace(
            asked, media_type=content.media_type, **_body(content.data, encoding_of(content.document), request.kept)
        )
    asked = replace(asked, head=_head(request, sent))
    failure = "" if error is None else error.message
    if answer is None:
        return Wire(method=request.method, url=str(request.address), request=asked, failure=failure)
    document = answer.document
    body = _body(document.data, encoding_of(document), request.kept)
    return Wire(
        method=request.method,
        url=str(request.address),
        request=asked,
        version=answer.version,
        status=answer.status,
        reason=answer.reason,
        answer=Message(headers=answer.headers, head=answer.head, media_type=document.media_type, **body),
        redirects=answer.redirects,
        failure=failure,
    )


def _head(request: HttpRequest, sent: Sequence[tuple[str, str]]) -> int:
    """Bytes of the request line and the headers; a proxy is asked for the whole address of what is not secured."""
    address = request.address
    target = str(address) if request.proxy and address.scheme == "http" else address.target
    lines = (f"{request.method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in sent), "")
    return sum(len(line.encode(errors="surrogateescape")) + len("\r\n") for line in lines)


def _body(data: bytes, codec: str, limit: int) -> dict[str, Any]:
    """The fields of a message that tell of its body."""
    text, cut = _text(data, codec, limit)
    return {"text": text, "size": len(data), "cut": cut}


def _text(data: bytes, codec: str, limit: int) -> tuple[str, str]:
    """At most so many characters of the text, and what is missing of it."""
    # A character takes four bytes at most; what is cut is cut at a word, so that a broken last one does not matter.
    some = data[: limit * 4]
    try:
        text = some.decode(codec, "strict" if len(some) == len(data) else "ignore")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        return "", f"binary, {len(data)} bytes"
    if len(text) <= limit and len(some) == len(data):
        return text, ""
    begin = cut_at_word(text, limit)
    return begin, f"cut after {len(begin)} characters; the body has {len(data)} bytes"
