"""Escapes and sets in the patterns of ECMA-262, as sets of the engine."""

from __future__ import annotations

import re

from itest.evaluate.data.ecma_characters import ANY, CLASSES, CONTROLS, alone, character, property_ranges
from itest.evaluate.data.pattern_syntax import PatternSyntax
from itest.model.lazy_pattern import lazy_pattern

_NUMBER = lazy_pattern(r"x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]+)\}")
_LOW_HALF = lazy_pattern(r"\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_PROPERTY = lazy_pattern(r"([pP])\{([^}]*)\}")
_CONTROL = lazy_pattern(r"c([A-Za-z])")
_HINTS = {"A": "the beginning of the text is `^`", "Z": "the end of the text is `$`", "z": "the end of the text is `$`"}


class Cursor:
    """A pattern, and how far it is read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    @property
    def next(self) -> str:
        """The next character; `""` at the end."""
        return self.text[self.at : self.at + 1]

    def take(self, wanted: re.Pattern[str]) -> re.Match[str] | None:
        """What is read where the text goes on like that."""
        match = wanted.match(self.text, self.at)
        if match is not None:
            self.at = match.end()
        return match

    def error(self, message: str) -> PatternSyntax:
        return PatternSyntax(message, self.at)


def escaped(cursor: Cursor) -> str:
    """The set that an escape outside a set stands for; the cursor is at its backslash."""
    ranges = _class(cursor)
    return alone(ranges) if ranges is not None else character(_code(cursor))


def bracketed(cursor: Cursor) -> str:
    """A set in brackets; the cursor is at its opening one."""
    opened = cursor.at
    cursor.at += 1
    negated = cursor.next == "^"
    cursor.at += negated
    ranges = ""
    while cursor.next != "]":
        if not cursor.next:
            raise PatternSyntax("a set is never closed", opened)
        ranges += _member(cursor)
    cursor.at += 1
    if negated:
        return f"[^{ranges}]" if ranges else alone(ANY)
    return alone(ranges)


def _member(cursor: Cursor) -> str:
    """A class, a character, or a range of them."""
    start = cursor.at
    ranges = _class(cursor)
    first = -1 if ranges is not None else _one(cursor)
    if cursor.next != "-" or cursor.text[cursor.at + 1 : cursor.at + 2] in ("]", ""):
        return ranges if ranges is not None else character(first)
    cursor.at += 1
    if ranges is not None or _class(cursor) is not None:
        raise PatternSyntax("a range goes from one character to another", start)
    last = _one(cursor)
    if last < first:
        raise PatternSyntax("the ends of a range are out of order", start)
    return f"{character(first)}-{character(last)}"


def _one(cursor: Cursor) -> int:
    if cursor.next == "\\":
        if cursor.text.startswith("\\b", cursor.at):
            cursor.at += 2
            return 0x08
        return _code(cursor)
    cursor.at += 1
    return ord(cursor.text[cursor.at - 1])


def _class(cursor: Cursor) -> str | None:
    """The ranges of `\\d` and its like or of a property, if there is one."""
    if cursor.next != "\\":
        return None
    letter = cursor.text[cursor.at + 1 : cursor.at + 2]
    if letter in CLASSES:
        cursor.at += 2
        return CLASSES[letter]
    match = _PROPERTY.match(cursor.text, cursor.at + 1)
    if match is None:
        return None
    ranges = property_ranges(match[2], negated=match[1] == "P", offset=cursor.at)
    cursor.at = match.end()
    return ranges


def _code(cursor: Cursor) -> int:
    """The character that an escape stands for, by its number."""
    start = cursor.at
    cursor.at += 1
    control = cursor.take(_CONTROL)
    if control is not None:
        return ord(control[1]) % 32
    number = cursor.take(_NUMBER)
    if number is not None:
        return _numbered(cursor, int(number[1] or number[2] or number[3], 16), start)
    letter = cursor.next
    cursor.at += 1
    if letter == "0" and not cursor.next.isdecimal():
        return 0
    if letter in CONTROLS:
        return CONTROLS[letter]
    if not letter or letter.isalnum():
        hint = f"; {_HINTS[letter]}" if letter in _HINTS else ""
        raise PatternSyntax(f"`\\{letter}` is no escape of ECMA-262{hint}", start)
    return ord(letter)


def _numbered(cursor: Cursor, code: int, start: int) -> int:
    if code > 0x10FFFF:
        raise PatternSyntax("there is no such character", start)
    low = cursor.take(_LOW_HALF) if 0xD800 <= code < 0xDC00 else None
    return code if low is None else 0x10000 + (code - 0xD800 << 10) + int(low[1], 16) - 0xDC00
