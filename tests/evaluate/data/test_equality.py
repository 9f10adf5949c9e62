"""Values are equal in type and value."""

from decimal import Decimal
from types import MappingProxyType

import pytest

from itest.evaluate.data.equality import equal, identity, is_number

SAME = [
    (1, Decimal("1.0")),
    (0, Decimal("-0.0")),
    (Decimal("1e2"), 100),
    ("a", "a"),
    (None, None),
    ([1, [2]], (Decimal(1), (2,))),
    ({"a": 1, "b": None}, MappingProxyType({"b": None, "a": Decimal("1")})),
    (b"x", b"x"),
]
DIFFERENT = [
    (1, True),
    (0, False),
    (1, "1"),
    (None, False),
    (None, ""),
    ("a", b"a"),
    ([], {}),
    ([1], [True]),
    ([1], [1, 2]),
    ({"a": 1}, {"a": True}),
    ({"a": 1}, {"b": 1}),
    ({"a": 1}, {"a": 1, "b": 2}),
    ("1", 1),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_equal_values(left, right):
    """Both ways, and with one identity."""
    assert (True, True, identity(left)) == (equal(left, right), equal(right, left), identity(right))


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_different_values(left, right):
    """Neither way, and with two identities."""
    assert (False, False) == (equal(left, right), equal(right, left))
    assert identity(left) != identity(right)


def test_booleans_are_no_numbers():
    """Python says otherwise."""
    assert [True, True, False, False] == list(map(is_number, [1, Decimal(1), True, "1"]))
