"""`Set-Cookie` lines: what they set, as the result's `cookies` tells it."""

import pytest

from itest.actions.http.set_cookie import set_by

PLAIN = {"secure": False, "http_only": False}


@pytest.mark.parametrize(
    ("line", "cookie"),
    [
        ("a=1", {"value": "1"}),
        (" a\t=\t1 ; Path=/x", {"value": "1", "path": "/x"}),
        ("a=1=2", {"value": "1=2"}),
        ('a="1"', {"value": '"1"'}),
        ("a=", {"value": ""}),
        (
            "a=1; SECURE; HttpOnly=no; SameSite=strict",
            {"value": "1"} | {"secure": True, "http_only": True, "same_site": "strict"},
        ),
        ("a=1; Domain=.Shop.test; domain=x.test", {"value": "1", "domain": "x.test"}),
        ("a=1; Domain=", {"value": "1", "domain": ""}),
        ("a=1; Max-Age=60; Max-Age=soon; Max-Age=1.5; Max-Age=", {"value": "1", "max_age": 60}),
        ("a=1; Max-Age=-1", {"value": "1", "max_age": -1}),
        ("a=1; Max-Age=+1", {"value": "1"}),
        ("a=1; Max-Age=\N{ARABIC-INDIC DIGIT THREE}", {"value": "1"}),
        ("a=1; Expires=Wed, 21-Oct-37 07:28:00 GMT; Expires=never", {"value": "1", "expires": "2037-10-21T07:28:00Z"}),
        ("a=1; Expires=0", {"value": "1"}),
        ("a=1;;;x;=y", {"value": "1"}),
        (f"a=1; Path=/{'x' * 1024}", {"value": "1"}),
        (f"a=1; Path=/{'x' * 1023}", {"value": "1", "path": f"/{'x' * 1023}"}),
    ],
)
def test_a_line_is_taken_apart(line, cookie):
    """RFC 6265bis, 5.6: what is not understood is as if it were not there."""
    assert {"a": PLAIN | cookie} == set_by([line])


@pytest.mark.parametrize("line", ["", "=", ";Path=/", "=; Path=/", "a=\x01", "a=1; Path=/\x7f", f"a={'x' * 4096}"])
def test_a_line_that_sets_nothing(line):
    """It is ignored as a whole."""
    assert {} == set_by([line])


def test_a_cookie_may_have_no_name():
    """As may its value, and it is as long as it may be."""
    assert {"": PLAIN | {"value": "bare"}} == set_by(["bare"]) == set_by(["=bare"])
    assert {"a": PLAIN | {"value": "x" * 4095}} == set_by([f"a={'x' * 4095}"])


def test_the_last_of_a_name_counts():
    assert {"a": PLAIN | {"value": "2"}} == set_by(["a=1; Path=/x; Secure", "a=2"])
