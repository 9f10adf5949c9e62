"""Dates: text in ISO 8601 and other forms read, printed, and moved by durations.

Values have no date type: a moment is RFC 3339 text, a date `2025-01-31`. What was read keeps its zone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

from itest.evaluate.data.duration import parse_duration
from itest.evaluate.data.equality import is_number
from itest.evaluate.data.escape import cut
from itest.evaluate.expressions.access import kind
from itest.evaluate.expressions.arithmetic import add, subtract
from itest.evaluate.expressions.text_form import to_text
from itest.model.problem import EvaluationError
from itest.model.values import Value

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
FRACTION = re.compile(r"([.,]\d{6})\d+")
MILLISECONDS_FROM = 10**11
"""A Unix time from this number on counts milliseconds: as seconds it would lie 3,000 years ahead."""
FORMATS = {"iso": "", "rfc3339": "", "http": "%a, %d %b %Y %H:%M:%S GMT"}
POINTS_IN_TIME = ("unix", "unix_ms", "http")
"""Forms that need a zone; a moment without one is taken as UTC."""
LONGEST_FORMAT = 200


def to_date(value: Value, pattern: str | None = None) -> str:
    """A moment or day as ISO text: from ISO 8601, an HTTP date, Unix seconds or milliseconds, or a `strptime` form."""
    if pattern is not None:
        text = to_text(value)
        if max(len(pattern), len(text)) > LONGEST_FORMAT:
            raise EvaluationError(f"a date and its form have at most {LONGEST_FORMAT} characters")
        try:
            return _printed(datetime.strptime(text, pattern))
        except ValueError as error:
            raise EvaluationError(f"`{_shown(value)}` is not a date of the form `{pattern}`") from error
    return _text(_read(value))


def format_date(value: Value, pattern: str = "iso") -> Value:
    """A date in a form of `strftime`, or one of `iso`, `http`, `unix` (seconds) and `unix_ms`."""
    moment = _moment(_read(value))
    if pattern in POINTS_IN_TIME and moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    if pattern == "unix":
        return int(moment.timestamp())
    if pattern == "unix_ms":
        return round(moment.timestamp() * 1000)
    if pattern == "http":
        moment = moment.astimezone(UTC)
    form = FORMATS.get(pattern, pattern)
    if not form:
        return _printed(moment)
    if len(form) > LONGEST_FORMAT:
        raise EvaluationError("the form of a date is longer than 200 characters")
    try:
        return moment.strftime(form)
    except ValueError as error:
        raise EvaluationError(f"`{form}` is not a form of a date") from error


def plus(value: Value, amount: Value) -> Value:
    """A date later by a duration (`"2d"`, `"1h30m"`, seconds); of a number, the sum."""
    return _moved(value, amount, add, 1)


def minus(value: Value, amount: Value) -> Value:
    """A date earlier by a duration; of a number, the difference; of two dates, the seconds between them."""
    if isinstance(value, str) and isinstance(amount, str) and _is_date(amount):
        try:
            seconds = _moment(_read(value)) - _moment(_read(amount))
        except TypeError as error:
            raise EvaluationError("one of the two dates has a zone and the other has none") from error
        whole = seconds // timedelta(microseconds=1)
        return whole // 10**6 if whole % 10**6 == 0 else Decimal(whole) / 10**6
    return _moved(value, amount, subtract, -1)


def _moved(value: Value, amount: Value, calculate: Callable[[Any, Any], Any], sign: int) -> Value:
    if is_number(value):
        return calculate(value, amount)
    start = _read(value)
    try:
        seconds = parse_duration(amount)
    except ValueError as error:
        raise EvaluationError(f"a date is moved by a duration: {error}") from error
    step = timedelta(microseconds=int(sign * seconds * 10**6))
    try:
        # A day stays a day as long as it is moved by whole days.
        if isinstance(start, datetime) or not step % timedelta(days=1):
            return _text(start + step)
        return _text(_moment(start) + step)
    except OverflowError as error:
        raise EvaluationError("the date would lie outside of the years 1 to 9999") from error


def _read(value: Value) -> date:
    try:
        if is_number(value):
            seconds = Decimal(value) / 1000 if abs(value) >= MILLISECONDS_FROM else Decimal(value)
            return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(seconds * 10**6))
        if isinstance(value, str):
            return _parsed(value.strip())
    except (ValueError, TypeError, LookupError, ArithmeticError) as error:
        raise EvaluationError(
            f"`{_shown(value)}` is not a date", hint="`| to_date('%d.%m.%Y')` reads another form"
        ) from error
    raise EvaluationError(f"a date is text or a number, not {kind(value)}")


def _parsed(text: str) -> date:
    if DAY.fullmatch(text):
        return date.fromisoformat(text)
    if text[:1].isdigit():
        # Clocks print up to nine places; this one keeps six.
        return datetime.fromisoformat(FRACTION.sub(r"\1", text))
    return parsedate_to_datetime(text)


def _is_date(text: str) -> bool:
    try:
        _parsed(text.strip())
    except (ValueError, TypeError):
        return False
    return "-" in text or ":" in text


def _moment(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime(day.year, day.month, day.day, tzinfo=UTC)


def _text(day: date) -> str:
    return _printed(day) if isinstance(day, datetime) else day.isoformat()


def _printed(moment: datetime) -> str:
    """ISO text: milliseconds, or microseconds where there are any; `Z` for UTC."""
    timespec = "microseconds" if moment.microsecond % 1000 else "milliseconds" if moment.microsecond else "seconds"
    return moment.isoformat(timespec=timespec).replace("+00:00", "Z")


def _shown(value: Value) -> str:
    return cut(str(value), 40)
