"""Dates of cookies: the forms that servers write, and what is none."""

import pytest

from itest.actions.http.cookie_date import cookie_date


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Wed, 21 Oct 2037 07:28:00 GMT", "2037-10-21T07:28:00"),
        ("Wednesday, 21-Oct-37 07:28:00 GMT", "2037-10-21T07:28:00"),
        ("Wed, 21-Oct-2037 07:28:00 GMT", "2037-10-21T07:28:00"),
        ("Wed Oct 21 07:28:00 2037", "2037-10-21T07:28:00"),
        ("Wed Oct 21 2037 07:28:00 GMT+0200 (CEST)", "2037-10-21T07:28:00"),
        ("21 october 2037 7:8:9", "2037-10-21T07:08:09"),
        ("2037 Oct 21 07:28:00", "2037-10-21T07:28:00"),
        ("07:28:00 2037 21 Oct", "2037-10-21T07:28:00"),
        ("Thu, 01-Jan-70 00:00:10 GMT", "1970-01-01T00:00:10"),
        ("Thu, 01 Jan 69 00:00:10 GMT", "2069-01-01T00:00:10"),
        ("Thu, 01 Jan 99 00:00:10 GMT", "1999-01-01T00:00:10"),
        ("Thu, 01 Jan 1601 00:00:00 GMT", "1601-01-01T00:00:00"),
        ("Thu, 31 Dec 9999 23:59:59 GMT", "9999-12-31T23:59:59"),
        ("Tue,31Dec2030 10:00:00", None),
        ("1 Jan 2030 10:00:00x", "2030-01-01T10:00:00"),
        ("Thu, 01 Jan 1600 00:00:00 GMT", None),
        ("Thu, 30 Feb 2030 00:00:00 GMT", None),
        ("Thu, 32 Jan 2030 00:00:00 GMT", None),
        ("Thu, 01 Jan 2030 24:00:00 GMT", None),
        ("Thu, 01 Jan 2030 00:60:00 GMT", None),
        ("Thu, 01 Jan 2030 00:00:60 GMT", None),
        ("Thu, 01 Jan 2030", None),
        ("2030-01-01T00:00:00Z", None),
        ("Thu, 01 Jan 2030 000:00:00 GMT", None),
        ("1924962400", None),
        ("٠١ Jan 2030 00:00:00", None),
        ("never", None),
        ("0", None),
        ("", None),
    ],
)
def test_a_date_is_read_whatever_its_form(text, moment):
    """RFC 6265bis, 5.1.1; always in UTC."""
    found = cookie_date(text)
    assert moment == (found and found.strftime("%4Y-%m-%dT%H:%M:%S"))
