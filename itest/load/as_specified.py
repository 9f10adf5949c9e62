"""YAML 1.2 where libyaml reads otherwise: names of anchors, `?` in brackets, literal blocks that begin with a tab.

The pure parser of PyYAML with what the specification says in these places. It is 15 times slower, so it reads only the
texts in which one of them may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from itest.load.libyaml import ScalarToken, ScannerError, yaml
from itest.model.lazy_pattern import lazy_pattern

MAX_CHARACTERS = 200_000
"""Of a text that is read by this parser; people write none that is longer."""
MAX_LEVELS = 200
"""Where a text is deeper, reading stops: whoever asked has a lower limit."""

_BLANKS = "\0 \t\r\n\x85\u2028\u2029"
_FLOW = ",[]{}"
_READ_OTHERWISE = lazy_pattern(
    r"(?:^|(?<=[\s\[{,]))[&*][0-9A-Za-z_-]*[^\s,\[\]{}0-9A-Za-z_-]"  # a name that is more than letters and digits
    r"|[\[{,:]\s*\?[^\s,\[\]{}]"  # a text that begins with `?`
    r"|[|>][-+0-9]*[ \t]*(?:[ \t]#[^\n]*)?\r?\n(?:[ ]*\r?\n)*[ ]*\t",  # a block whose first character is a tab
    re.MULTILINE,
)


class TooDeep(Exception):
    """More levels than `MAX_LEVELS`."""


class Parser(yaml.SafeLoader):
    """Makes the events of a text."""

    def scan_anchor(self, TokenClass: type) -> Any:
        """7.1, ns-anchor-char: all but blanks and the signs of brackets."""
        start, length = self.get_mark(), 1
        while self.peek(length) not in _BLANKS + _FLOW:
            length += 1
        if length == 1:
            raise ScannerError("while scanning a name", start, "expected alphabetic or numeric", self.get_mark())
        name = self.prefix(length)[1:]
        self.forward(length)
        return TokenClass(name, start, self.get_mark())

    def check_key(self) -> bool:
        """7.4.2: a `?` before a blank."""
        return self.peek(1) in _BLANKS

    def check_plain(self) -> bool:
        """7.3.3, ns-plain-first: in brackets, too, a text may begin with `?` where no blank follows."""
        after = self.peek(1)
        return bool(super().check_plain()) or (self.peek() == "?" and after not in _BLANKS + _FLOW)

    def scan_plain(self) -> Any:
        """7.3.3, ns-plain: as in PyYAML, with `?` as a character like others."""
        chunks: list[str] = []
        spaces: list[str] = []
        start = end = self.get_mark()
        indent = self.indent + 1
        while self.peek() != "#" and (length := self._plain_length()):
            self.allow_simple_key = False
            chunks += [*spaces, self.prefix(length)]
            self.forward(length)
            end = self.get_mark()
            spaces = self.scan_plain_spaces(indent, start) or []
            if not spaces or (not self.flow_level and self.column < indent):
                break
        return ScalarToken("".join(chunks), True, start, end)

    def _plain_length(self) -> int:
        """Of the part of a plain text up to the next blank or its end."""
        length, ends = 0, _FLOW if self.flow_level else ""
        while (character := self.peek(length)) not in _BLANKS + ends:
            if character == ":" and self.peek(length + 1) in _BLANKS + ends:
                break
            length += 1
        return length


def read_otherwise(text: str) -> bool:
    """Whether libyaml may read a text otherwise than it is specified."""
    asked = any(sign in text for sign in "&*?\t")
    return asked and len(text) <= MAX_CHARACTERS and _READ_OTHERWISE.search(text) is not None


def specified_events(text: str) -> Iterator[Any]:
    """The events of a text; raises `yaml.YAMLError`, and `TooDeep` where it is deeper than people write."""
    level = 0
    for event in yaml.parse(text, Loader=Parser):
        level += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if level > MAX_LEVELS:
            raise TooDeep
        yield event
