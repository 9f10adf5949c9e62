"""A person's Markdown inside of a page of ours: it keeps its form, and loses what reaches beyond itself.

HTML becomes text, headings become smaller than ours, and a fence that is never closed is closed. Links lead to `http`,
`https`, `mailto` and relative places only, and are written where they stand. What stands in code is left alone where it
is certain that it is code: a backtick without a partner, or a fence that may be a list's, leaves that open for what
follows. In doubt all is escaped, which at worst is seen.
"""

from __future__ import annotations

import re

from itest.model.lazy_pattern import lazy_pattern

_FENCE = lazy_pattern(r"(?P<indent> {0,3})(?P<mark>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)$")
_HEADING = lazy_pattern(r"^( {0,3})(#{1,6})(?=[ \t]|$)")
_UNDERLINE = lazy_pattern(r"^ {0,3}(=+|-+)[ \t]*$")
_SPAN = lazy_pattern(r"(?<![`\\])(`+)(?!`)([^|\n]*?[^`|\n])\1(?!`)")
_PLAIN = r"[^\s<>()\\]"
_PLACE = rf"(?:https?://|mailto:|(?!//|:)[^\s<>()\\:&/?#]*(?=[/?#)\s])){_PLAIN}*(?:\({_PLAIN}*\){_PLAIN}*)*"
"""Where a link may lead: a scheme that is written as it is, or no place for one before the first slash."""
_LIVE = lazy_pattern(
    rf"""\]\((?P<kept>{_PLACE}(?:[ \t]+"[^"\n\\]*")?[ \t]*\))?|(?P<definition>\]:)|(?P<image>!\[)|<(?=[A-Za-z/!?])|\$"""
    r"|(?<![\w\\])(?!https?:|mailto:)(?P<scheme>[a-z][a-z0-9+.\-]{1,30}):(?=\S)",
    re.IGNORECASE,
)
"""What Markdown, HTML or a reader that looks for links would act on."""
_DEEPEST = 6
_DEEPER = 3
"""Levels that a heading goes down."""


def without_html(text: str) -> str:
    """The Markdown of a description, safe inside of a page."""
    found: list[str] = []
    fence, open_code, in_doubt = "", False, False
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark["mark"].startswith(fence) and not mark["info"].strip():
                fence = ""
            found.append(_escaped(line) if in_doubt else line)
        elif mark:
            fence, open_code = mark["mark"], False
            in_doubt = in_doubt or bool(mark["indent"])
            # No fence of theirs is drawn as a diagram that we would have to answer for.
            found.append(line[: mark.end("mark")] + re.sub(r"\W.*|^mermaid$", "", mark["info"].strip()))
        else:
            open_code = open_code and bool(line.strip())
            written, left = _line(line, in_doubt=in_doubt or open_code)
            found.append(written)
            open_code = open_code or left
    return "\n".join([*found, fence] if fence else found)


def _line(line: str, *, in_doubt: bool) -> tuple[str, bool]:
    """The line, and whether a backtick in it has no partner."""
    if _UNDERLINE.match(line):
        # Under a paragraph it would be a heading; alone it would be a rule.
        return "", False
    line = _HEADING.sub(lambda match: match[1] + "#" * min(_DEEPEST, len(match[2]) + _DEEPER), line)
    parts: list[str] = []
    at = 0
    for span in () if in_doubt else _SPAN.finditer(line):
        between = line[at : span.start()]
        if "`" in between:
            break
        parts += [_escaped(between), span[0]]
        at = span.end()
    return "".join([*parts, _escaped(line[at:])]), "`" in line[at:]


def _escaped(text: str) -> str:
    return _LIVE.sub(_harmless, text)


def _harmless(match: re.Match[str]) -> str:
    text = match[0]
    if match["kept"]:
        return text
    if match["scheme"]:
        return f"{match['scheme']}\\:"
    if match["definition"] or match["image"] or text == "](":
        return f"{text[0]}\\{text[1]}"
    return "&lt;" if text == "<" else "&#36;"
