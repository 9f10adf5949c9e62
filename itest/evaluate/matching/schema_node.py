"""Schemas as they are walked: what lies where in one, and the dialect that each object of it is read in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from itest.evaluate.matching.schema_dialects import Dialect, known
from itest.model.values import Value

Path = tuple[str | int, ...]

_HOLDING_ONE = """
    additionalItems additionalProperties contains contentSchema else if items not propertyNames then unevaluatedItems
    unevaluatedProperties
"""
_HOLDING_A_LIST = "allOf anyOf oneOf prefixItems items"
_HOLDING_NAMED = "$defs definitions dependencies dependentSchemas patternProperties properties"
_ONE, _LIST, _NAMED = (frozenset(words.split()) for words in (_HOLDING_ONE, _HOLDING_A_LIST, _HOLDING_NAMED))
_DEFINED = ("$defs", "definitions")


class SchemaNode(dict[str, Any]):
    """An object of a schema document, with its dialect."""

    __slots__ = ("dialect",)

    dialect: Dialect


def marked(contents: Value, dialect: Dialect) -> Value:
    """The document with its dialect on every object; a `$schema` further in changes it from there."""
    if isinstance(contents, list):
        return [marked(item, dialect) for item in contents]
    if not isinstance(contents, dict):
        return contents
    named = contents.get("$schema")
    inner = (known(named) if isinstance(named, str) else None) or dialect
    node = SchemaNode({key: marked(item, inner) for key, item in contents.items()})
    node.dialect = inner
    return node


def subschemas(node: SchemaNode) -> Iterator[tuple[Path, SchemaNode]]:
    """The schemas directly within one (not `true` and `false`), each with the keys that lead to it."""
    lone = node.dialect.lone_ref and "$ref" in node
    for keyword, value in node.items():
        if not lone or keyword in _DEFINED:
            yield from _within(keyword, value)


def _within(keyword: str, value: Value) -> Iterator[tuple[Path, SchemaNode]]:
    if isinstance(value, SchemaNode):
        if keyword in _ONE:
            yield (keyword,), value
        elif keyword in _NAMED:
            yield from (((keyword, name), item) for name, item in value.items() if isinstance(item, SchemaNode))
    elif isinstance(value, list) and keyword in _LIST:
        yield from (((keyword, at), item) for at, item in enumerate(value) if isinstance(item, SchemaNode))
