"""Arithmetic: what the operators of an expression do with values, within bounds.

Numbers are `int` and `Decimal` alone; nothing is converted silently, so `"2" + 1` is an error and not a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_FLOOR, Decimal, DecimalException
from typing import Any

from itest.evaluate.data.equality import equal, integral, is_number
from itest.evaluate.data.limits import allow_bits, allow_items, allow_text, bounded
from itest.evaluate.expressions.access import kind
from itest.evaluate.expressions.text_form import settled
from itest.model.problem import EvaluationError

Number = int | Decimal
Operator = Callable[[Any, Any], Any]


def normal(value: Any) -> Any:
    """A number as values have it: floats become decimals; raises `EvaluationError` for NaN and infinity."""
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal) and not value.is_finite():
        raise EvaluationError("the result is not a number that JSON has")
    if isinstance(value, int):
        allow_bits(value.bit_length())
    return value


def add(left: Any, right: Any) -> Any:
    """Numbers added; texts and lists joined."""
    if is_number(left) and is_number(right):
        return _number("+", lambda: left + right)
    if isinstance(left, str) and isinstance(right, str):
        allow_text(len(left) + len(right))
        return left + right
    if isinstance(left, list) and isinstance(right, list):
        allow_items(len(left) + len(right))
        return left + right
    hint = "`~` joins text with anything" if isinstance(left, str) or isinstance(right, str) else ""
    raise _unfit("+", left, right, "two numbers, two texts or two lists", hint)


def subtract(left: Any, right: Any) -> Any:
    """The difference of two numbers."""
    _numbers("-", left, right, "dates and durations have the filters `plus` and `minus`")
    return _number("-", lambda: left - right)


def multiply(left: Any, right: Any) -> Any:
    """The product of two numbers; text and lists repeated."""
    if is_number(left) and is_number(right):
        if isinstance(left, int) and isinstance(right, int):
            allow_bits(left.bit_length() + right.bit_length())
        return _number("*", lambda: left * right)
    if isinstance(right, (str, list)):
        left, right = right, left
    count = integral(right)
    if isinstance(left, (str, list)) and count is not None:
        times = max(0, count) if left else 0  # Python itself cannot repeat what is nothing a googol of times.
        (allow_text if isinstance(left, str) else allow_items)(len(left) * times)
        return bounded(left * times)
    raise _unfit("*", left, right, "two numbers, or a text or list and a whole number")


def divide(left: Any, right: Any) -> Any:
    """The exact quotient where it is whole (`4 / 2` is `2`), else a decimal."""
    _numbers("/", left, right)
    _not_by_zero(right)
    if isinstance(left, int) and isinstance(right, int) and left % right == 0:
        return left // right
    return _number("/", lambda: Decimal(left) / Decimal(right))


def floor_divide(left: Any, right: Any) -> Any:
    """The quotient rounded down, for decimals too."""
    _numbers("//", left, right)
    _not_by_zero(right)
    return _number("//", lambda: _floor(left, right))


def modulo(left: Any, right: Any) -> Any:
    """What is left of the division; its sign is that of the right side."""
    hint = "text is put together with `~`" if isinstance(left, str) else ""
    _numbers("%", left, right, hint)
    _not_by_zero(right)
    return _number("%", lambda: left - right * _floor(left, right))


def power(left: Any, right: Any) -> Any:
    """A power; whole where base and exponent are whole and not negative."""
    _numbers("**", left, right)
    if isinstance(left, int) and isinstance(right, int) and right >= 0:
        allow_bits(left.bit_length() * right if abs(left) > 1 else 1)
        return left**right
    return _number("**", lambda: Decimal(left) ** Decimal(right))


def negative(value: Any) -> Any:
    """The number with the other sign, as exactly as it was written."""
    if not is_number(value):
        raise EvaluationError(f"`-` takes a number, not {kind(value)}")
    return -value if isinstance(value, int) else value.copy_negate()


def positive(value: Any) -> Any:
    """The number itself."""
    if not is_number(value):
        raise EvaluationError(f"`+` takes a number, not {kind(value)}")
    return value


def less(left: Any, right: Any, written: str = "<") -> bool:
    """Whether left comes before right: two numbers by size, two texts by their characters."""
    fits = (is_number(left) and is_number(right)) or (isinstance(left, str) and isinstance(right, str))
    if not fits:
        hint = "`| int` or `| float` make a number of text" if is_number(left) or is_number(right) else ""
        raise _unfit(written, left, right, "two numbers or two texts", hint)
    return bool(left < right)


def same(left: Any, right: Any) -> bool:
    """Whether two values are the same JSON value; `1` is not `true`."""
    return equal(settled(left), settled(right))


def contains(item: Any, whole: Any) -> bool:
    """Whether the item is in a list, is a key of an object, or a part of a text."""
    if isinstance(whole, str) and isinstance(item, str):
        return item in whole
    if isinstance(whole, (list, tuple)):
        return any(same(item, other) for other in whole)
    if isinstance(whole, Mapping):
        return isinstance(item, str) and item in whole
    hint = "`~ ''` makes text of a number" if isinstance(whole, str) else ""
    raise _unfit("in", item, whole, "something and a list, a text and a text, or a key and an object", hint)


BINARY: dict[str, Operator] = {
    "Add": add,
    "Sub": subtract,
    "Mul": multiply,
    "Div": divide,
    "FloorDiv": floor_divide,
    "Mod": modulo,
    "Pow": power,
}
"""Operators by the name of Jinja's node."""

COMPARISONS: dict[str, Operator] = {
    "eq": same,
    "ne": lambda left, right: not same(left, right),
    "lt": less,
    "gt": lambda left, right: less(right, left, ">"),
    "lteq": lambda left, right: not less(right, left, "<="),
    "gteq": lambda left, right: not less(left, right, ">="),
    "in": contains,
    "notin": lambda item, whole: not contains(item, whole),
}
"""Comparisons by Jinja's name of the operator."""


def _floor(left: Number, right: Number) -> Number:
    if isinstance(left, int) and isinstance(right, int):
        return left // right
    return (Decimal(left) / Decimal(right)).to_integral_value(ROUND_FLOOR)


def _number(written: str, calculate: Callable[[], Any]) -> Any:
    try:
        return normal(calculate())
    except (DecimalException, OverflowError) as error:
        raise EvaluationError(f"`{written}` has no result that is a number") from error


def _numbers(written: str, left: Any, right: Any, hint: str = "") -> None:
    if not (is_number(left) and is_number(right)):
        raise _unfit(written, left, right, "two numbers", hint)


def _not_by_zero(right: Number) -> None:
    if not right:
        raise EvaluationError("a number is divided by zero")


def _unfit(written: str, left: Any, right: Any, wanted: str, hint: str = "") -> EvaluationError:
    return EvaluationError(f"`{written}` takes {wanted}, not {kind(left)} and {kind(right)}", hint=hint)
