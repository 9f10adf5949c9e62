"""Documents: a body or message read as what its media type says, once, when it is first used."""

from __future__ import annotations

import re
import threading
from weakref import WeakKeyDictionary, ref

from itest.evaluate.data.json_text import JsonError, parse
from itest.model.problem import EvaluationError
from itest.model.values import Document, Value

_JSON_TYPES = frozenset({"application/json", "text/json"})
_XML_TYPES = frozenset({"application/xml", "text/xml"})
_HTML_TYPES = frozenset({"text/html"})
_LINE_BREAK = re.compile(r"\s*\n\s*")
_AROUND = 30
"""Bytes shown on both sides of what made a body unreadable."""

LARGE = 256_000
"""Bytes from which on a document's reading is worth its memory only while it is used."""
KEPT = 4_000_000
"""Bytes of large documents whose reading is kept; what was read before them is read again where it is needed."""


class _Readings:
    """What documents were read as, for as long as they are there: all small ones, and the last of the large ones.

    A reading takes a multiple of its document, and a scenario keeps the answers of all its steps.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: WeakKeyDictionary[Document, Value] = WeakKeyDictionary()
        self._large: list[ref[Document]] = []
        self._last = threading.local()

    def get(self, document: Document) -> Value:
        """The reading, or `_UNREAD`."""
        # Of what a thread looks at right now, the reading stays, however many others read large ones.
        if getattr(self._last, "document", None) is document:
            return self._last.reading
        with self._lock:
            return self._known.get(document, _UNREAD)

    def keep(self, document: Document, reading: Value) -> Value:
        """Keep a reading; the one that is kept already where another thread was quicker."""
        with self._lock:
            reading = self._known.setdefault(document, reading)
            if len(document.data) >= LARGE:
                self._last.document, self._last.reading = document, reading
                self._large.append(ref(document))
                self._shrink()
        return reading

    def _shrink(self) -> None:
        large = [(known, document) for known in self._large if (document := known()) in self._known]
        size = sum(len(document.data) for _, document in large if document is not None)
        while len(large) > 1 and size > KEPT:
            _, document = large.pop(0)
            if document is not None:
                size -= len(document.data)
                self._known.pop(document, None)
        self._large = [known for known, _ in large]


_UNREAD = object()
_readings = _Readings()


def read(value: Value) -> Value:
    """A document as parsed JSON or text, by its media type; any other value unchanged.

    The result belongs to the document and is shared: do not change it. An empty body is the empty text, also where the
    media type is JSON (a 204 often says so). Raises `EvaluationError` IT207 for JSON that is none.
    """
    if not isinstance(value, Document):
        return value
    known = _readings.get(value)
    if known is not _UNREAD:
        return known
    return _readings.keep(value, _parsed(value) if is_json(value) and value.data else text_of(value))


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
    # On one line, with what was broken over several in one piece: so a secret in it is found.
    text = " ".join(_LINE_BREAK.sub("", data[start:end].decode("utf-8", "replace")).split())
    return f"{'…' if start else ''}{text}{'…' if end < len(data) else ''}"
