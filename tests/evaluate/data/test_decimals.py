"""Decimals are written as people write them."""

import json
from decimal import Decimal

import pytest

from itest.evaluate.data.decimals import decimal_text


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("0.0000001", "0.0000001"),
        ("0.0000000", "0.0000000"),
        ("-0.0", "-0.0"),
        ("1e3", "1000"),
        ("0e5", "0"),
        ("1.50e2", "150"),
        ("1e-21", "1E-21"),
        ("1e21", "1E+21"),
    ],
)
def test_a_number_is_written_out(written, sent):
    """As most people write it; an exponent is for what has very many places. It is JSON, and the same number."""
    assert sent == decimal_text(Decimal(written))
    assert Decimal(written) == json.loads(sent, parse_float=Decimal, parse_int=Decimal)
