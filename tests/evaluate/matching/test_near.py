"""Hints for what is almost right."""

from decimal import Decimal

import pytest

from itest.evaluate.matching.near import absence_hint, type_hint


@pytest.mark.parametrize(
    ("key", "expected", "actual", "hint"),
    [
        ("quantity", 2, {"qty": 2, "sku": "A"}, "the same value is at `qty` – renamed?"),
        ("quantity", 3, {"qty": 2, "sku": "A"}, "there is `qty` – renamed?"),
        ("email", "a@b.c", {"user_email": "x@y.z"}, "there is `user_email` – renamed?"),
        ("orderId", "7", {"order_id": "8"}, "there is `order_id` – renamed?"),
        ("sku", "A-1", {"article": "A-1"}, "the same value is at `article` – renamed?"),
        ("count", 2, {"pages": 2, "errors": 2}, ""),
        ("items", "a value", {"title": "x"}, ""),
        ("done", True, {"ready": True}, ""),
        ("note", "", {"text": ""}, ""),
    ],
)
def test_a_missing_key_may_go_by_another_name(key, expected, actual, hint):
    """A kindred name, or the same value where that is telling."""
    assert hint == absence_hint(key, expected, actual, ())


def test_a_key_that_is_expected_too_is_no_new_name():
    """It has a meaning of its own."""
    assert "" == absence_hint("quantity", 2, {"qty": 2}, {"qty"})


@pytest.mark.parametrize(
    ("expected", "actual", "alike"),
    [
        (2, "2", True),
        ("2", 2, True),
        (Decimal("2.50"), "2.5", True),
        ("1e3", 1000, True),
        (True, "true", True),
        ("null", None, True),
        (2, "3", False),
        (2, Decimal("2.5"), False),
        ("a", "b", False),
        (1, True, False),
        ([1], "x", False),
        (1, "1" * 1000, False),
    ],
)
def test_what_looks_alike_and_is_of_another_kind(expected, actual, alike):
    """A number and its text are the usual case."""
    assert alike == bool(type_hint(expected, actual))
