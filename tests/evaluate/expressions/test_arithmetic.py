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


@pytest.mark.parametrize(
    ("base", "exponent", "code"),
    [
        (9, 9**9, "IT216"),
        (2, 100_000, "IT216"),
        (-2, 100_001, "IT216"),
        (2, 2**4000, "IT216"),
        (Decimal("10.5"), 999_999_999, "IT201"),
        (Decimal("1.5"), 2**4000, "IT201"),
        (0, -1, "IT201"),
        (-2, Decimal("0.5"), "IT201"),
    ],
)
def test_a_power_without_bound_is_stopped_before_it_is_built(base, exponent, code):
    """A whole number past the digits allowed, a decimal past its exponent, and what is no number at all."""
    with pytest.raises(EvaluationError) as raised:
        arithmetic.power(base, exponent)
    assert code == raised.value.code


@pytest.mark.parametrize(
    ("base", "exponent", "text"),
    [
        (Decimal("10.5"), 99_999, "8.104340786003318558843658603E+102117"),
        (2, -100_000, "1.000998903798694166816264713E-30103"),
        (2, Decimal("0.5"), "1.414213562373095048801688724"),
    ],
)
def test_a_power_of_decimals_keeps_its_digits_few(base, exponent, text):
    """Negative and fractional exponents among them."""
    assert text == str(arithmetic.power(base, exponent))


@pytest.mark.parametrize("empty", ["", []])
def test_nothing_repeated_is_nothing(empty):
    """However often, beyond what an index can hold too."""
    assert empty == arithmetic.multiply(empty, 10**40) == arithmetic.multiply(10**40, empty)


@pytest.mark.parametrize("thing", ["ab", [1]])
def test_less_than_no_times_is_nothing(thing):
    """As in Python, which takes no number of any size here."""
    assert type(thing)() == arithmetic.multiply(thing, -(10**40))
