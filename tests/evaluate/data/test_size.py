"""Sizes: read from what people write, printed for them."""

from decimal import Decimal

import pytest

from itest.evaluate.data.size import format_size, parse_size


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("64KB", 64_000),
        ("10MB", 10_000_000),
        (" 1.5 mb ", 1_500_000),
        ("1KiB", 1024),
        ("1GiB", 1 << 30),
        ("1gb", 10**9),
        ("12B", 12),
        ("12", 12),
        (12, 12),
        (Decimal("12.0"), 12),
    ],
)
def test_a_size_is_read(text, size):
    """A thousand is a thousand, unless it says KiB."""
    assert size == parse_size(text)


@pytest.mark.parametrize(
    "text", ["", "MB", "10XB", "-1", "1e3", "ten", "10 M", "1.2B", "0", 0, "2GiB", True, None, "10MBB", "٣KB", 10**15]
)
def test_what_is_no_size(text):
    """A sentence says what one looks like."""
    with pytest.raises(ValueError, match="size"):
        parse_size(text)


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (10_000_000, "10 MB"),
        (1_500_000, "1.5 MB"),
        (64_000, "64 KB"),
        (1_000_001, "1000001 bytes"),
        (999, "999 bytes"),
        (1024, "1024 bytes"),
    ],
)
def test_a_size_is_printed_exactly(size, text):
    """Rounded it would be another limit."""
    assert text == format_size(size)
