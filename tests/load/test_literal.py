"""Literals against the schemas of action keys."""

from decimal import Decimal
from types import MappingProxyType

import pytest

from itest.load.literal import flaws
from itest.model.values import Template

OBJECT = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"], "additionalProperties": False}


def codes(schema, tree):
    return [(flaw.code, flaw.path) for flaw in flaws(schema, tree)]


@pytest.mark.parametrize(
    ("schema", "tree", "found"),
    [
        ({}, "a", []),
        ({"type": "string"}, "a", []),
        ({"type": "string"}, 1, [("IT306", ())]),
        ({"type": "string"}, Template("{{ a }}"), []),
        ({"type": "integer"}, Template("{{ a }}"), []),
        ({"type": "integer"}, True, [("IT306", ())]),
        ({"type": "number"}, Decimal("1.5"), []),
        ({"type": ["string", "null"]}, None, []),
        ({"enum": ["a", "b"]}, "c", [("IT306", ())]),
        ({"const": 1}, True, [("IT306", ())]),
        ({"type": "integer", "minimum": 1}, 0, [("IT306", ())]),
        ({"type": "string", "minLength": 1}, "", [("IT306", ())]),
        ({"type": "array", "items": {"type": "string"}, "minItems": 1}, (), [("IT306", ())]),
        ({"type": "array", "items": {"type": "string"}}, ("a", 1), [("IT306", (1,))]),
        ({"anyOf": [{"type": "string"}, {"type": "boolean"}]}, 1, [("IT306", ())]),
        ({"anyOf": [{"type": "string"}, OBJECT]}, MappingProxyType({"a": "b"}), [("IT306", ("a",))]),
        (OBJECT, MappingProxyType({"b": 1}), [("IT304", ("b",)), ("IT305", ())]),
        (OBJECT, MappingProxyType({"a": 1, "x-b": 1}), []),
        (
            {"type": "object", "additionalProperties": {"type": "string"}},
            MappingProxyType({"a": 1}),
            [("IT306", ("a",))],
        ),
    ],
)
def test_what_is_wrong_and_where(schema, tree, found):
    """Templates pass for anything; of alternatives, the one of the right kind says what is wrong."""
    assert found == sorted(codes(schema, tree))
