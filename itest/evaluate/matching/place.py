"""Places: where in a result a value stands, and where in the file and how it is expected."""

from __future__ import annotations

from enum import Enum

from itest.evaluate.data.jsonpath import path_text
from itest.model.record import Record, replace
from itest.model.values import Pointer

_BY_NAME = frozenset({"headers", "cookies", "trailers"})
"""Fields whose entries people call by name: `headers content-type`, not `headers $['content-type']`."""


class Suffix(Record):
    """A part of a place that is no name or index: a selector (`..id`), an XPath, a remark (` size`)."""

    text: str


Part = str | int | Suffix


class Reading(Enum):
    """How an expected scalar is read: as itself; as text, as it is written; as a duration in seconds; as a status or a
    class of them."""

    VALUE = "value"
    TEXT = "text"
    DURATION = "duration"
    STATUS = "status"


class Place(Record, kw_only=True):
    """Both sides of a comparison: `field` and `parts` of the result, `pointer` of the expectation in its file.

    `data`: the expected side came out of a template, so nothing in it is an operator. `exact`: no further keys.
    `text_keys`: names below which values can only be text. `chomped`: the actual text is without its last line breaks,
    so that those of an expected one do not count.
    """

    field: str
    pointer: Pointer = ()
    parts: tuple[Part, ...] = ()
    reading: Reading = Reading.VALUE
    data: bool = False
    exact: bool = False
    text_keys: frozenset[str] = frozenset()
    chomped: bool = False

    def __str__(self) -> str:
        if not self.parts:
            return self.field
        if self.field in _BY_NAME:
            return f"{self.field} {_names(self.parts)}"
        return f"{self.field} {_path(self.parts)}"

    def down(self, part: Part, key: str | int) -> Place:
        """The child `part` of the result, expected at `key` of the expectation."""
        return Place(
            field=self.field,
            pointer=(*self.pointer, key),
            parts=(*self.parts, part),
            reading=Reading.TEXT if part in self.text_keys else self.reading,
            data=self.data,
            exact=self.exact,
            chomped=self.chomped,
        )

    def at(self, *parts: Part) -> Place:
        """Another part of the result under the same expectation."""
        return replace(self, parts=(*self.parts, *parts))

    def under(self, *keys: str | int) -> Place:
        """The same part of the result under a deeper expectation (an operator's argument)."""
        return replace(self, pointer=(*self.pointer, *keys))

    def plainly(self) -> Place:
        """The same place where values are read as themselves (a size, parsed JSON)."""
        return replace(self, reading=Reading.VALUE, chomped=False)


def _names(parts: tuple[Part, ...]) -> str:
    text = str(parts[0].text if isinstance(parts[0], Suffix) else parts[0])
    for part in parts[1:]:
        text += part.text if isinstance(part, Suffix) else f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.lstrip()


def _path(parts: tuple[Part, ...]) -> str:
    text = "" if isinstance(parts[0], Suffix) and not parts[0].text.startswith((".", "[")) else "$"
    plain: list[str | int] = []
    for part in parts:
        if isinstance(part, Suffix):
            text += path_text(plain)[1:] + part.text
            plain = []
        else:
            plain.append(part)
    return (text + path_text(plain)[1:]).lstrip()
