"""Positions: `Span` in a file, the `Source` text, and the `SourceMap` that knows where each node of a file stands."""

from __future__ import annotations

from collections.abc import Mapping

from itest.model.record import Record
from itest.model.values import EMPTY, Pointer

Mark = tuple[int, int, int, int]
"""Start line, start column, end line, end column; zero-based, as the YAML parser counts."""


class Span(Record, order=True):
    """A stretch of a file; lines and columns count from 1, the end is exclusive, columns are characters."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Excerpt(Record):
    """A span with the source lines around it: `lines` are (number, text), the marked line among them."""

    span: Span
    lines: tuple[tuple[int, str], ...]


class Source(Record):
    """The text of one file under the name that people see (relative to where they stand)."""

    file: str
    text: str
    lines: tuple[str, ...] = ()

    @property
    def line_count(self) -> int:
        """Lines of the file; after the last line break there is none."""
        lines = self.lines or tuple(self.text.split("\n"))
        return len(lines) - (len(lines) > 1 and not lines[-1])

    def excerpt(self, span: Span, context: int = 1) -> Excerpt:
        """The marked line with up to `context` lines on both sides."""
        lines = self.lines or tuple(self.text.split("\n"))
        first = max(1, span.line - context)
        last = min(len(lines), max(span.line, min(self.line_count, span.line + context)))
        return Excerpt(span, tuple((number, lines[number - 1].rstrip("\r")) for number in range(first, last + 1)))


class SourceMap(Record):
    """Where every node (`values`) and every mapping key (`keys`) of a file stands, by pointer."""

    source: Source
    values: Mapping[Pointer, Mark] = EMPTY
    keys: Mapping[Pointer, Mark] = EMPTY

    def span(self, pointer: Pointer) -> Span:
        """The span of the node, or of its nearest ancestor that has one."""
        return self._span(self.values, pointer)

    def key_span(self, pointer: Pointer) -> Span:
        """The span of the key that leads to the node; of the node itself where it has no key (a list item)."""
        return self._span(self.keys if pointer in self.keys else self.values, pointer)

    def key_place(self, pointer: Pointer) -> Mark:
        """Where the key that leads to the node stands, to put keys in the order of the file."""
        return self.keys.get(pointer) or self._mark(self.values, pointer)

    def excerpt(self, pointer: Pointer, *, key: bool = False) -> Excerpt:
        """The node's (or its key's) span with the lines around it."""
        return self.source.excerpt(self.key_span(pointer) if key else self.span(pointer))

    def written(self, pointer: Pointer) -> str | None:
        """A one-line plain scalar exactly as it is written in the file (`1.0`, `1e3`, `~`), or None."""
        mark = self.values.get(pointer)
        if mark is None or mark[0] != mark[2]:
            return None
        lines = self.source.lines or tuple(self.source.text.split("\n"))
        return lines[mark[0]][mark[1] : mark[3]] if mark[0] < len(lines) else None

    def _span(self, marks: Mapping[Pointer, Mark], pointer: Pointer) -> Span:
        start_line, start_column, end_line, end_column = self._mark(marks, pointer)
        return Span(self.source.file, start_line + 1, start_column + 1, end_line + 1, end_column + 1)

    def _mark(self, marks: Mapping[Pointer, Mark], pointer: Pointer) -> Mark:
        while pointer and pointer not in marks:
            pointer = pointer[:-1]
            marks = self.values
        return marks.get(pointer, (0, 0, 0, 0))
