"""Prose: a description as HTML; paragraphs, emphasis and code of Markdown, and nothing that could lead anywhere."""

from __future__ import annotations

from html import escape

from itest.evaluate.data.escape import cut, visible
from itest.model.lazy_pattern import lazy_pattern

_LIMIT = 4000
_BREAK = lazy_pattern(r"\n[ \t]*\n\s*")
_ITEM = lazy_pattern(r"\n(?=[ \t]*(?:[-*+]|\d+\.) )")
_STRONG = lazy_pattern(r"\*\*(?=\S)([^*\n]{1,500})(?<=\S)\*\*")
_CODE = lazy_pattern(r"`([^`\n]{1,500})`")


def prose(text: str) -> str:
    """The text's paragraphs; its lines flow together, items of a list keep theirs."""
    whole = escape(cut(visible(text.strip(), keep_newlines=True), _LIMIT))
    return "".join(f"<p>{_inline(paragraph)}</p>" for paragraph in _BREAK.split(whole) if paragraph)


def _inline(paragraph: str) -> str:
    """What is escaped already is not changed by this; only elements of ours are added."""
    flowing = "\n".join(" ".join(item.split()) for item in _ITEM.split(paragraph))
    return _CODE.sub(r"<code>\1</code>", _STRONG.sub(r"<strong>\1</strong>", flowing))
