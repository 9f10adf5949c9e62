"""Dates: text in ISO 8601 and other forms read, printed, and moved by durations.

Values have no date type: a moment is RFC 3339 text, a date `2025-01-31`. What was read keeps its zone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from itest.evaluate.data.duration import parse_duration
from itest.evaluate.data.equality import is_number
from itest.evaluate.data.escape import cut
from itest.evaluate.data.moment import SECOND, Moment, of_datetime, of_unix, read_moment, zone_of
from itest.evaluate.expressions.access import kind
from itest.evaluate.expressions.arithmetic import add, subtract
from itest.evaluate.expressions.text_form import to_text
from itest.model.lazy_pattern import lazy_pattern
from itest.model.problem import EvaluationError
from itest.model.values import Value

MILLISECONDS_FROM = 10**11
"""A Unix time from this number on counts milliseconds: as seconds it would lie 3,000 years ahead."""
UNITS = {"s": SECOND, "ms": 10**6}
"""Nanoseconds of what `timestamp` counts."""
HTTP = "%a, %d %b %Y %H:%M:%S GMT"
LONGEST_FORMAT = 200
_ZONE_NAME = lazy_pattern(r"(?<![A-Za-z])[A-Za-z]{1,5}(?![A-Za-z])")


def to_date(value: Value, pattern: str | None = None) -> str:
    """A moment or day as RFC 3339 text: from ISO 8601, the dates of HTTP and mail, Unix seconds or milliseconds, or a
    `strptime` form."""
    if pattern is None:
        return str(_read(value))
    text = to_text(value)
    if max(len(pattern), len(text)) > LONGEST_FORMAT:
        raise EvaluationError(f"a date and its form have at most {LONGEST_FORMAT} characters")
    try:
        return str(of_datetime(_parsed(text, pattern)))
    except ValueError as error:
        raise EvaluationError(f"`{_shown(value)}` is not a date of the form `{pattern}`") from error


def format_date(value: Value, pattern: str = "iso") -> Value:
    """A date in a form of `strftime`, or one of `iso`, `http`, `unix` (seconds) and `unix_ms`; where it says no zone it
    is UTC."""
    moment = _read(value)
    if pattern in NAMED_FORMS:
        return NAMED_FORMS[pattern](moment)
    if len(pattern) > LONGEST_FORMAT:
        raise EvaluationError("the form of a date is longer than 200 characters")
    return _formatted(moment.zoned(), pattern)


def timestamp(value: Value, unit: str = "s") -> int:
    """The whole seconds (`ms`: milliseconds) from 1970 to a date."""
    if unit not in UNITS:
        raise EvaluationError("`timestamp` counts `s` or `ms`")
    return _read(value).unix // UNITS[unit]


def plus(value: Value, amount: Value) -> Value:
    """A date later by a duration (`"2d"`, `"1h30m"`, seconds); of a number, the sum."""
    return _moved(value, amount, add, 1)


def minus(value: Value, amount: Value) -> Value:
    """A date earlier by a duration; of a number, the difference; of two dates, the seconds between them."""
    if isinstance(value, str) and isinstance(amount, str) and is_date(amount):
        return _between(_read(value), _read(amount))
    return _moved(value, amount, subtract, -1)


def is_date(text: str) -> bool:
    """Whether the text is a date or a moment."""
    try:
        read_moment(text)
    except (ValueError, OverflowError):
        return False
    return True


def _between(later: Moment, earlier: Moment) -> Value:
    zones = [moment.second.tzinfo for moment in (later, earlier) if not moment.whole_day]
    if len(zones) == 2 and zones.count(None) == 1:
        raise EvaluationError("one of the two dates has a zone and the other has none")
    nanos = later.unix - earlier.unix
    return nanos // SECOND if nanos % SECOND == 0 else (Decimal(nanos) / SECOND).normalize()


def _moved(value: Value, amount: Value, calculate: Callable[[Any, Any], Any], sign: int) -> Value:
    if is_number(value):
        return calculate(value, amount)
    start = _read(value)
    try:
        seconds = parse_duration(amount)
    except ValueError as error:
        raise EvaluationError(f"a date is moved by a duration: {error}") from error
    try:
        moved = start.moved(int(sign * seconds * SECOND))
        # A day stays a day as long as it is moved by whole days.
        return str(moved if moved.whole_day or not start.whole_day else moved.zoned())
    except OverflowError as error:
        raise EvaluationError("the date would lie outside of the years 1 to 9999") from error


def _read(value: Value) -> Moment:
    try:
        if is_number(value):
            return of_unix(int(Decimal(value) * (10**6 if abs(value) >= MILLISECONDS_FROM else SECOND)))
        if isinstance(value, str):
            return read_moment(value)
    except (ValueError, ArithmeticError) as error:
        hint = "`| to_date('%d.%m.%Y')` reads another form"
        raise EvaluationError(f"`{_shown(value)}` is not a date", hint=hint) from error
    raise EvaluationError(f"a date is text or a number, not {kind(value)}")


def _parsed(text: str, pattern: str) -> datetime:
    """The date that a form of `strptime` reads; the name of a zone (`%Z`), which that one forgets, is its offset."""
    if "%Z" not in pattern:
        return datetime.strptime(text, pattern)
    for found in reversed([*_ZONE_NAME.finditer(text)]):
        zone = zone_of(found.group())
        if zone is not None:
            offset = datetime(2000, 1, 1, tzinfo=zone).strftime("%z")
            whole = text[: found.start()] + offset + text[found.end() :]
            return datetime.strptime(whole, pattern.replace("%Z", "%z"))
    raise ValueError("it names no zone")


def _formatted(moment: Moment, pattern: str) -> str:
    whole = moment.second.replace(microsecond=moment.nanos % SECOND // 1000)
    try:
        return whole.strftime(pattern)
    except ValueError as error:
        raise EvaluationError(f"`{pattern}` is not a form of a date") from error


def _iso(moment: Moment) -> str:
    return str(Moment(moment.zoned().second)) if moment.whole_day else str(moment)


def _http(moment: Moment) -> str:
    zoned = moment.zoned()
    return _formatted(Moment(zoned.second.astimezone(UTC), zoned.nanos), HTTP)


NAMED_FORMS: dict[str, Callable[[Moment], Value]] = {
    "iso": _iso,
    "rfc3339": _iso,
    "http": _http,
    "unix": lambda moment: moment.unix // SECOND,
    "unix_ms": lambda moment: moment.unix // 10**6,
}


def _shown(value: Value) -> str:
    return cut(str(value), 40)
