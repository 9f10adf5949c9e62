"""Durations: `250ms`, `1m30s`, `2d`; read from what people write, printed for them."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from itest.evaluate.data.equality import is_number
from itest.evaluate.data.escape import cut
from itest.model.lazy_pattern import lazy_pattern
from itest.model.values import Value

UNITS: dict[str, Decimal] = {
    "w": Decimal(604_800),
    "d": Decimal(86_400),
    "h": Decimal(3600),
    "m": Decimal(60),
    "s": Decimal(1),
    "ms": Decimal("0.001"),
    "us": Decimal("0.000001"),
}
"""Seconds of each unit, largest first, which is also the order they are written in."""

NUMBER = lazy_pattern(r"\d{1,15}(?:\.\d{1,9})?", re.ASCII)
DURATION = lazy_pattern(r"(?:\d{1,15}(?:\.\d{1,9})?(?:ms|us|[wdhms]))+", re.ASCII)
DURATION_PART = lazy_pattern(r"(\d{1,15}(?:\.\d{1,9})?)(ms|us|[wdhms])", re.ASCII)
LONGEST = Decimal(10) ** 10
"""Seconds (317 years); beyond it sleeping and adding to dates fail."""


def parse_duration(value: Value) -> Decimal:
    """Seconds of a duration: units in order (`1m30s`), or a number of seconds; raises `ValueError`."""
    if is_number(value):
        seconds = Decimal(value)
    elif isinstance(value, str):
        seconds = _seconds(value.strip())
    else:
        raise ValueError("a duration is written like `250ms`, `2s`, `1m30s` or as a number of seconds")
    if not seconds.is_finite() or seconds < 0:
        raise ValueError("a duration is not negative")
    if seconds > LONGEST:
        raise ValueError("the duration is longer than 300 years")
    return seconds


def format_duration(seconds: float | Decimal) -> str:
    """A duration for people: `56 ms` below a tenth of a second, then `0.12s`, `12.3s`, `2m05s`, `1h02m`."""
    if seconds < 0.0995:
        return f"{float(seconds) * 1000:.0f} ms"
    if seconds < 9.995:
        return f"{float(seconds):.2f}s"
    if seconds < 59.95:
        return f"{float(seconds):.1f}s"
    whole = round(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    return f"{hours}h{minutes:02d}m" if hours else f"{minutes}m{whole % 60:02d}s"


def exact_duration(seconds: Decimal | int) -> str:
    """A duration that is compared with another, to the microsecond: `1.46 ms`, `250 ms`, `1.5s`, `2m5s`."""
    if seconds < 1:
        return f"{_trimmed(Decimal(seconds) * 1000)} ms"
    whole = int(seconds) // 60
    rest = f"{_trimmed(Decimal(seconds) - whole * 60)}s"
    hours, minutes = divmod(whole, 60)
    return f"{hours}h{minutes}m{rest}" if hours else f"{minutes}m{rest}" if minutes else rest


def _trimmed(number: Decimal) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")


def _seconds(text: str) -> Decimal:
    if NUMBER.fullmatch(text):
        return Decimal(text)
    if not DURATION.fullmatch(text):
        raise ValueError(f"`{cut(text, 40)}` is no duration; write `250ms`, `2s`, `1m30s` or a number of seconds")
    parts = DURATION_PART.findall(text)
    order = [list(UNITS).index(unit) for _, unit in parts]
    if any(earlier >= later for earlier, later in pairwise(order)):
        raise ValueError(f"`{cut(text, 40)}` is no duration: each unit comes once, the largest first")
    return sum((Decimal(number) * UNITS[unit] for number, unit in parts), Decimal(0))
