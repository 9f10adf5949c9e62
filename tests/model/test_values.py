"""Values: names of types, absence, documents."""

from decimal import Decimal
from types import MappingProxyType

import pytest

from itest.model.values import EMPTY, Document, Missing, type_name


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (None, "null"),
        (True, "boolean"),
        (1, "integer"),
        (Decimal("1.0"), "integer"),
        (Decimal("1.5"), "number"),
        (Decimal("Infinity"), "number"),
        (Decimal("1E+400"), "integer"),
        ("1", "string"),
        ([], "array"),
        ((), "array"),
        ({}, "object"),
        (MappingProxyType({}), "object"),
        (b"", "bytes"),
        (Missing("x"), "missing"),
    ],
)
def test_a_value_has_the_name_of_its_json_type(value, name):
    """`1.0` is an integer, `true` is none."""
    assert name == type_name(value)


def test_what_is_missing_is_false_and_equals_no_value():
    """Not even null."""
    assert not Missing("a.b")
    assert Missing("a.b") is not None
    assert Missing("a.b") != None  # noqa: E711  # equality is what is tested


def test_documents_are_themselves_only():
    """Two bodies are compared by what they read as, not here."""
    assert Document(b"1") != Document(b"1")


def test_the_empty_mapping_cannot_be_filled():
    """It is shared by all."""
    with pytest.raises(TypeError):
        EMPTY["a"] = 1
