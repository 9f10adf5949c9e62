"""Statuses: what `expect.status` may say of a code: the code itself, or its class (`2xx`)."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from itest.evaluate.data.equality import integral, is_number
from itest.evaluate.data.json_text import short
from itest.model.lazy_pattern import lazy_pattern
from itest.model.values import Template, Tree, Value

_CLASS = lazy_pattern(r"[1-5][xX]{2}")
_CODE = lazy_pattern(r"[1-9][0-9]{2}")
CLASSES = "the classes are `1xx` to `5xx`"
LEAST, MOST = 100, 599


def allows(allowed: Value, status: Value) -> bool:
    """Whether a code or a class is that of a status."""
    if isinstance(allowed, str):
        if _CLASS.fullmatch(allowed):
            return is_number(status) and bool(status // 100 == int(allowed[0]))
        # A code that a template takes from a CSV is text; as written, `status_problem` refuses it.
        return allowed == str(status)
    return is_number(allowed) and bool(allowed == status)


def status_problem(code: Tree) -> str:
    """Why a scalar as written is no status (RFC 9110, 15: 100 to 599), `""` where it is one."""
    if isinstance(code, str) and _CLASS.fullmatch(code):
        return ""
    if isinstance(code, str) and _CODE.fullmatch(code):
        return f"a status is a number, not text: write {code} without quotes"
    if not is_number(code):
        return f"a status is a code such as 201 or a class such as `2xx`, not {short(code, 60)}"
    number = integral(code)
    if number is None or not LEAST <= number <= MOST:
        return f"no answer has the status {short(code, 60)}: codes go from {LEAST} to {MOST}"
    return ""


def range_problem(name: str, bound: Tree) -> str:
    """Why no status is where an operator of order (`$gt`, `$between`) wants it, `""` where one is."""
    ends = [end for end in (bound if isinstance(bound, tuple) else (bound,)) if not isinstance(end, Template)]
    for end in ends:
        if not is_number(end):
            return f"a status is a number, and {short(end, 60)} is none"
    if name == "$between":
        return next(filter(None, map(status_problem, ends)), "")
    if any(_ORDERS[name](code, bound) for code in (LEAST, MOST)):
        return ""
    return f"no answer has such a status: codes go from {LEAST} to {MOST}"


def asks_numbers(name: str, argument: Tree) -> bool:
    """Whether an operator (or key) of a matcher may hold of a number at all."""
    if name == "$type":
        types = argument if isinstance(argument, tuple) else (argument,)
        return any(isinstance(each, Template) or each in ("integer", "number") for each in types)
    return name.startswith("$") and name not in _NOT_OF_NUMBERS


_OF_OTHERS = """
    $all $after $before $contains $each $empty $endsWith $format $json $regex $size $sorted $startsWith $unique
    $unordered
"""
_NOT_OF_NUMBERS = frozenset(_OF_OTHERS.split())


def comparison_problem(operator: str, value: Any) -> str:
    """Why no status compares so (`lt`, as Jinja names it) with a literal of an expression, `""` where one may."""
    if operator in _COMPARED:
        return range_problem(_COMPARED[operator], value)
    if isinstance(value, str) and _CLASS.fullmatch(value):
        return f"in an expression a status is a number: `{value[0]}00 <= status < {int(value[0]) + 1}00`"
    return status_problem(value)


_COMPARED = {"lt": "$lt", "lteq": "$lte", "gt": "$gt", "gteq": "$gte"}
_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "$gt": operator.gt,
    "$gte": operator.ge,
    "$lt": operator.lt,
    "$lte": operator.le,
}
RANGES = frozenset({*_ORDERS, "$between"})
"""The operators that `range_problem` knows."""


def shown(allowed: Value) -> str:
    """A code or a class as messages name it."""
    return allowed if isinstance(allowed, str) else short(allowed)
