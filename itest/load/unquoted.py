"""Unquoted text: the stretch of a broken line that was meant as one text, and how it is written in quotes.

YAML gives up inside such a text or behind it. Here the lines are read again, forgivingly: brackets and quotes in a
text belong to it, up to the next `,` or the closing bracket around it. Whether a stretch is at fault YAML itself is
asked, so that nothing which it accepts is blamed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from itest.load.parser import parses
from itest.load.stretch import ends_key, line_end, quote_end, stretch
from itest.model.lazy_pattern import lazy_pattern
from itest.model.record import Record, State

MAX_ASKED = 1_000
"""Stretches that YAML is asked about before the search is given up."""

Fault: TypeAlias = Literal["quotes", "comma", "bracket", "comment"]
"""Quotes or a comma that are missing, a closing bracket too many, or a comment that is none."""

_PREFIX = lazy_pattern(
    r"""[ \t]*(?:[-?][ \t]+)*"""
    r"""(?P<key>(?:"(?:[^"\\\n]|\\.)*"[ \t]*|'(?:[^'\n]|'')*'[ \t]*|[^\s'"\[\]{}#&*!|>%@`,:](?:[^:\n]|:(?!\s|$))*)?"""
    r""":(?=\s|$)[ \t]*)?"""
)
"""What stands before a value in block style: indentation, dashes, a key."""
_PROPERTIES = lazy_pattern(r"""(?:[&!][\w!./-]*[ \t]+)*(?=[\[{'"])|""")
"""An anchor or a tag before brackets or quotes."""
_BLOCK_ENTRY = lazy_pattern(r"( *)(?:- |[\w.-]+:(?:\s|$))")
_KEY = lazy_pattern(r"""(?:[\w$.-]+|"[^"\n]*"|'[^'\n]*')[ \t]*:(?=[ \t\n]|$)""")
_KEY_INSIDE = lazy_pattern(r"(?<=\S)[ \t]+([\w$.-]+:)(?=[ \t])")
_FOLLOWS = lazy_pattern(r"[ \t]*(?:$|[\n,:\]}]|(?<=[ \t])#)")
"""What may stand behind a closing quote or bracket inside brackets."""
_APART = lazy_pattern(r"""[ \t]+(?:["'\[]|\{(?!\{)|[\w$.-]+:(?:[ \t\n]|$))""")
"""What begins another item there."""
_COMMENT = lazy_pattern(r"//[^\n]*|/\*[^\n]*")
_COLON = lazy_pattern(r"[ \t]*:")
_ENDS = lazy_pattern(r"[ \t]*(?:$|\n|(?<=[ \t])#)")
_KEY_OF, _VALUE, _ENTRY, _ITEM = ("{", ": v}"), ("{k: ", "}"), ("{", "}"), ("[", "]")
"""What YAML is given around a stretch, which depends on where it stands."""
_HARMLESS = lazy_pattern(r"[\w/$.=(][\w/$.=<>+() ;^-]*")


class Unquoted(Record):
    """Where it stands on one line (0 is the first), what to quote (`""`: nothing), whether brackets are around it."""

    line: int
    start: int
    end: int
    text: str
    in_brackets: bool
    fault: Fault = "quotes"


def find_unquoted(lines: Sequence[str], begin: tuple[int, int], last: int, *, value: bool) -> Unquoted | None:
    """The first stretch at fault between `begin` and the end of the line `last`.

    At `begin` stands a value (`value`), or what may come before one: the rest of a key, dashes, a line break.
    """
    judge = _Judge("\n".join(lines[begin[0] : last + 1]), begin[0])
    text, offset = judge.text, begin[1]
    while offset < len(text):
        prefix = None if value else _PREFIX.match(text, offset)
        start, until = (prefix.end(), "" if prefix["key"] else ":") if prefix else (offset, "")
        found, end = _in_value(judge, _behind_properties(text, start), until)
        if found or end is None:
            return found
        offset, value = line_end(text, end) + 1, False
    return None


class _Judge(State):
    """Says what is at fault in a text; `first` is the number of its first line."""

    text: str
    first: int
    asked: int = 0

    def stretch(self, start: int, end: int, around: tuple[str, str], *, in_brackets: bool = True) -> Unquoted | None:
        """The stretch, where YAML does not take it as it stands between what is `around` it."""
        text = self.text[start:end]
        if not text.startswith("{{"):
            if _HARMLESS.fullmatch(text) or self.asked == MAX_ASKED:
                return None
            self.asked += 1
            if parses(text.join(around)):
                return None
        key = _KEY_INSIDE.search(text) if around == _VALUE and in_brackets else None
        if key and "{{" not in text[: key.start()]:
            return self.found(start + key.start(1), start + key.end(1), "comma", text)
        return self.found(start, end, "quotes", text, in_brackets=in_brackets)

    def found(self, start: int, end: int, fault: Fault, text: str = "", *, in_brackets: bool = True) -> Unquoted:
        """What is at fault, with its place."""
        line = self.text.count("\n", 0, start)
        column = start - (self.text.rfind("\n", 0, start) + 1)
        return Unquoted(self.first + line, column, column + end - start, text, in_brackets, fault)


def _in_value(judge: _Judge, start: int, until: str) -> tuple[Unquoted | None, int | None]:
    """What is at fault in a value in block style (or in a key, `until` its colon), or its end; neither where that
    cannot be told."""
    text = judge.text
    character, end = text[start : start + 1], start
    if character in ("", "\n", "#"):
        return None, start
    if character in ("|", ">"):
        return None, None
    if character in ("'", '"') or _opens(text, start):
        found, closed = (None, quote_end(text, start)) if character in ("'", '"') else _Brackets(judge, start).walk()
        if found or closed is None:
            return found, None
        if "\n" in text[start:closed] or _ENDS.match(text, closed):
            return None, closed
        if text[closed] in "]}":
            return judge.found(closed, closed + 1, "bracket"), None
    end = stretch(text, start, until)
    return judge.stretch(start, end, ("k: ", ""), in_brackets=False), end


def _behind_properties(text: str, offset: int) -> int:
    found = _PROPERTIES.match(text, offset)
    return found.end() if found else offset


def _opens(text: str, offset: int) -> bool:
    """Whether a list or mapping in brackets begins here, and no template."""
    return text[offset] in "[{" and not text.startswith("{{", offset)


class _Open(State):
    """A list or mapping whose closing bracket is still to come."""

    start: int
    closing: str
    behind_key: bool = False
    """What comes next is the value of a key."""
    before: Literal["", "text", "closed"] = ""
    """What stands before, with no comma since: text, or something that ended with a quote or bracket."""


class _Brackets:
    """The walk through one list or mapping in brackets, with all that are in it, over as many lines as it has."""

    def __init__(self, judge: _Judge, start: int) -> None:
        self._judge = judge
        self._text = judge.text
        self._offset = start
        self._open: list[_Open] = []
        line = self._text.rfind("\n", 0, start) + 1
        before = self._text[line:start]
        keyed = before.rstrip().endswith(":")
        self._indent = len(before) - len(before.lstrip(" -" if keyed else " ")) if before.strip() else None
        """That of the block around; None where the bracket begins its line, which says nothing about the block."""

    def walk(self) -> tuple[Unquoted | None, int | None]:
        """The first stretch at fault, or the end behind the brackets; neither where they are not closed."""
        text = self._text
        while self._offset < len(text):
            character, found = text[self._offset], None
            if character in " \t\n":
                self._offset += 1
                if character == "\n" and self._left():
                    break
            elif character == "#" and text[self._offset - 1] in " \t\n":
                self._offset = line_end(text, self._offset)
            elif character in "]}":
                if self._open[-1].closing != character:
                    break
                closed = self._open.pop().start
                self._offset += 1
                if not self._open:
                    return None, self._offset
                found = self._behind(closed)
            elif not self._separates(character):
                found = self._item()
            if found:
                return found, None
        return None, None

    def _left(self) -> bool:
        """Whether the line that begins here is one of the block around the brackets, which were not closed, then."""
        entry = _BLOCK_ENTRY.match(self._text, self._offset)
        return entry is not None and self._indent is not None and len(entry[1]) <= self._indent

    def _separates(self, character: str) -> bool:
        """Step over a comma, or the colon behind a key."""
        if character == ",":
            self._open[-1].behind_key = False
        elif ends_key(self._text, self._offset) or (character == ":" and self._open[-1].before == "closed"):
            self._open[-1].behind_key = True
        else:
            return False
        self._open[-1].before = ""
        self._offset += 1
        return True

    def _item(self) -> Unquoted | None:
        """Enter, step over or judge the item that begins here."""
        if not self._open or not self._open[-1].behind_key:
            comment = _COMMENT.match(self._text, self._offset)
            if comment:
                return self._judge.found(comment.start(), comment.end(), "comment")
        missing = self._comma_missing()
        if missing:
            return missing
        self._offset = start = _behind_properties(self._text, self._offset)
        text, character = self._text, self._text[start]
        if _opens(text, start):
            self._open.append(_Open(start, "]" if character == "[" else "}"))
            self._offset += 1
            return None
        if character in "'\"":
            self._offset = quote_end(text, start) or len(text)
            return self._behind(start)
        self._open[-1].before = "text"
        return self._text_from(start)

    def _comma_missing(self) -> Unquoted | None:
        """The item that begins here, where nothing parts it from the one before."""
        text, start = self._text, self._offset
        before = self._open[-1].before if self._open else ""
        key = _KEY.match(text, start)
        if before == "closed" or (before == "text" and (key or _opens(text, start))):
            return self._judge.found(start, key.end() if key else stretch(text, start, ",:]}"), "comma")
        return None

    def _behind(self, start: int) -> Unquoted | None:
        """The item from `start`, which ended with a quote or bracket, where it goes on behind that."""
        self._open[-1].before = "closed"
        if _FOLLOWS.match(self._text, self._offset) or _APART.match(self._text, self._offset):
            return None
        if "\n" in self._text[start : self._offset]:
            self._offset = len(self._text)
            return None
        return self._text_from(start)

    def _text_from(self, start: int) -> Unquoted | None:
        level = self._open[-1]
        end = stretch(self._text, start, ",]}" if level.behind_key else ",:]}")
        self._offset = max(end, start + 1)
        around = _VALUE if level.behind_key else _ITEM if level.closing == "]" else _ENTRY
        if not level.behind_key and _COLON.match(self._text, end):
            around = _KEY_OF
        return self._judge.stretch(start, end, around)
