"""Escaping: text from outside made harmless to look at, in a terminal, a CI log or a report.

What came from outside is treated in this order: redacted, escaped (here), prefixed, cut. Escapes are written the way
Python writes them (`\\x1b`, `\\u202e`), so that what was there can be read off.

Log readers act on some texts as commands. GitHub takes `::name::` at the start of a line, blanks before it ignored;
GitHub and Azure take `##[…]` and `##vso[…]`, TeamCity `##teamcity[…]`, anywhere in a line, so that no prefix of ours
would help; GitLab and Jenkins take `[[ATTACHMENT|…]]` in a JUnit file. Each of them loses its second character to an
escape. GitLab's and Travis' sections need a carriage return and ESC, which are escaped anyway.
"""

from __future__ import annotations

import re

from itest.model.lazy_pattern import lazy_pattern

_UNSEEN = lazy_pattern(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0 with ESC, DEL, C1
    "\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # unseen, breaks, bidi
    "\ud800-\udfff"  # surrogates without their partner
    "\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "\U000e0000-\U000e007f]"  # tags: a hidden alphabet
)
_COMMAND = lazy_pattern(
    r"(?m)(?:(?P<line>^[^\S\n]*:):(?=[^\n]*::))"
    r"|(?P<hash>#)#(?=[A-Za-z]*\[)"
    r"|(?P<attachment>\[)\[(?=ATTACHMENT\|)"
)
_STEERING = lazy_pattern(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, and what moves the cursor
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles, links
    r"|\x1b[()*+][ -~]|\x1b[ -~]"
)
_NAMED = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}


def visible(text: str, *, keep_newlines: bool = False) -> str:
    """The text with every character that hides, moves or commands written out; the same object where there is none.

    `keep_newlines` leaves line feeds (and only them: a carriage return overwrites a line).
    """
    if text.isascii() and text.isprintable() and not _may_command(text):
        return text
    escaped = _UNSEEN.sub(lambda match: _shown(match.group(), keep_newlines), text)
    return _COMMAND.sub(_disarmed, escaped) if _may_command(escaped) else escaped


def uncoloured(text: str) -> str:
    """The text without the sequences that colour and steer a terminal (ECMA-48)."""
    return _STEERING.sub("", text) if "\x1b" in text or "\x9b" in text else text


def cut(text: str, limit: int) -> str:
    """The text in at most `limit` characters, an ellipsis in the place of what is left out."""
    return text if len(text) <= limit else f"{text[: max(0, limit - 1)]}…"


def _may_command(text: str) -> bool:
    return "::" in text or "##" in text or "[[" in text


def _shown(character: str, keep_newlines: bool) -> str:
    if character == "\n" and keep_newlines:
        return character
    if character in _NAMED:
        return _NAMED[character]
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _disarmed(match: re.Match[str]) -> str:
    kept = match.group(match.lastgroup or 0)
    return f"{kept}\\x{ord(match.group()[-1]):02x}"
