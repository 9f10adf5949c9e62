"""Dates of cookies: whatever servers have ever written behind `Expires=`, read as RFC 6265bis, 5.1.1, says."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from itest.model.lazy_pattern import lazy_pattern

_BETWEEN = lazy_pattern(r"[\x09\x20-\x2f\x3b-\x40\x5b-\x60\x7b-\x7e]+")
_TIME = lazy_pattern(r"(\d{1,2}):(\d{1,2}):(\d{1,2})(?!\d)", re.ASCII)
_DAY = lazy_pattern(r"(\d{1,2})(?!\d)", re.ASCII)
_YEAR = lazy_pattern(r"(\d{2,4})(?!\d)", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def cookie_date(text: str) -> datetime | None:
    """The moment, always in UTC whatever zone the text names; None where it is no date.

    Time, day of the month, month and year are taken in this order of precedence from the pieces of the text, in any
    order and form; a year of two digits is of 1970 to 2069.
    """
    time = day = month = year = None
    for piece in filter(None, _BETWEEN.split(text)):
        if time is None and (time := _TIME.match(piece)):
            continue
        if day is None and (day := _DAY.match(piece)):
            continue
        if month is None and (month := _month(piece)):
            continue
        year = year or _YEAR.match(piece)
    if not (time and day and month and year):
        return None
    hour, minute, second = map(int, time.groups())
    try:
        return datetime(_full(int(year[1])), month, int(day[1]), hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def _month(piece: str) -> int | None:
    name = piece[:3].lower()
    return _MONTHS.index(name) + 1 if name in _MONTHS else None


def _full(year: int) -> int:
    """The year of two digits as the one of four; raises ValueError before 1601, where no such date is meant."""
    if year < 100:
        return year + (1900 if year >= 70 else 2000)
    if year < 1601:
        raise ValueError(year)
    return year
