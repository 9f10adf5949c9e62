"""Moments: every form that servers write, read exactly."""

import pytest

from itest.evaluate.data.moment import SECOND, of_unix, read_moment, zone_of


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025-01-31", "2025-01-31"),
        ("20250131", "2025-01-31"),
        (" 2025-01-31t10:00:00z ", "2025-01-31T10:00:00Z"),
        ("2025-01-31 10:00", "2025-01-31T10:00:00"),
        ("2025-01-31T10:00:00.123456789+05:30", "2025-01-31T10:00:00.123456789+05:30"),
        ("2025-01-31T10:00:00,5+01", "2025-01-31T10:00:00.500+01:00"),
        ("2016-12-31T23:59:60.25Z", "2016-12-31T23:59:60.250Z"),
        ("2016-12-31T18:59:60-05:00", "2016-12-31T18:59:60-05:00"),
    ],
)
def test_iso_8601_is_read(text, iso):
    """RFC 3339 among it; a day without a time stays one."""
    assert iso == str(read_moment(text))


@pytest.mark.parametrize(
    "text",
    ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"],
)
def test_the_three_forms_of_http_are_read(text):
    """RFC 9110, 5.6.7."""
    assert "1994-11-06T08:49:37Z" == str(read_moment(text))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T09:55:06-06:00"),
        ("21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06Z"),
        ("21 Nov 105 09:55 Z", "2005-11-21T09:55:00Z"),
        ("21 Nov 25 09:55:06 EST", "2025-11-21T09:55:06-05:00"),
        ("Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "1997-11-21T09:55:06-06:00"),
        ("Thu,\r\n  13\r\n Feb\r\n 1969\r\n 23:32\r\n -0330 (Newfoundland (winter) Time)", "1969-02-13T23:32:00-03:30"),
        ("Sat, 31 Dec 2016 23:59:60 +0000", "2016-12-31T23:59:60Z"),
        ("1 Jan 2025 10:00 A", "2025-01-01T10:00:00Z"),
        ("1 Jan 2025 10:00:00", "2025-01-01T10:00:00"),
    ],
)
def test_dates_of_mail_are_read(text, iso):
    """RFC 5322, with its comments and what it calls obsolete."""
    assert iso == str(read_moment(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "10",
        "12:30",
        "2025",
        "2025-02-30",
        "2025-01-31T25:00:00Z",
        "2016-12-31T22:59:60Z",
        "2016-12-31T23:59:61Z",
        "31 Jan 2025",
        "31 Foo 2025 10:00 GMT",
        "31 Jan 2025 10:00 XYZ",
        "31 Jan 2025 10:00 J",
        "31 Jan 2025 10:00 +0190",
        "2025-01-31T10:00:00.Z",
        "1 Jan 2025 10:00 GMT" + "(" * 200,
    ],
)
def test_anything_else_is_no_date(text):
    """A leap second is the last one of a day in UTC; nobody knows other names of zones."""
    with pytest.raises(ValueError):
        read_moment(text)


def test_moments_are_ordered_to_the_nanosecond_and_leap_seconds_lie_between():
    """Whatever zone they are written in."""
    texts = [
        "2016-12-31T23:59:59.999999998Z",
        "2016-12-31T18:59:59.999999999-05:00",
        "2016-12-31T23:59:60Z",
        "2016-12-31T23:59:60.999Z",
        "2017-01-01",
        "2017-01-01T00:00:00.000000001",
    ]
    orders = [read_moment(text).order for text in texts]
    assert sorted(set(orders)) == orders


def test_a_moment_is_moved_and_counted_in_nanoseconds():
    """A leap second counts as the second after it, as in Unix time."""
    moment = read_moment("2016-12-31T23:59:60Z")
    assert ("2017-01-01T00:00:01Z", 1483228800 * SECOND) == (str(moment.moved(SECOND)), moment.unix)
    assert "1969-12-31T23:59:59.999999999Z" == str(of_unix(-1))
    assert "2025-02-01" == str(read_moment("2025-01-31").moved(86_400 * SECOND))
    with pytest.raises(OverflowError):
        read_moment("9999-12-31").moved(2 * 86_400 * SECOND)


def test_a_zone_has_an_offset():
    """None where nobody knows it."""
    assert [0, -8, 2, None] == [
        zone and zone.utcoffset(None).total_seconds() / 3600 for zone in map(zone_of, ("GMT", "PST", "+0200", "CEST"))
    ]
