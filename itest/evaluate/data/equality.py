"""Equality of values: in type and value, at any depth; `1` equals `1.0`, not `"1"`, not `true`."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from decimal import Decimal

from itest.model.values import Value


def is_number(value: Value) -> bool:
    """Whether it is a JSON number; true and false are none."""
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


_MOST_DIGITS = 4_000
"""Digits before the point up to which a number is taken for a whole one: `1e999999999` is short, and large."""


def integral(value: Value) -> int | None:
    """The integer that a number is, written with a point (`1.0`) or without; None for anything else."""
    if isinstance(value, int):
        return None if isinstance(value, bool) else value
    if not isinstance(value, Decimal) or not value.is_finite() or value.adjusted() > _MOST_DIGITS:
        return None
    return int(value) if value == value.to_integral_value() else None


def equal(left: Value, right: Value) -> bool:
    """Whether two values are the same JSON value (lists and tuples, mappings of any kind)."""
    if isinstance(left, str) or left is None or isinstance(left, bool):
        return type(left) is type(right) and bool(left == right)
    if is_number(left):
        return is_number(right) and bool(left == right)
    if isinstance(left, (list, tuple)):
        return (
            isinstance(right, (list, tuple))
            and len(left) == len(right)
            and all(equal(one, other) for one, other in zip(left, right, strict=True))
        )
    if isinstance(left, Mapping):
        return (
            isinstance(right, Mapping)
            and left.keys() == right.keys()
            and all(equal(item, right[key]) for key, item in left.items())
        )
    return type(left) is type(right) and bool(left == right)


def identity(value: Value) -> Hashable:
    """A key that equal values share and no others, for sets of values."""
    if is_number(value):
        return ("number", value)
    if isinstance(value, (list, tuple)):
        return ("list", tuple(map(identity, value)))
    if isinstance(value, Mapping):
        return ("object", frozenset((key, identity(item)) for key, item in value.items()))
    return (type(value).__name__, value)
