"""Workflow commands: the lines that a GitHub runner takes for orders, escaped so that no text gives one by itself.

The escapes are those of the runner: `%`, carriage return and line feed in every value, and `:` and `,` in properties.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence

from itest.evaluate.data.escape import cut
from itest.model.record import Record

_DATA = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_PROPERTY = (*_DATA, (":", "%3A"), (",", "%2C"))
_MESSAGE = 4000
_TITLE = 200
_SHORTEST_MASK = 4
"""Characters; a shorter mask would blot out half of the log, and itest hides such a secret itself."""


class Place(Record, kw_only=True):
    """Where an annotation stands, from the top of the checkout; columns are of one line, 0 where they are not known."""

    file: str
    line: int = 1
    column: int = 0
    end_column: int = 0


class Annotation(Record, kw_only=True):
    """A note at a line of a file, shown beside the code. `level` is `error`, `warning` or `notice`."""

    level: str
    title: str
    message: str
    place: Place | None = None


def annotation_line(annotation: Annotation) -> str:
    """The command that makes the annotation."""
    properties = [*_properties(annotation.place), ("title", cut(annotation.title, _TITLE))]
    text = ",".join(f"{name}={_escaped(str(value), _PROPERTY)}" for name, value in properties)
    return f"::{annotation.level} {text}::{_escaped(cut(annotation.message, _MESSAGE), _DATA)}"


def _properties(place: Place | None) -> Iterator[tuple[str, object]]:
    if place is None:
        return
    yield from (("file", place.file), ("line", place.line))
    if place.column:
        yield "col", place.column
    if place.end_column > place.column > 0:
        yield from (("endLine", place.line), ("endColumn", place.end_column))


def mask_lines(values: Sequence[str]) -> list[str]:
    """The commands that make the runner hide these values; of several lines each by itself, as a log has lines."""
    pieces = [line.strip() for value in values for line in value.splitlines()]
    masked = dict.fromkeys(piece for piece in pieces if len(piece) >= _SHORTEST_MASK)
    return [f"::add-mask::{_escaped(piece, _DATA)}" for piece in masked]


def stop_word() -> str:
    """A word that nobody can guess, so that no text can end the silence that it begins."""
    return f"itest-{secrets.token_hex(16)}"


def stop_line(word: str) -> str:
    """From here on the runner hears no command."""
    return f"::stop-commands::{word}"


def resume_line(word: str) -> str:
    """From here on it does again."""
    return f"::{word}::"


def _escaped(text: str, table: tuple[tuple[str, str], ...]) -> str:
    for character, escape in table:
        text = text.replace(character, escape)
    return text
