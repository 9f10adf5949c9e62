"""Data flow: arrivals, leaks and places."""

from decimal import Decimal

import pytest

from itest.evaluate.flow import arrived, leaks, lost, lost_on_the_way, places_of
from itest.evaluate.matching.views import Cookie
from itest.model.values import Document


@pytest.mark.parametrize(
    ("sent", "found", "text", "there"),
    [
        (2, Decimal("2.0"), False, True),
        (2, "2", False, False),
        (2, "2", True, True),
        (Decimal("2.50"), "2.5", True, False),
        (True, "true", True, True),
        (True, 1, False, False),
        ([1, {"a": 2}], [1, {"a": 2}], False, True),
        ([1], ["1"], True, True),
        ([1], ["1"], False, False),
        ({"a": 1}, {"a": 1, "b": 2}, False, True),
        ({"a": 1, "b": 2}, {"a": 1}, False, False),
        ([{"a": {"b": 1}}], [{"a": {"b": 1, "c": 2}, "d": 3}], False, True),
        ({"a": [1]}, {"a": [1, 2]}, False, False),
        ({}, {"a": 1}, False, False),
        ({}, {}, False, True),
        ({"a": 1}, [1], False, False),
        ({"a": 2}, {"a": "2"}, True, True),
        ("x", Cookie({"value": "x", "path": "/"}), False, True),
        (Cookie({"value": "x"}), "x", True, True),
        ({"value": "x"}, Cookie({"value": "x", "path": "/"}), False, True),
        (None, None, False, True),
        ("a", "b", True, False),
    ],
)
def test_a_value_arrived_when_it_is_the_one_that_left(sent, found, text, there):
    """A number equals its text only where an end holds only text."""
    assert there is arrived(sent, found, text=text)


def test_where_the_first_difference_is():
    """As names and indexes; nothing where all of it is another."""
    assert ("a", 1, "b") == lost_on_the_way({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}, text=False)
    assert ("b",) == lost_on_the_way({"a": 1, "b": 2}, {"a": 1}, text=False)
    assert () == lost_on_the_way(1, 2, text=False)


FIELDS = {
    "status": 200,
    "body": Document(b'{"qty": 217, "deep": {"list": [1, 217]}, "note": "qty=217"}', "application/json"),
    "bytes": b"217",
}


def test_the_same_value_is_found_wherever_it_is_the_nearest_first():
    """As paths that a flow could name."""
    assert ("s.body.qty", "s.body.deep.list[1]") == places_of(217, "s", FIELDS)


@pytest.mark.parametrize("value", [None, "", True, False, [], {}])
def test_a_value_that_says_nothing_is_found_nowhere(value):
    """It would be found everywhere."""
    assert () == places_of(value, "s", {"a": value})


def test_a_leak_is_found_as_itself_inside_text_and_in_bytes():
    """A number shows up in text as its digits."""
    assert {"s.body.qty", "s.body.deep.list[1]", "s.body.note", "s.bytes"} == set(leaks(217, "s", FIELDS))


def test_every_text_of_a_structure_is_looked_for():
    """Not the structure as a whole; nulls, booleans and empty texts give nothing away."""
    assert ("s.a",) == leaks({"name": "Ada", "x": None, "y": True, "z": ""}, "s", {"a": "Hi Ada", "b": "", "c": True})


def test_a_number_inside_longer_digits_is_another_number():
    """As a number; text is searched as text."""
    assert () == leaks(21, "s", {"n": 217})


def test_a_body_that_cannot_be_read_is_searched_as_the_text_it_is():
    """A broken answer leaks, too."""
    assert ("s.body",) == leaks("secret", "s", {"body": Document(b'{"a": "secret', "application/json")})


def test_the_sentence_of_a_loss_names_where_it_went():
    """Or does not."""
    assert "2 left `a.x` and was not found at `b.x`" == lost("2", "a.x", "b.x", ())
    assert lost("2", "a.x", "b.x", ("b.y", "b.z")).endswith("; the same value is at `b.y` – renamed?")
