"""How much is kept."""

import pytest

from itest.engine.keeping import MOST, weight
from itest.model.values import Document


@pytest.mark.parametrize(
    ("value", "bytes_taken"),
    [(1, 50), ("abc", 53), ([1, "abc"], 303), ({"a": []}, 451), (Document(data=b"abc"), 53), ({}, 200)],
)
def test_values_weigh_about_what_they_take(value, bytes_taken):
    """Objects and lists more than the rest."""
    assert bytes_taken == weight(value)


def test_what_stands_in_it_twice_is_there_once():
    """A long text and a body; short ones are not looked after."""
    text, body = "x" * 2000, Document(data=b"x" * 2000)
    assert (2000 + 50 + 200, 2000 + 50 + 200) == (weight([text, text]), weight([body, body]))


def test_what_is_too_much_is_not_looked_at_to_its_end():
    """A list in a list in a list, each many times, would take for ever."""
    row = [0] * 1000
    for _ in range(5):
        row = [row] * 1000
    assert MOST < weight(row) < 2 * MOST
