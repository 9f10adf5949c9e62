"""Bounds of what an expression may build, so that no expression hangs the run or eats its memory."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from itest.model.problem import EvaluationError

MAX_TEXT = 10_000_000
"""Characters of a text, or of all texts together in a list or object that an expression builds."""
MAX_WORDS = 1_000_000
"""Characters of a text that is taken apart word by word or character by character, which costs a multiple of it."""
MAX_CHARACTERS = 100_000
"""Characters of a text that becomes a list of them."""
MAX_ITEMS = 1_000_000
MAX_DIGITS = 4_000
MAX_BITS = int(MAX_DIGITS * 3.3219) + 1
MAX_DEPTH = 200
"""Levels of brackets and operators in one expression."""


def exceeded(what: str) -> EvaluationError:
    """The error of an expression that grew past a bound."""
    return EvaluationError(f"the expression was stopped: {what}", code="IT216")


def allow_text(length: int) -> None:
    """Raise where a text of this length may not be built."""
    if length > MAX_TEXT:
        raise exceeded(f"its text would be longer than {MAX_TEXT // 1_000_000} million characters")


def allow_words(length: int) -> None:
    """Raise where a text of this length may not be taken apart."""
    if length > MAX_WORDS:
        raise exceeded(f"its text is longer than {MAX_WORDS // 1_000_000} million characters")


def allow_characters(length: int) -> None:
    """Raise where a text of this length may not become a list."""
    if length > MAX_CHARACTERS:
        raise exceeded(f"its text has more than {MAX_CHARACTERS:,} characters to be a list")


def allow_items(count: int) -> None:
    """Raise where a list of this many items may not be built."""
    if count > MAX_ITEMS:
        raise exceeded(f"its list would have more than {MAX_ITEMS:,} items")


def allow_bits(bits: int) -> None:
    """Raise where an integer of this many bits may not be built."""
    if bits > MAX_BITS:
        raise exceeded(f"its number would have more than {MAX_DIGITS:,} digits")


def bounded(value: Any) -> Any:
    """The value, where everything in it together stays within the bounds; raises IT216 where it does not.

    Shared parts count each time they occur, since printing them would.
    """
    items = length = 0
    rest = [value]
    while rest:
        part = rest.pop()
        if isinstance(part, str):
            length += len(part)
            allow_text(length)
        elif isinstance(part, int):
            allow_bits(part.bit_length())
        elif isinstance(part, Mapping):
            items += len(part)
            allow_items(items)
            rest.extend(part.keys())
            rest.extend(part.values())
        elif isinstance(part, (list, tuple)):
            items += len(part)
            allow_items(items)
            rest.extend(part)
        elif isinstance(part, Decimal) and len(part.as_tuple().digits) > MAX_DIGITS:
            allow_bits(MAX_BITS + 1)
    return value
