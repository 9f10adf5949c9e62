"""Documents: a body or message read as what it is said to be, by `read_as` or its media type, once, when it is first
used."""

from __future__ import annotations

import codecs
import threading
from functools import lru_cache
from weakref import WeakKeyDictionary, ref

from itest.evaluate.data.charsets import DEFAULT, codec_of, encoding
from itest.evaluate.data.escape import cut
from itest.evaluate.data.json_text import JsonError, parse
from itest.model.lazy_pattern import lazy_pattern
from itest.model.problem import EvaluationError
from itest.model.values import Document, Value

_WORDS = lazy_pattern(r"[.+_\-]")
_SEVERAL = frozenset({"seq", "lines", "stream"})
"""Words of media types of many JSON texts, one after the other."""
_XML_TYPES = frozenset({"application/xml", "text/xml"})
_HTML_TYPES = frozenset({"text/html"})
_BLANK = b" \t\r\n"
_LINE_BREAK = lazy_pattern(r"\s*\n\s*")
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
    """A document as parsed JSON, text or bytes; any other value unchanged.

    The result belongs to the document and is shared: do not change it. An empty body is the empty text, also where the
    media type is JSON (a 204 often says so). Raises `EvaluationError` IT207 for what cannot be read.
    """
    if not isinstance(value, Document):
        return value
    known = _readings.get(value)
    if known is not _UNREAD:
        return known
    if value.unreadable:
        raise unreadable(value)
    kind = kind_of(value)
    if kind == "bytes":
        return value.data
    return _readings.keep(value, _parsed(value) if kind == "json" and value.data else text_of(value))


def kind_of(document: Document) -> str:
    """What a document is read as: json, xml, html, text or bytes, by `read_as`, else by its media type; one without
    either that begins as JSON is JSON."""
    if document.read_as or document.media_type:
        return document.read_as or _kind_of_type(document.media_type)
    begin = document.data[:_AROUND].removeprefix(codecs.BOM_UTF8).lstrip(_BLANK)
    return "json" if begin.startswith((b"{", b"[")) else "text"


def markup(document: Document) -> str | None:
    """`xml` or `html`, None for anything else."""
    kind = kind_of(document)
    return kind if kind in ("xml", "html") else None


def encoding_of(document: Document) -> str:
    """The codec of a document's text, always one that Python has. A page that is read as text says its charset, too."""
    kind = markup(document) or _kind_of_type(document.media_type)
    return encoding(document.data, document.charset, kind)


def text_of(document: Document) -> str:
    """The bytes as text, without a byte order mark; what cannot be decoded becomes U+FFFD."""
    return document.data.decode(encoding_of(document), "replace")


def unreadable(document: Document) -> EvaluationError:
    """Why a document cannot be read at all."""
    return EvaluationError(document.unreadable, code="IT207")


@lru_cache(maxsize=256)
def _kind_of_type(media_type: str) -> str:
    """A subtype names JSON as one of its words: `json`, `problem+json`, `x-amz-json-1.0`."""
    essence = media_type.partition(";")[0].strip().lower()
    words = _WORDS.split(essence.partition("/")[2])
    if "json" in words and not _SEVERAL.intersection(words):
        return "json"
    if essence in _XML_TYPES or essence.endswith("+xml"):
        return "xml"
    return "html" if essence in _HTML_TYPES else "text"


def _parsed(document: Document) -> Value:
    # JSON is UTF-8 whatever a charset parameter says, and a mark before it may be ignored (RFC 8259, 8.1).
    data = document.data.removeprefix(codecs.BOM_UTF8)
    try:
        return parse(data)
    except JsonError as error:
        place = f"at line {error.line}, column {error.column}"
        raise EvaluationError(
            f"{_claim(document)} and is not: {error.message}, {place}{_other_charset(document)}",
            code="IT207",
            hint=f"there it reads: {_around(data, error.offset)}",
        ) from None


def _claim(document: Document) -> str:
    if document.read_as:
        return "the body is to be read as JSON"
    return "the body says it is JSON" if document.media_type else "the body has no media type, begins as JSON"


def _other_charset(document: Document) -> str:
    """The declared charset, which may be the reason, where it is none in which JSON is written."""
    if document.charset is None or codec_of(document.charset) in (DEFAULT, "ascii"):
        return ""
    return f" (it declares the charset {cut(document.charset, 40)}; JSON is UTF-8)"


def _around(data: bytes, offset: int) -> str:
    start, end = max(0, offset - _AROUND), min(len(data), offset + _AROUND)
    # On one line, with what was broken over several in one piece: so a secret in it is found.
    text = " ".join(_LINE_BREAK.sub("", data[start:end].decode("utf-8", "replace")).split())
    return f"{'…' if start else ''}{text}{'…' if end < len(data) else ''}"
