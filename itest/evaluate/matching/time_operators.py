"""Operators of time: `$before` and `$after`."""

from __future__ import annotations

from collections.abc import Callable

from itest.evaluate.data.moment import Moment, of_datetime, read_moment
from itest.evaluate.matching.difference import Difference
from itest.evaluate.matching.question import Question
from itest.model.values import Value

Order = tuple[int, int]


def relative(word: str, holds: Callable[[Order, Order], bool]) -> Callable[[Question], list[Difference]]:
    """The operator that asks for a moment on one side of another."""

    def match(question: Question) -> list[Difference]:
        argument = question.value()
        limit = of_datetime(question.context.now()) if argument == "now" else moment(argument)
        if limit is None:
            raise question.unusable(argument, "a date, a time or `now`")
        actual = moment(question.actual)
        if actual is None:
            return question.wrong(f"a time {word} {argument}", hint="it cannot be read as a date or time")
        return [] if holds(actual.order, limit.order) else question.wrong(f"a time {word} {_shown(argument, limit)}")

    return match


before = relative("before", lambda actual, limit: actual < limit)
after = relative("after", lambda actual, limit: actual > limit)


def moment(value: Value) -> Moment | None:
    """A date or time as a moment, None for anything else; a date is its midnight, without an offset it is UTC."""
    if not isinstance(value, str):
        return None
    try:
        return read_moment(value)
    except (ValueError, OverflowError):
        return None


def _shown(argument: Value, limit: Moment) -> str:
    return f"now ({limit})" if argument == "now" else str(argument)
