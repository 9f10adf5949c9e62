"""Stretches: how far a text goes that was meant as one, with the brackets, quotes and braces that belong to it, and how
it is quoted."""

from __future__ import annotations

import re

from itest.model.lazy_pattern import lazy_pattern

_QUOTED = lazy_pattern(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""", re.DOTALL)
_QUOTED_INSIDE = lazy_pattern(r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'""")
_CLOSING = {"[": "]", "{": "}", "(": ")"}
_BEHIND_KEY = frozenset(("", " ", "\t", "\n", ",", "[", "]", "{", "}"))
_BLANK = frozenset(("", " ", "\t", "\n"))


def stretch(text: str, start: int, until: str) -> int:
    """The end of the text that begins here, on its line: before a comment, or one of the characters in `until` outside
    of its own brackets and quotes (`:` only as the end of a key). Brackets that are not closed do not count."""
    end, closed = _stretch(text, start, until, nested=True)
    if not closed:
        end, _ = _stretch(text, start, until, nested=False)
    return start + len(text[start:end].rstrip(" \t"))


def quoted(text: str) -> str:
    """A text of one line in quotes that YAML takes off again."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def quote_end(text: str, start: int) -> int | None:
    """The end of a quoted scalar of YAML, however many lines it has; None where it is not closed."""
    found = _QUOTED.match(text, start)
    return found.end() if found else None


def line_end(text: str, offset: int) -> int:
    """The end of the line."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


def ends_key(text: str, offset: int) -> bool:
    """Whether a colon stands here that ends a key, and no other."""
    return text[offset : offset + 1] == ":" and text[offset + 1 : offset + 2] in _BEHIND_KEY


def _stretch(text: str, start: int, until: str, *, nested: bool) -> tuple[int, bool]:
    """The end, and whether all brackets are closed there."""
    offset, stop, closing = start, line_end(text, start), ""
    while offset < stop:
        character = text[offset]
        if text.startswith("{{", offset):
            offset = _braces_end(text, offset, stop)
            continue
        if character in "'\"" and (offset == start or not text[offset - 1].isalnum()):
            inside = _QUOTED_INSIDE.match(text, offset)
            if inside:
                offset = inside.end()
                continue
        if nested and character in _CLOSING:
            closing += _CLOSING[character]
        elif closing and character in ")]}":
            # A parenthesis that nobody closed ends with the bracket around it.
            closing = closing if character == ")" else closing.rstrip(")")
            if not closing.endswith(character):
                return offset, False
            closing = closing[:-1]
        elif (not closing and _parts(text, offset, until)) or _begins_comment(text, offset):
            break
        offset += 1
    return offset, not closing


def _parts(text: str, offset: int, until: str) -> bool:
    return text[offset] in until and (text[offset] != ":" or ends_key(text, offset))


def _begins_comment(text: str, offset: int) -> bool:
    """One that was meant: with something right behind the `#`, it is text."""
    around = (text[offset - 1 : offset], text[offset + 1 : offset + 2])
    return text[offset] == "#" and all(character in _BLANK for character in around)


def _braces_end(text: str, start: int, stop: int) -> int:
    """The end of `{{ … }}`, whose braces and quotes may hold others; `stop` where it is not closed."""
    offset, depth = start, 0
    while offset < stop:
        inside = _QUOTED_INSIDE.match(text, offset) if text[offset] in "'\"" else None
        depth += {"{": 1, "}": -1}.get(text[offset], 0)
        offset = inside.end() if inside else offset + 1
        if depth == 0:
            return offset
    closed = text.find("}}", start, stop)
    return stop if closed < 0 else closed + 2
