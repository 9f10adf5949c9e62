"""Number filters: numbers out of text, and rounding; exact decimals throughout."""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, DecimalException
from typing import Any

from itest.evaluate.data.equality import is_number
from itest.evaluate.data.escape import cut
from itest.evaluate.data.limits import MAX_DIGITS, allow_bits
from itest.evaluate.expressions.access import kind
from itest.model.lazy_pattern import lazy_pattern
from itest.model.problem import EvaluationError

NUMBER = lazy_pattern(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,6})?\s*", re.ASCII)
ROUNDINGS = {"common": ROUND_HALF_UP, "ceil": ROUND_CEILING, "floor": ROUND_FLOOR}
PLACES = 50
"""Places that rounding may ask for."""


def to_float(value: Any, default: Any = None) -> Any:
    """The value as a number with a point (`"1.50"` is `1.50`, `3` is `3.0`); raises where it is none and there is no
    default."""
    number = _decimal(value, default)
    if isinstance(number, Decimal) and number.as_tuple().exponent == 0:
        return Decimal(f"{number}.0")
    return number


def _decimal(value: Any, default: Any) -> Any:
    if is_number(value):
        return Decimal(value)
    if isinstance(value, str) and len(value) <= MAX_DIGITS and NUMBER.fullmatch(value):
        return Decimal(value.strip())
    return _refused(value, default)


def to_int(value: Any, default: Any = None, base: int = 10) -> Any:
    """The value as a whole number, cut towards zero; text is read to the base."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str) and base != 10:
        try:
            return int(value[:MAX_DIGITS], base)
        except (ValueError, TypeError):
            return _refused(value, default)
    number = _decimal(value, default)
    if not isinstance(number, Decimal):
        return number
    # 1e999999 would be written out.
    allow_bits(max(0, number.adjusted()) * 10 // 3)
    return int(number)


def rounded(value: Any, precision: int = 0, method: str = "common") -> Decimal | int:
    """The number with so many places; half goes away from zero (`common`), `ceil` up, `floor` down.

    Without places it is a whole number.
    """
    if not is_number(value):
        raise EvaluationError(f"`round` takes a number, not {kind(value)}")
    if type(precision) is not int or abs(precision) > PLACES:
        raise EvaluationError(f"`round` takes at most {PLACES} places")
    if method not in ROUNDINGS:
        raise EvaluationError("`round` knows the methods `common`, `ceil` and `floor`")
    if isinstance(value, int) and precision >= 0:
        return value
    try:
        result = Decimal(value).quantize(Decimal(1).scaleb(-precision), ROUNDINGS[method])
    except DecimalException as error:
        raise EvaluationError("the number is too large to be rounded") from error
    return result if precision > 0 else int(result)


def absolute(value: Any) -> Any:
    """The number without its sign."""
    if not is_number(value):
        raise EvaluationError(f"`abs` takes a number, not {kind(value)}")
    return abs(value) if isinstance(value, int) else value.copy_abs()


def _refused(value: Any, default: Any) -> Any:
    if default is not None:
        return default
    shown = f"`{cut(value, 40)}`" if isinstance(value, str) else kind(value)
    raise EvaluationError(f"{shown} is not a number", hint="`| int(0)` and `| float(0)` say what it is otherwise")
