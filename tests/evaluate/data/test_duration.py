"""Durations and sizes."""

from decimal import Decimal

import pytest

from itest.evaluate.data.duration import format_duration, parse_duration, parse_size


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("250ms", "0.250"),
        ("2s", "2"),
        ("1.5s", "1.5"),
        ("1m30s", "90"),
        ("1h", "3600"),
        ("2d", "172800"),
        ("1h0m5s", "3605"),
        (" 2s ", "2"),
        ("2", "2"),
        ("0.5", "0.5"),
        (2, "2"),
        (0, "0"),
        (Decimal("0.25"), "0.25"),
    ],
)
def test_a_duration_is_read_as_exact_seconds(written, seconds):
    """Units, numbers and texts that are numbers are durations."""
    assert Decimal(seconds) == parse_duration(written)


@pytest.mark.parametrize(
    "written",
    ["", "s", "2 s", "-1s", "1s1s", "30s1m", "1x", "١s", "1e3s", -1, True, None, [], "1s\n1s", 10**20, "9" * 30 + "s"],
)
def test_what_is_no_duration_is_refused(written):
    """Negative, unordered, unknown and endless durations are refused with a sentence."""
    with pytest.raises(ValueError, match="duration"):
        parse_duration(written)


@pytest.mark.parametrize(
    ("written", "size"),
    [("64KB", 64_000), ("10MB", 10_000_000), ("4KiB", 4096), ("1.5kb", 1500), ("10 MB", 10**7), ("12", 12), (12, 12)],
)
def test_a_size_is_read_as_bytes(written, size):
    """Decimal units count by 1000, binary ones by 1024."""
    assert size == parse_size(written)


@pytest.mark.parametrize("written", ["", "KB", "-1KB", "1XB", "0.5B", "1iB", None, True, [], 10**16, -1, "1e3"])
def test_what_is_no_size_is_refused(written):
    """Sizes that are no whole number of bytes are refused with a sentence."""
    with pytest.raises(ValueError, match="size"):
        parse_size(written)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0.056, "56 ms"),
        (0.0004, "0 ms"),
        (0.0994, "99 ms"),
        (0.12, "0.12s"),
        (9.994, "9.99s"),
        (12.34, "12.3s"),
        (59.94, "59.9s"),
        (59.96, "1m00s"),
        (125, "2m05s"),
        (3720, "1h02m"),
        (Decimal("0.5"), "0.50s"),
    ],
)
def test_a_duration_is_shown_with_about_three_digits(seconds, shown):
    """Short ones in milliseconds, then seconds, then minutes and hours."""
    assert shown == format_duration(seconds)
