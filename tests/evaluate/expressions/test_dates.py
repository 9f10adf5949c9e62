"""Dates."""

from decimal import Decimal

import pytest

from itest.evaluate.expressions.dates import format_date, minus, plus, to_date
from itest.model.problem import EvaluationError


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2025-01-31", "2025-01-31"),
        ("2025-01-31T10:00:00Z", "2025-01-31T10:00:00Z"),
        ("2025-01-31T10:00:00.250+02:00", "2025-01-31T10:00:00.250+02:00"),
        ("2025-01-31 10:00:00.123456789", "2025-01-31T10:00:00.123456"),
        ("Fri, 31 Jan 2025 10:00:00 GMT", "2025-01-31T10:00:00Z"),
        (1738317600, "2025-01-31T10:00:00Z"),
        (1738317600250, "2025-01-31T10:00:00.250Z"),
        (Decimal("1738317600.5"), "2025-01-31T10:00:00.500Z"),
        (0, "1970-01-01T00:00:00Z"),
    ],
)
def test_a_date_is_read_from_what_servers_send(value, iso):
    """ISO 8601, HTTP dates and Unix times become ISO text; the zone stays."""
    assert iso == to_date(value)


def test_a_date_is_read_from_a_form():
    """A form of `strptime` reads any other."""
    assert to_date("31.01.2025", "%d.%m.%Y") == "2025-01-31T00:00:00"


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("iso", "2025-01-31T10:00:00+02:00"),
        ("%d.%m.%Y", "31.01.2025"),
        ("http", "Fri, 31 Jan 2025 08:00:00 GMT"),
        ("unix", 1738310400),
        ("unix_ms", 1738310400000),
    ],
)
def test_a_date_is_printed_in_a_form(form, text):
    """Forms of `strftime` and those that have a name."""
    assert text == format_date("2025-01-31T10:00:00+02:00", form)


@pytest.mark.parametrize(
    ("moved", "amount", "after"),
    [
        ("2025-01-31", "1d", "2025-02-01"),
        ("2025-01-31", "1d12h", "2025-02-01T12:00:00Z"),
        ("2025-01-31T10:00:00Z", "1h30m", "2025-01-31T11:30:00Z"),
        ("2025-01-31T10:00:00.250Z", 1, "2025-01-31T10:00:01.250Z"),
        ("2025-01-31T10:00:00+02:00", "250ms", "2025-01-31T10:00:00.250+02:00"),
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
