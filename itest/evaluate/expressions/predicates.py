"""Predicates: the tests of an expression (`x is number`), by name.

Within `select` and its kin an absent value reaches them too; it satisfies `undefined` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import wraps
from typing import Any

from itest.evaluate.data.equality import is_number
from itest.evaluate.data.formats import FORMATS, conforms
from itest.evaluate.expressions.arithmetic import COMPARISONS, modulo
from itest.evaluate.expressions.jinja import Undefined
from itest.model.problem import EvaluationError
from itest.model.values import Missing

Predicate = Callable[..., bool]


def is_absent(value: Any) -> bool:
    """Whether there is nothing: our absent value, or Jinja's."""
    return isinstance(value, (Missing, Undefined))


def is_whole(value: Any) -> bool:
    """Whether it is an integer, written with a point (`1.0`) or not."""
    return is_number(value) and value == (value if isinstance(value, int) else value.to_integral_value())


def _divisible(value: Any, by: Any) -> bool:
    return bool(modulo(_integer(value), _integer(by)) == 0)


def _integer(value: Any) -> Any:
    if not is_whole(value):
        raise EvaluationError("only whole numbers are odd, even or divisible")
    return value


def _present(predicate: Predicate) -> Predicate:
    @wraps(predicate)
    def apply(value: Any, *arguments: Any, **named: Any) -> bool:
        return not is_absent(value) and bool(predicate(value, *arguments, **named))

    return apply


def _of_format(name: str) -> Predicate:
    """A test for text of a format of JSON Schema (`is date_time`)."""

    return _present(lambda value: isinstance(value, str) and conforms(value, name))


_COMPARING: dict[str, str] = {
    **dict.fromkeys(("==", "eq", "equalto"), "eq"),
    **dict.fromkeys(("!=", "ne"), "ne"),
    **dict.fromkeys((">", "gt", "greaterthan"), "gt"),
    **dict.fromkeys((">=", "ge", "gte"), "gteq"),
    **dict.fromkeys(("<", "lt", "lessthan"), "lt"),
    **dict.fromkeys(("<=", "le", "lte"), "lteq"),
    "in": "in",
}

TESTS: dict[str, Predicate] = {
    "defined": lambda value: not is_absent(value),
    "undefined": is_absent,
    "none": lambda value: value is None,
    "null": lambda value: value is None,
    "true": _present(lambda value: value is True),
    "false": _present(lambda value: value is False),
    "boolean": _present(lambda value: isinstance(value, bool)),
    "integer": _present(is_whole),
    "float": _present(lambda value: isinstance(value, Decimal)),
    "number": _present(is_number),
    "string": _present(lambda value: isinstance(value, str)),
    "mapping": _present(lambda value: isinstance(value, Mapping)),
    "object": _present(lambda value: isinstance(value, Mapping)),
    "sequence": _present(lambda value: isinstance(value, (list, tuple, str))),
    "array": _present(lambda value: isinstance(value, (list, tuple))),
    "iterable": _present(lambda value: isinstance(value, (list, tuple, str, Mapping))),
    "lower": _present(lambda value: isinstance(value, str) and value.islower()),
    "upper": _present(lambda value: isinstance(value, str) and value.isupper()),
    "odd": _present(lambda value: _integer(value) % 2 == 1),
    "even": _present(lambda value: _integer(value) % 2 == 0),
    "divisibleby": _present(_divisible),
    **{name: _present(COMPARISONS[operator]) for name, operator in _COMPARING.items()},
    **{name.replace("-", "_"): _of_format(name) for name in FORMATS},
}
