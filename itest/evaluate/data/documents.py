"""Documents: a body or message read as what its media type says, once, when it is first used."""

from __future__ import annotations

import threading
from weakref import WeakKeyDictionary

from itest.evaluate.data.json_text import JsonError, parse
from itest.model.problem import EvaluationError
from itest.model.values import Document, Value

_JSON_TYPES = frozenset({"application/json", "text/json"})
_XML_TYPES = frozenset({"application/xml", "text/xml"})
_HTML_TYPES = frozenset({"text/html"})
_AROUND = 30
"""Bytes shown on both sides of what made a body unreadable."""

_read: WeakKeyDictionary[Document, Value] = WeakKeyDictionary()
_lock = threading.Lock()


def read(value: Value) -> Value:
    """A document as parsed JSON or text, by its media type; any other value unchanged.

    The result belongs to the document and is shared: do not change it. An empty body is the empty text, also where the
    media type is JSON (a 204 often says so). Raises `EvaluationError` IT207 for JSON that is none.
    """
    if not isinstance(value, Document):
        return value
    with _lock:
        if value in _read:
            return _read[value]
    content = _parsed(value) if is_json(value) and value.data else text_of(value)
    with _lock:
        return _read.setdefault(value, content)


def is_json(document: Document) -> bool:
    """Whether the media type is JSON: `application/json`, `text/json`, anything `+json`."""
    media_type = _essence(document)
    return media_type in _JSON_TYPES or media_type.endswith("+json")


def markup(document: Document) -> str | None:
    """`xml` or `html` by the media type, None for anything else."""
    media_type = _essence(document)
    if media_type in _XML_TYPES or media_type.endswith("+xml"):
        return "xml"
    return "html" if media_type in _HTML_TYPES else None


def text_of(document: Document) -> str:
    """The bytes as text: by the declared charset, else UTF-8; what cannot be decoded becomes U+FFFD."""
    try:
        return document.data.decode(document.charset or "utf-8", "replace")
    except (LookupError, ValueError):  # an unknown or malformed charset
        return document.data.decode("utf-8", "replace")


def _essence(document: Document) -> str:
    return document.media_type.partition(";")[0].strip().lower()


def _parsed(document: Document) -> Value:
    # JSON is UTF-8 whatever a charset parameter says (RFC 8259, 8.1).
    try:
        return parse(document.data)
    except JsonError as error:
        raise EvaluationError(
            f"the body says it is JSON and is not: {error.message}, at line {error.line}, column {error.column}",
            code="IT207",
            hint=f"there it reads: {_around(document.data, error.offset)}",
        ) from None


def _around(data: bytes, offset: int) -> str:
    start, end = max(0, offset - _AROUND), min(len(data), offset + _AROUND)
    text = " ".join(data[start:end].decode("utf-8", "replace").split())
    return f"{'…' if start else ''}{text}{'…' if end < len(data) else ''}"
