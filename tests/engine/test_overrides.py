"""Overrides: text in the type of what it replaces."""

from decimal import Decimal

import pytest

from itest.engine.overrides import typed_like
from itest.model.problem import EvaluationError
from itest.model.values import Missing


@pytest.mark.parametrize(
    ("replaced", "text", "expected"),
    [
        (1, "2", 2),
        (1, "2.5", Decimal("2.5")),
        (Decimal("0.5"), "2", 2),
        (True, "false", False),
        ([1], "[2]", [2]),
        ({}, '{"a": 1}', {"a": 1}),
        ("1", "2", "2"),
        ("x", "true", "true"),
        (None, "2", "2"),
        (Missing("x"), "2", "2"),
    ],
)
def test_a_text_takes_the_type_of_what_it_replaces(replaced, text, expected):
    """Else it stays text."""
    value = typed_like(replaced, text, "x")
    assert (expected, type(expected)) == (value, type(value))


@pytest.mark.parametrize(("replaced", "text"), [(1, "x"), (1, "true"), (True, "1"), ([1], "1"), ({}, "[]")])
def test_a_text_of_another_type_is_an_error(replaced, text):
    """IT404."""
    with pytest.raises(EvaluationError) as raised:
        typed_like(replaced, text, "x")
    assert "IT404" == raised.value.code
