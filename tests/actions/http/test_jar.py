"""The jar: which cookies go along with which request."""

import pytest

from itest.actions.http.address import parse
from itest.actions.http.jar import Jar


def header(jar, url, *besides, foreign=False):
    return jar.header(parse(url), besides, foreign=foreign).decode("latin-1")


def jar(**lines):
    """A jar with cookies: the URLs are written with `_` for what a name may not hold."""
    made = Jar()
    for url, line in lines.items():
        made.take([line], parse(url))
    return made


@pytest.mark.parametrize(
    ("origin", "line", "url", "sent"),
    [
        ("http://www.shop.test/", "a=1", "http://www.shop.test/x", True),
        ("http://www.shop.test/", "a=1", "http://shop.test/", False),
        ("http://www.shop.test/", "a=1; Domain=shop.test", "http://api.shop.test/", True),
        ("http://www.shop.test/", "a=1; Domain=other.test", "http://www.shop.test/", False),
        ("http://www.shop.test/", "a=1; Path=/x", "http://www.shop.test/y", False),
        ("http://www.shop.test/", "a=1; Path=/x", "http://www.shop.test/x/y", True),
        ("http://www.shop.test/", "a=1; Max-Age=0", "http://www.shop.test/", False),
        ("https://www.shop.test/", "a=1; Secure", "http://www.shop.test/", False),
        ("https://www.shop.test/", "a=1; Secure", "https://www.shop.test/", True),
        ("http://localhost/", "a=1; Secure", "http://localhost:81/", True),
        ("http://127.0.0.1/", "a=1; Secure", "http://127.0.0.1:81/", True),
        ("http://[::1]/", "a=1; Secure", "http://[::1]:81/", True),
        ("http://localhost/", "a=1; Domain=localhost", "http://localhost/", True),
        ("http://127.0.0.1/", "a=1; Domain=127.0.0.1", "http://127.0.0.1/", True),
        ("http://orders:81/", "a=1; Domain=orders", "http://orders/", True),
        ("http://orders/", "a=1; Domain=other", "http://orders/", False),
    ],
)
def test_a_cookie_goes_where_it_belongs(origin, line, url, sent):
    """RFC 6265; on this machine a secure one needs no TLS, and a host without a dot is its own domain."""
    assert ("a=1" if sent else "") == header(jar(**{origin: line}), url)


def test_a_cookie_that_is_spoken_of_is_left_out():
    assert "b=2" == header(jar(**{"http://a.test/": "a=1", "http://a.test/b": "b=2; Path=/"}), "http://a.test/", "a")


def test_another_origin_gets_only_what_it_set_itself():
    """Cookies know no port; one of the same name for another path makes no difference."""
    made = jar(**{"http://127.0.0.1:1/": "sid=mine", "http://127.0.0.1:2/": "sid=x; Path=/nowhere"})
    assert "" == header(made, "http://127.0.0.1:2/", foreign=True)
    assert "sid=mine" == header(made, "http://127.0.0.1:2/") == header(made, "http://127.0.0.1:1/", foreign=True)


def test_a_cleared_jar_is_empty():
    made = jar(**{"http://a.test/": "a=1"})
    made.clear()
    assert 0 == len(made)
