"""Dates."""

from decimal import Decimal

import pytest

from itest.evaluate.expressions.dates import format_date, minus, plus, timestamp, to_date
from itest.model.problem import EvaluationError


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2025-01-31", "2025-01-31"),
        ("2025-01-31T10:00:00Z", "2025-01-31T10:00:00Z"),
        ("2025-01-31T10:00:00.250+02:00", "2025-01-31T10:00:00.250+02:00"),
        ("2025-01-31 10:00:00.123456789", "2025-01-31T10:00:00.123456789"),
        ("Fri, 31 Jan 2025 10:00:00 GMT", "2025-01-31T10:00:00Z"),
        (1738317600, "2025-01-31T10:00:00Z"),
        (1738317600250, "2025-01-31T10:00:00.250Z"),
        (Decimal("1738317600.5"), "2025-01-31T10:00:00.500Z"),
        (0, "1970-01-01T00:00:00Z"),
        (Decimal("1738317600.000000001"), "2025-01-31T10:00:00.000000001Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z"),
        ("1 Jul 2003 10:52:37 +0200 (summer)", "2003-07-01T10:52:37+02:00"),
        ("Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37Z"),
    ],
)
def test_a_date_is_read_from_what_servers_send(value, iso):
    """ISO 8601, HTTP dates and Unix times become ISO text; the zone stays."""
    assert iso == to_date(value)


def test_a_date_is_read_from_a_form():
    """A form of `strptime` reads any other."""
    assert to_date("31.01.2025", "%d.%m.%Y") == "2025-01-31T00:00:00"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("31.01.2025 10:00 GMT", "2025-01-31T10:00:00Z"),
        ("31.01.2025 10:00 EST", "2025-01-31T10:00:00-05:00"),
        ("31.01.2025 10:00 UTC", "2025-01-31T10:00:00Z"),
    ],
)
def test_the_name_of_a_zone_is_read(text, iso):
    """`%Z` says what offset the moment has."""
    assert iso == to_date(text, "%d.%m.%Y %H:%M %Z")


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("iso", "2025-01-31T10:00:00+02:00"),
        ("%d.%m.%Y", "31.01.2025"),
        ("http", "Fri, 31 Jan 2025 08:00:00 GMT"),
        ("unix", 1738310400),
        ("unix_ms", 1738310400000),
        ("%Z %z", "UTC+02:00 +0200"),
    ],
)
def test_a_date_is_printed_in_a_form(form, text):
    """Forms of `strftime` and those that have a name."""
    assert text == format_date("2025-01-31T10:00:00+02:00", form)


@pytest.mark.parametrize(
    ("value", "zone"),
    [
        ("2025-01-31", "UTC +0000"),
        ("2025-01-31T10:00:00", "UTC +0000"),
        ("2025-01-31T10:00:00Z", "UTC +0000"),
        ("Fri, 31 Jan 2025 10:00:00 GMT", "GMT +0000"),
        ("31 Jan 2025 10:00:00 PST", "PST -0800"),
    ],
)
def test_a_zone_has_a_name(value, zone):
    """That of the text; where none is said it is UTC."""
    assert zone == format_date(value, "%Z %z")


@pytest.mark.parametrize(
    ("value", "unit", "count"),
    [
        ("2025-01-31T10:00:00.999Z", "s", 1738317600),
        ("2025-01-31T10:00:00.999Z", "ms", 1738317600999),
        ("2025-01-31", "s", 1738281600),
        ("1969-12-31T23:59:59.5Z", "s", -1),
        (1738317600999, "s", 1738317600),
    ],
)
def test_a_timestamp_counts_from_1970(value, unit, count):
    """Whole seconds, or milliseconds."""
    assert count == timestamp(value, unit)


@pytest.mark.parametrize(
    ("moved", "amount", "after"),
    [
        ("2025-01-31", "1d", "2025-02-01"),
        ("2025-01-31", "1d12h", "2025-02-01T12:00:00Z"),
        ("2025-01-31T10:00:00Z", "1h30m", "2025-01-31T11:30:00Z"),
        ("2025-01-31T10:00:00.250Z", 1, "2025-01-31T10:00:01.250Z"),
        ("2025-01-31T10:00:00+02:00", "250ms", "2025-01-31T10:00:00.250+02:00"),
        ("2025-01-31T10:00:00.000000001Z", "1us", "2025-01-31T10:00:00.000001001Z"),
        ("2016-12-31T23:59:60Z", "1s", "2017-01-01T00:00:01Z"),
        (5, 2, 7),
    ],
)
def test_plus_moves_a_date_or_adds(moved, amount, after):
    """A day stays a day as long as it is moved by days; of numbers it is the sum."""
    assert after == plus(moved, amount)


@pytest.mark.parametrize(
    ("moved", "amount", "before"),
    [
        ("2025-01-01", "1d", "2024-12-31"),
        ("2025-01-31T10:00:00Z", "1h", "2025-01-31T09:00:00Z"),
        ("2025-01-31T10:00:00Z", "2025-01-31T09:59:00Z", 60),
        ("2025-01-31T10:00:00.250Z", "2025-01-31T10:00:00Z", Decimal("0.25")),
        ("2025-01-31T10:00:00.000000002Z", "2025-01-31T10:00:00.000000001Z", Decimal("0.000000001")),
        ("2025-02-01", "2025-01-31T00:00:00Z", 86400),
        (5, 2, 3),
    ],
)
def test_minus_moves_a_date_back_or_measures(moved, amount, before):
    """Of a date and a duration it is a date, of two dates the seconds between them, of numbers the difference."""
    assert before == minus(moved, amount)


@pytest.mark.parametrize(
    ("call", "arguments", "message"),
    [
        (to_date, ("soon",), "`soon` is not a date"),
        (to_date, ("2025-13-45",), "`2025-13-45` is not a date"),
        (to_date, ([],), "a date is text or a number, not a list"),
        (to_date, (10**30,), "is not a date"),
        (to_date, ("x", "%d"), "`x` is not a date of the form `%d`"),
        (format_date, ("2025-01-31", "%d" * 200), "the form of a date is longer"),
        (plus, ("2025-01-31", "soon"), "a date is moved by a duration"),
        (plus, ("9999-12-31", "2d"), "outside of the years 1 to 9999"),
        (minus, ("2025-01-31T10:00:00Z", "2025-01-31T10:00:00"), "one of the two dates has a zone"),
    ],
)
def test_what_is_no_date_is_an_error(call, arguments, message):
    """Text that is no date, and dates beyond the calendar, are evaluation errors."""
    with pytest.raises(EvaluationError) as caught:
        call(*arguments)
    assert message in caught.value.message
