"""Operators of equality, order and choice: `$eq` to `$approx`, `$in`, `$and`, `$not`.

Numbers compare with numbers and text with text (by code point); anything else is a mismatch. Where the value can only
be text (a header), a number is compared with the number that the text is. On `time`, a text operand is a duration.
"""

from __future__ import annotations

import decimal
import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from itest.evaluate.data.documents import read
from itest.evaluate.data.duration import LONGEST, exact_duration, parse_duration
from itest.evaluate.data.equality import is_number
from itest.evaluate.data.json_text import JsonError, parse, short
from itest.evaluate.expressions.access import kind
from itest.evaluate.matching.difference import Difference
from itest.evaluate.matching.near import lookalike_hint
from itest.evaluate.matching.place import Place, Reading
from itest.evaluate.matching.question import Question
from itest.model.record import replace
from itest.model.values import Template, Tree, Value

_WIDE = decimal.Context(prec=200, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN, traps=[])
"""Arithmetic that neither rounds what a person writes nor raises on what a server sends."""
_NOWHERE = "`$not` and `$ne` say nothing of what is not there; `$exists: false` says that it is not"


def eq(question: Question) -> list[Difference]:
    return question.ask(question.argument, question.actual, replace(question.at, exact=True))


def ne(question: Question) -> list[Difference]:
    return _turned_round(question, replace(question.at, exact=True))


def comparing(words: str, holds: Callable[[Any, Any], bool]) -> Callable[[Question], list[Difference]]:
    """The operator that asks for an order; `words` come before its operand in messages."""

    def match(question: Question) -> list[Difference]:
        limit = operand(question, question.value())
        pair = comparable(question, limit)
        if pair is not None and holds(*pair):
            return []
        return question.wrong(f"{words} {_shown(question, limit, 60)}", hint=_order_hint(question, limit, pair))

    return match


gt = comparing("more than", operator.gt)
gte = comparing("at least", operator.ge)
lt = comparing("less than", operator.lt)
lte = comparing("at most", operator.le)


def between(question: Question) -> list[Difference]:
    bounds = question.value()
    if not isinstance(bounds, (list, tuple)) or len(bounds) != 2:
        raise question.unusable(bounds, "two ends")
    low, high = (operand(question, bound) for bound in bounds)
    wanted = f"between {_shown(question, low)} and {_shown(question, high)}"
    for end, holds in ((low, operator.ge), (high, operator.le)):
        pair = comparable(question, end)
        if pair is None or not holds(*pair):
            return question.wrong(wanted, hint=_order_hint(question, end, pair))
    return []


def approx(question: Question) -> list[Difference]:
    argument = question.value()
    if not hasattr(argument, "get") or not {"value", "within"} <= set(argument):
        raise question.unusable(argument, "`value` and `within`")
    center, within = (operand(question, argument[key]) for key in ("value", "within"))
    if not is_number(center) or not is_number(within):
        raise question.unusable(argument, "numbers for `value` and `within`")
    pair = comparable(question, center)
    if pair is not None and _WIDE.abs(_WIDE.subtract(Decimal(pair[0]), Decimal(pair[1]))) <= within:
        return []
    wanted = f"{_shown(question, center)} ± {_shown(question, within)}"
    return question.wrong(wanted, hint=_order_hint(question, center, pair))


def one_of(question: Question) -> list[Difference]:
    items = question.items()
    nowhere = False
    for matcher, at in items:
        found = question.answer(matcher, question.actual, at)
        if not found:
            return []
        nowhere = nowhere or _leads_nowhere(found)
    return [replace(one, nowhere=nowhere) for one in _none_of(question, items)]


def _none_of(question: Question, items: list[tuple[Tree, Place]]) -> list[Difference]:
    if question.context.brief:
        return question.wrong("")
    alike = (
        lookalike_hint(matcher, read(question.actual)) for matcher, _ in items if not isinstance(matcher, Template)
    )
    return question.wrong(f"one of {question.described()}", hint=next(filter(None, alike), ""))


def all_of_them(question: Question) -> list[Difference]:
    """Every one of the matchers, as those of one object."""
    found: list[Difference] = []
    for matcher, at in question.items():
        found.extend(question.ask(matcher, question.actual, at))
    return found


def negated(question: Question) -> list[Difference]:
    return _turned_round(question, question.at)


def _turned_round(question: Question, at: Place) -> list[Difference]:
    """What does not match holds, but not where all that speaks against a match is that a query finds nothing: its path
    may be misspelt."""
    found = question.answer(question.argument, question.actual, at)
    if not found:
        return question.wrong(f"anything but {question.described()}")
    if not _leads_nowhere(found):
        return []
    if question.context.brief:  # which ends at the first difference
        found = replace(question, context=replace(question.context, brief=False)).answer(
            question.argument, question.actual, at
        )
    return [replace(one, hint=_NOWHERE) for one in found] if _leads_nowhere(found) else []


def _leads_nowhere(found: list[Difference]) -> bool:
    return all(one.nowhere for one in found)


def operand(question: Question, value: Value) -> Value:
    """The operand as a value to compare with; durations become seconds where the field is a time."""
    if _is_duration(question) and isinstance(value, str):
        try:
            return parse_duration(value)
        except ValueError:
            raise question.unusable(value, "a duration") from None
    return value


def _is_duration(question: Question) -> bool:
    return question.at.reading is Reading.DURATION


def _shown(question: Question, value: Value, limit: int = 40) -> str:
    in_units = _is_duration(question) and is_number(value) and 0 <= value <= LONGEST
    return exact_duration(value) if in_units else short(value, limit)


def comparable(question: Question, limit: Value) -> tuple[Any, Any] | None:
    """Both sides where they are of one kind that has an order, else None."""
    actual = question.actual
    if is_number(actual) and is_number(limit):
        return actual, limit
    if not isinstance(actual, str):
        return None
    if isinstance(limit, str):
        return actual, limit
    if is_number(limit) and question.at.reading is Reading.TEXT:
        number = _number(actual)
        return None if number is None else (number, limit)
    return None


def _number(text: str) -> Value:
    try:
        value = parse(text.strip())
    except JsonError:
        return None
    return value if is_number(value) else None


def _order_hint(question: Question, limit: Value, pair: tuple[Any, Any] | None) -> str:
    return "" if pair is not None else f"{kind(question.actual)} cannot be compared with {kind(limit)}"
