"""Conditions: whether an expression holds, and why not."""

import pytest

from itest.engine.condition import condition
from itest.evaluate.expressions.scope import Scope
from itest.model.values import Document, Expression

NAMES = {
    "body": {"n": 3, "a b": 1, "items": [{"id": 7}]},
    "status": 200,
    "broken": Document(b'{"id": 1, "broken":', "application/json"),
    "now": 0,
}


def _condition(text):
    return condition(Expression(text), Scope(names=NAMES), {"now"})


@pytest.mark.parametrize("text", ["body.n == 3", "body.none | default(true)", "1 < 2 and status == 200"])
def test_what_holds_needs_no_words(text):
    """The common case."""
    looked = _condition(text)
    assert (True, "", "") == (looked.holds, looked.why, looked.code)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("body.n == 4", "it is false; body.n is 3"),
        ("body['a b'] == 4 or body.n > body.n", "it is false; body['a b'] is 1; body.n is 3"),
        ("body.items[0].id == status", "it is false; body.items[0].id is 7; status is 200"),
        ("now == 1", "it is false"),
        ("body.none", "`body.none` is not there: `body` has no key `none`; it has `n`, `a b`, `items`"),
        ("0", "it is 0"),
    ],
)
def test_what_does_not_hold_shows_the_values_it_speaks_of(text, why):
    """Each once; functions have none."""
    looked = _condition(text)
    assert (False, why, "") == (looked.holds, looked.why, looked.code)


def test_a_value_that_cannot_be_looked_at_is_told_apart():
    """It is not wrong, it is broken."""
    looked = _condition("broken.id == 1")
    assert (False, "IT207") == (looked.holds, looked.code)
    assert "JSON" in looked.why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("body.n > 'x'", "`>` takes two numbers or two texts, not text and a number; body.n is 3"),
        ("not (body.n / 0 > 1)", "a number is divided by zero; body.n is 3"),
        ("body.none | default(body.items) > 3", "not a number and a list; `body.none` is not there"),
    ],
)
def test_what_cannot_be_evaluated_is_neither_yes_nor_no(text, why):
    """It has the code of an error, and the values it speaks of."""
    looked = _condition(text)
    assert (False, "IT201") == (looked.holds, looked.code)
    assert why in looked.why


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("length == 12", "nothing is converted: `length` is text, `12` is a number"),
        ("body.n == '3' and true", "nothing is converted: `body.n` is a number, `'3'` is text"),
        ("body.n == '4'", ""),
        ("body.n == 4", ""),
        ("body.none == '3'", ""),
        ("now() == '0'", ""),
    ],
)
def test_what_looks_alike_and_is_of_two_kinds_is_said(text, hint):
    """A header is text; what a call would give a second time is not asked."""
    assert hint == condition(Expression(text), Scope(names={**NAMES, "length": "12"}), {"now"}).hint
