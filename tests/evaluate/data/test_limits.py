"""Bounds."""

from decimal import Decimal

import pytest

from itest.evaluate.data.limits import bounded
from itest.model.problem import EvaluationError


@pytest.mark.parametrize("value", ["a", 1, None, True, [1, {"a": ["b"]}], "x" * 10_000_000, 10**3999, [0] * 10**6])
def test_what_is_within_the_bounds_is_handed_on(value):
    """The value itself comes back."""
    assert value is bounded(value)


@pytest.mark.parametrize(
    "value",
    [
        "x" * 10_000_001,
        ["x" * 5_000_001] * 2,
        {"a": ["x" * 5_000_001], "b": "x" * 5_000_000},
        10**4010,
        [[0] * 1000] * 1001,
        {"x" * 9_000_000: "x" * 2_000_000},
        Decimal("1" * 4001),
    ],
)
def test_what_is_too_large_as_a_whole_is_refused(value):
    """Texts, digits and items count wherever they are, and shared parts each time."""
    with pytest.raises(EvaluationError) as caught:
        bounded(value)
    assert caught.value.code == "IT216"


def test_shared_parts_that_multiply_are_refused_without_walking_them_all():
    """Sixty levels of pairs of the level below are stopped early."""
    value: list[object] = []
    for _ in range(60):
        value = [value, value]
    with pytest.raises(EvaluationError, match="more than 1,000,000 items"):
        bounded(value)
