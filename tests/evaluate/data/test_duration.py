"""Durations and sizes."""

from decimal import Decimal

import pytest

from itest.evaluate.data.duration import exact_duration, format_duration, parse_duration


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


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        ("0", "0 ms"),
        ("0.00146", "1.46 ms"),
        ("0.000001", "0.001 ms"),
        ("0.25", "250 ms"),
        ("0.9999", "999.9 ms"),
        ("1", "1s"),
        ("1.500001", "1.500001s"),
        ("59.5", "59.5s"),
        ("125", "2m5s"),
        ("60.25", "1m0.25s"),
        ("3725", "1h2m5s"),
    ],
)
def test_a_duration_that_is_compared_keeps_its_digits(seconds, shown):
    """So that what is over the limit never looks like it."""
    assert shown == exact_duration(Decimal(seconds))
