"""Operators of time: `$before` and `$after`, and how moments are read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time

from itest.evaluate.matching.difference import Difference
from itest.evaluate.matching.question import Question
from itest.model.values import Value

MAX_LENGTH = 64
"""No date is longer; what a server sends is not parsed beyond that."""


def relative(word: str, holds: Callable[[datetime, datetime], bool]) -> Callable[[Question], list[Difference]]:
    """The operator that asks for a moment on one side of another."""

    def match(question: Question) -> list[Difference]:
        argument = question.value()
        limit = question.context.now() if argument == "now" else moment(argument)
        if limit is None:
            raise question.unusable(argument, "a date, a time or `now`")
        actual = moment(question.actual)
        if actual is None:
            return question.wrong(f"a time {word} {argument}", hint="it cannot be read as a date or time")
        return [] if holds(actual, _aware(limit)) else question.wrong(f"a time {word} {_shown(argument, limit)}")

    return match


before = relative("before", lambda actual, limit: actual < limit)
after = relative("after", lambda actual, limit: actual > limit)


def moment(value: Value) -> datetime | None:
    """A date or time as a moment: RFC 3339, ISO 8601, or as HTTP headers write it; None for anything else.

    A date is its midnight; without an offset it is UTC.
    """
    if not isinstance(value, str) or not 8 <= len(value) <= MAX_LENGTH:
        return None
    try:
        if len(value) == 10:
            return datetime.combine(date.fromisoformat(value), time(), UTC)
        return _aware(datetime.fromisoformat(value))
    except ValueError:
        return _http_date(value) if "," in value else None


def _http_date(text: str) -> datetime | None:
    # Start-up cost: only dates in headers look like this.
    from email.utils import parsedate_to_datetime

    try:
        return _aware(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError):
        return None


def _aware(value: datetime) -> datetime:
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _shown(argument: Value, limit: datetime) -> str:
    return f"now ({limit.isoformat(timespec='milliseconds')})" if argument == "now" else str(argument)
