"""A person's Markdown inside of a page of ours: it keeps its form, and loses what reaches beyond itself.

HTML becomes text, headings become smaller than ours, and a fence that is never closed is closed. What stands in code is
left alone where it is certain that it is code; in doubt a `<` is escaped, which at worst shows as an entity.
"""

from __future__ import annotations

import re

from itest.model.lazy_pattern import lazy_pattern

_FENCE = lazy_pattern(r" {0,3}(?P<mark>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)$")
_HEADING = lazy_pattern(r"^( {0,3})(#{1,6})(?=[ \t]|$)")
_UNDERLINE = lazy_pattern(r"^ {0,3}(=+|-+)[ \t]*$")
_SPAN = lazy_pattern(r"(?<![`\\])(`+)(?!`)([^|\n]*?[^`|\n])\1(?!`)")
_TAG = lazy_pattern(r"<(?=[A-Za-z/!?])")
_DEFINITION = lazy_pattern(r"^( {0,3})\[(?=[^\]]*\]:)")
_DEEPEST = 6
_DEEPER = 3
"""Levels that a heading goes down."""


def without_html(text: str) -> str:
    """The Markdown of a description, safe inside of a page."""
    found: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark["mark"].startswith(fence) and not mark["info"].strip():
                fence = ""
            found.append(line)
        elif mark:
            fence = mark["mark"]
            # No fence of theirs is drawn as a diagram that we would have to answer for.
            found.append(line[: mark.end("mark")] + re.sub(r"\W.*|^mermaid$", "", mark["info"].strip()))
        else:
            found.append(_line(line))
    return "\n".join([*found, fence] if fence else found)


def _line(line: str) -> str:
    if _UNDERLINE.match(line):
        # Under a paragraph it would be a heading; alone it would be a rule.
        return ""
    line = _HEADING.sub(lambda match: match[1] + "#" * min(_DEEPEST, len(match[2]) + _DEEPER), line)
    line = _DEFINITION.sub(r"\1\\[", line)
    parts: list[str] = []
    at = 0
    for span in _SPAN.finditer(line):
        parts += [_escaped(line[at : span.start()]), span[0]]
        at = span.end()
    return "".join([*parts, _escaped(line[at:])])


def _escaped(text: str) -> str:
    return _TAG.sub("&lt;", text).replace("$", "&#36;").replace("![", "!\\[")
