"""Excerpts: source lines with a caret under what is meant, and the block in which a problem is shown.

    scenarios/a.yaml:18:21 IT304 unknown key `stauts`
        17 │   expect:
      ❯ 18 │     stauts: 200
           │     ^^^^^^
      did you mean `status`?

Carets stand by what a terminal shows: wide characters take two columns, combining ones none, tabs four; what hides or
moves is written out first. Long lines are shown around the caret.
"""

from __future__ import annotations

import unicodedata

from itest.evaluate.data.escape import visible
from itest.model.problem import Problem
from itest.model.record import Record
from itest.model.source import Excerpt, Span

MARKER = "❯"
CARET = "^"
COLUMNS = 110
"""Columns of source text that are shown of a line."""
_LEAD = 30
"""Columns that stay before the caret where a line is too long."""
_TAB = "    "
_MORE = "…"


def problem_lines(problem: Problem) -> list[str]:
    """The block of a problem: place, code and sentence; the source with a caret; the hint."""
    head = " ".join(part for part in (problem.place, problem.code, problem.message) if part)
    lines = [visible(head)]
    if problem.excerpt:
        lines += excerpt_lines(problem.excerpt)
    if problem.hint:
        lines.append(f"  {visible(problem.hint)}")
    return lines


def excerpt_lines(excerpt: Excerpt) -> list[str]:
    """The lines of an excerpt, the marked one with a marker and carets beneath it."""
    span = excerpt.span
    lines = {number: _Line.of(text) for number, text in excerpt.lines}
    marked = lines.get(span.line)
    if marked is None:
        return []
    start, length = _underlined(marked, span)
    offset = start - _LEAD if marked.width > COLUMNS and start + length > COLUMNS else 0
    digits = len(str(max(lines)))
    shown: list[str] = []
    for number, line in lines.items():
        marker = MARKER if number == span.line else " "
        shown.append(f"  {marker} {number:>{digits}} │ {line.window(offset)}".rstrip())
        if number == span.line:
            carets = " " * (start - offset) + CARET * max(1, min(length, COLUMNS - (start - offset)))
            shown.append(f"    {'':{digits}} │ {carets}")
    return shown


class _Line(Record):
    """A line as shown: for each of its characters what is written, and the column where that starts."""

    cells: tuple[str, ...]
    starts: tuple[int, ...]
    width: int

    @classmethod
    def of(cls, text: str) -> _Line:
        if text.isascii() and text.isprintable():
            return cls(tuple(text), tuple(range(len(text))), len(text))
        cells = tuple(_TAB if character == "\t" else visible(character) for character in text)
        starts, column = [], 0
        for cell in cells:
            starts.append(column)
            column += sum(map(_columns, cell))
        return cls(cells, tuple(starts), column)

    def column(self, index: int) -> int:
        """The column where a character starts; behind the last one, each further character counts one."""
        return self.starts[index] if index < len(self.starts) else self.width + index - len(self.starts)

    def window(self, offset: int) -> str:
        """What is seen of the line from a column on, an ellipsis where something is cut away."""
        if offset == 0 and self.width <= COLUMNS:
            return "".join(self.cells)
        before, after = offset > 0, self.width - offset > COLUMNS
        first, last = offset + len(_MORE) * before, offset + COLUMNS - len(_MORE) * after
        seen = [(start, cell) for start, cell in zip(self.starts, self.cells, strict=True) if first <= start < last]
        # A wide character that is cut in two leaves a blank where it began.
        blank = " " * (seen[0][0] - first) if before and seen else ""
        return _MORE * before + blank + "".join(cell for _, cell in seen) + _MORE * after


def _underlined(line: _Line, span: Span) -> tuple[int, int]:
    """The column and the number of columns to underline; of a span over several lines the first, to its end."""
    start = line.column(span.column - 1)
    end = line.column(span.end_column - 1) if span.end_line == span.line else line.width
    return start, max(1, end - start)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
