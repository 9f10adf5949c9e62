"""Moments: dates and times as servers write them, read exactly; the one reader of filters, operators and headers.

Read are RFC 3339 and the rest of ISO 8601, the three forms of RFC 9110 (5.6.7), and RFC 5322 with its comments, its
obsolete years and zones. Nanoseconds and leap seconds are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

from itest.model.lazy_pattern import lazy_pattern
from itest.model.record import Record, replace

SECOND = 10**9
"""Nanoseconds."""
LONGEST = 100
"""Characters of a date; what a server sends is not parsed beyond that."""
DAY_LENGTH = len("2025-01-31")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ZONES = {"ut": 0, "gmt": 0, "utc": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6}
_ZONES |= {"pst": -8, "pdt": -7}

_DAY = lazy_pattern(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ISO = lazy_pattern(
    r"(?P<start>\d[^.,]*?)(?P<leap>:60)?(?:[.,](?P<fraction>\d+))?(?P<zone>[Zz]|[+-]\d{2}(?::?\d{2})?)?", re.ASCII
)
_NAMED_DAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)"
_CLOCK = r"(?P<hour>\d{1,2})\s*:\s*(?P<minute>\d{2})(?:\s*:\s*(?P<second>\d{2}))?"
_MAIL = lazy_pattern(
    rf"(?:{_NAMED_DAY}\s*,?\s*)?(?P<day>\d{{1,2}})(?P<dash>[\s-])\s*(?P<month>[a-z]{{3}})(?P=dash)\s*(?P<year>\d{{2,4}})\s+"
    rf"{_CLOCK}(?:\s*(?P<zone>[+-]\d{{4}}|[a-z]{{1,5}}))?",
    re.ASCII | re.IGNORECASE,
)
_C_TIME = lazy_pattern(
    rf"{_NAMED_DAY}\s+(?P<month>[a-z]{{3}})\s+(?P<day>\d{{1,2}})\s+{_CLOCK}\s+(?P<year>\d{{4}})",
    re.ASCII | re.IGNORECASE,
)
_COMMENT = lazy_pattern(r"\((?:[^()\\]|\\.)*\)")


class Moment(Record):
    """A second of some zone (none: not said) and the nanoseconds after it; in a leap second, which follows its second
    59, they go on beyond `SECOND`. `whole_day`: a date without a time, which is its midnight."""

    second: datetime
    nanos: int = 0
    whole_day: bool = False

    @property
    def order(self) -> tuple[int, int]:
        """What moments are compared by; without a zone it is UTC."""
        second = self.second if self.second.tzinfo else self.second.replace(tzinfo=UTC)
        return (second - _EPOCH) // timedelta(seconds=1), self.nanos

    @property
    def unix(self) -> int:
        """Nanoseconds since 1970, leap seconds not counted."""
        seconds, nanos = self.order
        return seconds * SECOND + nanos

    def moved(self, nanos: int) -> Moment:
        """The moment so much later; raises `OverflowError` outside of the years 1 to 9999."""
        seconds, rest = divmod(self.nanos + nanos, SECOND)
        return Moment(self.second + timedelta(seconds=seconds), rest, self.whole_day and not (seconds % 86_400 or rest))

    def zoned(self) -> Moment:
        """The same, in UTC where no zone is said."""
        return self if self.second.tzinfo else replace(self, second=self.second.replace(tzinfo=UTC))

    def __str__(self) -> str:
        """RFC 3339: a day, or a moment with as many thousandths as it needs; `Z` for UTC."""
        if self.whole_day:
            return self.second.date().isoformat()
        text = self.second.replace(tzinfo=None).isoformat(timespec="seconds")
        text = f"{text[:-2]}60" if self.nanos >= SECOND else text
        offset = self.second.isoformat()[19:].replace("+00:00", "Z")
        return text + _fraction(self.nanos % SECOND) + offset


def read_moment(text: str) -> Moment:
    """The moment that a text says; raises `ValueError` where it is none."""
    text = text.strip()
    if len(text) > LONGEST:
        raise ValueError("a date has at most 100 characters")
    if _DAY.fullmatch(text):
        return Moment(datetime.combine(date.fromisoformat(text), datetime.min.time()), whole_day=True)
    for form, read in _FORMS:
        found = form.fullmatch(_without_comments(text) if "(" in text else text)
        if found:
            return read(found)
    raise ValueError("it is no date")


def of_unix(nanos: int) -> Moment:
    """The moment so many nanoseconds after 1970; raises `OverflowError`."""
    return Moment(_EPOCH).moved(nanos)


def of_datetime(moment: datetime) -> Moment:
    """The same as a moment."""
    return Moment(moment.replace(microsecond=0), moment.microsecond * 1000)


def zone_of(name: str) -> timezone | None:
    """The zone of a name (`GMT`, `PST`, RFC 5322 4.3) or offset (`+0100`); None where nothing is said of it."""
    if name[0] in "+-":
        minutes = int(name[1:3]) * 60 + int(name[3:])
        if int(name[3:]) >= 60:
            raise ValueError("an hour has 60 minutes")
        return timezone(timedelta(minutes=minutes if name[0] == "+" else -minutes))
    hours = _ZONES.get(name.lower())
    if hours is None:
        # The military letters were once defined the wrong way round, so RFC 5322 reads all of them as UTC.
        return UTC if len(name) == 1 and name.lower() != "j" else None
    return UTC if name.lower() in ("z", "utc") else timezone(timedelta(hours=hours), name.upper())


def _iso(found: re.Match[str]) -> Moment:
    leap = found["leap"] is not None
    start = found["start"] + (":59" if leap else "")
    zone = found["zone"] or ""
    moment = datetime.fromisoformat(start + zone.upper())
    nanos = int((found["fraction"] or "0")[:9].ljust(9, "0"))
    timeless = len(start) <= DAY_LENGTH and ":" not in start and not zone
    return Moment(moment, whole_day=True) if timeless else _checked(moment, nanos, leap)


def _written(found: re.Match[str]) -> Moment:
    month, zone = found["month"].lower(), found["zone"]
    if month not in _MONTHS:
        raise ValueError("it has no month")
    second, leap = int(found["second"] or 0), found["second"] == "60"
    known = zone_of(zone) if zone else None
    if zone and known is None:
        raise ValueError(f"nobody knows the zone {zone}")
    year = _year(found["year"], dashed=found["dash"] == "-")
    day = (year, _MONTHS.index(month) + 1, int(found["day"]))
    moment = datetime(*day, int(found["hour"]), int(found["minute"]), 59 if leap else second, tzinfo=known)
    return _checked(moment, 0, leap)


def _c_time(found: re.Match[str]) -> Moment:
    month = found["month"].title()
    text = f"{found['day']} {month} {found['year']} {found['hour']}:{found['minute']}:{found['second'] or '00'} GMT"
    return read_moment(text)


def _year(text: str, *, dashed: bool) -> int:
    """RFC 5322 (4.3) for short years; in the dashed form RFC 9110 (5.6.7): never more than 50 years ahead."""
    year = int(text)
    if len(text) == 4:
        return year
    if len(text) == 3:
        return 1900 + year
    if dashed:
        now = datetime.now(UTC).year
        year += now - now % 100
        return year - 100 if year > now + 50 else year
    return year + (2000 if year < 50 else 1900)


def _checked(moment: datetime, nanos: int, leap: bool) -> Moment:
    """A leap second is one only at the end of a day in UTC."""
    if not leap:
        return Moment(moment, nanos)
    last = moment.astimezone(UTC) if moment.tzinfo else moment
    if (last.hour, last.minute) != (23, 59):
        raise ValueError("a leap second is the last of a day in UTC")
    return Moment(moment, SECOND + nanos)


def _without_comments(text: str) -> str:
    """RFC 5322, 3.2.2: comments, which may hold others, count as blanks."""
    previous = ""
    while previous != text:
        previous, text = text, _COMMENT.sub(" ", text)
    return text.strip()


def _fraction(nanos: int) -> str:
    if not nanos:
        return ""
    digits = f"{nanos:09}"
    places = next(places for places in (3, 6, 9) if not digits[places:].strip("0"))
    return f".{digits[:places]}"


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Moment]], ...] = (
    (_MAIL, _written),
    (_C_TIME, _c_time),
    (_ISO, _iso),
)
