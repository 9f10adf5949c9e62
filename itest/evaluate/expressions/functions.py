"""Functions: what an expression may call by name; all chance comes from the run's seed, all time from its clock."""

from __future__ import annotations

import string
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from random import Random
from typing import Any

from itest.evaluate.data.equality import integral
from itest.evaluate.data.limits import MAX_BITS, allow_items, allow_text
from itest.model.problem import EvaluationError
from itest.model.record import Record

LETTERS = string.ascii_lowercase + string.digits
FUNCTION_NAMES = frozenset({"uuid", "now", "today", "random_int", "random_string", "random_email", "file", "range"})
STEADY_FUNCTIONS = frozenset({"file", "range"})
"""Those that give the same when they are called again."""

FUNCTION_SPACES = frozenset({"fake"})
"""Names whose members are functions."""


class Function(Record):
    """Something an expression may call: its name, and what it does with values."""

    name: str
    call: Callable[..., Any]


def functions(rng: Random, now: Callable[[], datetime], read_file: Callable[[str], str]) -> dict[str, Function]:
    """The functions of a scenario, by name: its own source of chance, the clock, and a reader that knows its folder.

    `now` answers a time with a zone; `read_file` raises `EvaluationError` for what may not be read.
    """
    calls: Mapping[str, Callable[..., Any]] = {
        "uuid": lambda: str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        "now": lambda: timestamp(now()),
        "today": lambda: now().astimezone(UTC).date().isoformat(),
        "random_int": lambda low, high: _random_int(rng, low, high),
        "random_string": lambda length=12: _random_string(rng, length),
        "random_email": lambda: f"{_random_string(rng, 12)}@example.com",
        "file": lambda path: _file(read_file, path),
        "range": _range,
    }
    return {name: Function(name, call) for name, call in calls.items()}


def timestamp(moment: datetime) -> str:
    """A moment as RFC 3339 text in UTC, with milliseconds (`2025-01-31T10:00:00.250Z`)."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _whole(name: str, *values: Any) -> list[int]:
    """The values as integers (`1.0` is one)."""
    numbers = [number for value in values if (number := integral(value)) is not None]
    if len(numbers) < len(values) or any(number.bit_length() > MAX_BITS for number in numbers):
        raise EvaluationError(f"`{name}()` takes whole numbers")
    return numbers


def _random_int(rng: Random, low: int, high: int) -> int:
    low, high = _whole("random_int", low, high)
    if low > high:
        raise EvaluationError(f"`random_int()` takes the smaller number first, not {low} and {high}")
    return rng.randint(low, high)


def _random_string(rng: Random, length: int) -> str:
    (length,) = _whole("random_string", length)
    if length < 0:
        raise EvaluationError("`random_string()` takes a length that is not negative")
    allow_text(length)
    return "".join(rng.choices(LETTERS, k=length))


def _file(read_file: Callable[[str], str], path: Any) -> str:
    if not isinstance(path, str) or not path or "\0" in path:
        raise EvaluationError("`file()` takes the path of a file")
    text = read_file(path)
    allow_text(len(text))
    return text


def _range(*bounds: int) -> list[int]:
    bounds = tuple(_whole("range", *bounds))
    if not 1 <= len(bounds) <= 3 or (len(bounds) == 3 and not bounds[2]):
        raise EvaluationError("`range()` takes an end, or a start, an end and a step that is not 0")
    numbers = range(*bounds)
    # `len` itself fails on a range that no list could hold.
    count = max(0, (numbers.stop - numbers.start + numbers.step - (1 if numbers.step > 0 else -1)) // numbers.step)
    allow_items(count)
    return list(numbers)
