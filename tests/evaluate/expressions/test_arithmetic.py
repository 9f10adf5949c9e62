"""Arithmetic."""

from decimal import Decimal

import pytest

from itest.evaluate.expressions import arithmetic
from itest.model.problem import EvaluationError


@pytest.mark.parametrize("left", [7, -7, Decimal("7.5"), Decimal("-7.5")])
@pytest.mark.parametrize("right", [2, -2, Decimal("2.5"), Decimal("-2.5")])
def test_quotient_and_rest_make_the_number_again(left, right):
    """Division rounds down, for decimals as for whole numbers; the rest has the sign of the right side."""
    quotient, rest = arithmetic.floor_divide(left, right), arithmetic.modulo(left, right)
    assert left == quotient * right + rest
    assert 0 <= rest / right < 1


def test_numbers_stay_exact():
    """Decimals as they were written, whole quotients whole."""
    assert Decimal("0.3") == arithmetic.add(Decimal("0.1"), Decimal("0.2"))
    assert str(arithmetic.negative(Decimal("1.50"))) == "-1.50"
    assert (int, 2) == (type(found := arithmetic.divide(4, 2)), found)


@pytest.mark.parametrize(("value", "normal"), [(0.1, Decimal("0.1")), (1, 1), (Decimal("1.0"), Decimal("1.0"))])
def test_a_float_becomes_the_decimal_that_it_prints_as(value, normal):
    """No float is ever a value."""
    assert (type(normal), normal) == (type(found := arithmetic.normal(value)), found)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_what_json_does_not_have_is_no_number(value):
    """NaN and infinity are errors."""
    with pytest.raises(EvaluationError):
        arithmetic.normal(value)


@pytest.mark.parametrize(
    ("base", "exponent", "result"),
    [(2, 10, 1024), (2, -1, Decimal("0.5")), (1, 10**9, 1), (-1, 10**9 + 1, -1), (0, 0, 1)],
)
def test_powers_of_small_bases_are_not_taken_for_large(base, exponent, result):
    """The bound looks at the result."""
    assert result == arithmetic.power(base, exponent)
