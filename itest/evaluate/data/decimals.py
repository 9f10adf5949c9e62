"""Decimals: how a number with a point or an exponent is written, in text and in JSON alike."""

from __future__ import annotations

from decimal import Decimal

PLAIN_EXPONENT = 20
"""Decimal places before or after the point up to which a number is written out."""


def decimal_text(value: Decimal) -> str:
    """A decimal written out (`1000`, not `1E+3`), with an exponent only where it has very many places."""
    if value.is_finite() and -PLAIN_EXPONENT <= value.adjusted() <= PLAIN_EXPONENT:
        return format(value, "f")
    return str(value)
