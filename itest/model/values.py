"""Values: what data is made of, in scenarios and in what came back.

Numbers are `int` or `Decimal`, never `float`, so that what was written is what is compared, printed and sent.
Values of a running scenario are `None`, `bool`, `int`, `Decimal`, `str`, `bytes`, `list` and `dict` with text keys.
A loaded scenario holds a `Tree` instead: the same, frozen (`tuple`, `MappingProxyType`), with a `Template` where text
contains `{{ … }}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from itest.model.record import Record

Scalar: TypeAlias = "bool | int | Decimal | str | None"
Value: TypeAlias = Any
"""None, bool, int, Decimal, str, bytes, list[Value], dict[str, Value]; `Document` and `Missing` where said so."""
Tree: TypeAlias = Any
"""Scalar, `Template`, tuple[Tree, …] or Mapping[str, Tree]: a value as loaded, before rendering."""
Pointer: TypeAlias = tuple[str | int, ...]
"""Where a node is in its file: the keys and indexes from the root."""

EMPTY: Mapping[Any, Any] = MappingProxyType({})


class Template(Record):
    """Text with live `{{ … }}` parts; rendered to a value by `evaluate.template`."""

    text: str


class Expression(Record):
    """One expression, without braces; evaluated by `evaluate.expression`."""

    text: str


class Missing(Record):
    """What an absent value is: the path that found nothing, and the reason in plain words.

    It is falsy, equals nothing, and survives a dot, so that `default(…)` covers a whole path.
    """

    path: str
    reason: str = "is not there"

    def __bool__(self) -> bool:
        return False


class Nothing(list[Any]):
    """What a query for several places gives where there is none: an empty list, and absent where that is asked."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path

    def missing(self) -> Missing:
        """The same as an absent value."""
        return Missing(self.path, f"`{self.path}` finds nothing in it")


class Document(Record, eq=False, weakref=True):
    """A body or message as bytes with its media type; read (JSON, XML, text) only when it is used.

    `charset` is the one declared, known or not, or None. `read_as` (json, xml, html, text, bytes) stands before the
    media type. `unreadable` says why the bytes cannot be read at all (a content coding that is not known). Identity
    equality: two documents are compared by what they read as.
    """

    data: bytes
    media_type: str = ""
    charset: str | None = None
    read_as: str = ""
    unreadable: str = ""


class SchemaFile(Record):
    """A JSON Schema in a file, as the loader resolved it: absolute path, JSON Pointer fragment (`/a/b`), as written."""

    path: Path
    fragment: str
    text: str


JSON_TYPES = ("string", "integer", "number", "boolean", "array", "object", "null")


def type_name(value: Value) -> str:
    """The JSON type of a value, as `$type` and messages name it (`integer` for `1` and `1.0`)."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, Decimal):
        return "integer" if value.is_finite() and value == value.to_integral_value() else "number"
    if isinstance(value, str):
        return "string"
    if isinstance(value, (list, tuple)):
        return "array"
    if isinstance(value, (dict, MappingProxyType)):
        return "object"
    return "bytes" if isinstance(value, bytes) else type(value).__name__.lower()
