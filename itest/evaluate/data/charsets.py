"""Charsets: the encoding of a text from outside, by what it says of itself and what is said of it."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from itest.model.lazy_pattern import lazy_pattern

DEFAULT = "utf-8"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks, and the codec that reads what follows without them; the second begins as the third."""
_NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"})
"""Python's own codecs, which are no character sets; some take quadratic time."""
_LOOKED_THROUGH = 1024
"""Bytes at the beginning of a page within which it has to say its charset (the HTML standard, 13.2.3.2)."""
_COMMENT = lazy_pattern(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_META = lazy_pattern(rb"<meta\s[^>]*?charset\s*=\s*[\"']?\s*([^\s\"'/>;]+)", re.IGNORECASE)
_XML = lazy_pattern(rb"\A\s*<\?xml\s[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._\-]+)[\"']")
_SAID = {"html": _META, "xml": _XML}
"""How a text of a kind says its charset."""


@lru_cache(maxsize=256)
def codec_of(charset: str) -> str | None:
    """The name of Python's codec for a charset; None for one that is not known."""
    try:
        name = codecs.lookup(charset).name
        if name.replace("_", "-") in _NO_CHARSETS:
            return None
        b" ".decode(name, "ignore")  # which refuses codecs that are not of text
    except (LookupError, ValueError):
        return None
    return name


def encoding(data: bytes, declared: str | None, kind: str = "") -> str:
    """The codec of a text, always one that Python has: by its byte order mark, by the charset that is declared, by
    what a page (`kind` html: `<meta charset>`) or an XML document (its declaration) says of itself, else UTF-8."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return codec
    return (declared and codec_of(declared)) or _own(data[:_LOOKED_THROUGH], kind) or DEFAULT


def _own(begin: bytes, kind: str) -> str | None:
    pattern = _SAID.get(kind)
    found = pattern.search(_COMMENT.sub(b"", begin)) if pattern else None
    codec = codec_of(found[1].decode("latin-1")) if found else None
    # It could not have been read so far, were it UTF-16: such a page is UTF-8 (the same, 13.2.3.2).
    return DEFAULT if codec and codec.startswith("utf-16") else codec
