"""Plain scalars: what unquoted text in YAML stands for. Numbers as in JSON, five words, and else text."""

from __future__ import annotations

from decimal import Decimal

from itest.model.lazy_pattern import lazy_pattern
from itest.model.values import Scalar

MAX_DIGITS = 1_000
"""Characters of a number; longer ones cost quadratic time and mean nothing to anyone."""
MAX_EXPONENT = 9_999

_NUMBER = lazy_pattern(r"(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?(?:[eE]([+-]?[0-9]+))?")
_STARTS = frozenset("-0123456789")
_WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "true": True, "false": False}


class NumberTooLarge(ValueError):
    """A number with more digits or a larger exponent than anything meant as a number."""


def plain_scalar(text: str) -> Scalar:
    """The value of an unquoted scalar (YAML 1.2 with the numbers of RFC 8259); raises `NumberTooLarge`."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _STARTS:
        return text
    number = _NUMBER.fullmatch(text)
    if number is None:
        return text
    whole, fraction, exponent = number.groups()
    if len(text) > MAX_DIGITS or (exponent and abs(int(exponent)) > MAX_EXPONENT):
        raise NumberTooLarge("the number is too large to be meant as one")
    return Decimal(text) if fraction or exponent else int(whole)
