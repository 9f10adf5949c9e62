"""The jar: which cookies are kept, and which go along with which request."""

import pytest

from itest.actions.http.address import parse
from itest.actions.http.jar import LONGEST_LIFE, MAX_BYTES, MAX_COOKIES, MAX_OF_DOMAIN, Jar

SECURE, PLAIN, LOCAL = "https://www.shop.test/", "http://www.shop.test/", "http://127.0.0.1/"
NOW = 1_800_000_000.0


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
        (PLAIN, "a=1; Domain=", PLAIN, True),
        (PLAIN, "a=1; Domain=", "http://x.www.shop.test/", False),
        (PLAIN, "a=1; Domain=x.test; Domain=", PLAIN, True),
        (PLAIN, "a=1; Domain=.SHOP.test", "http://shop.test/", True),
        (PLAIN, "a=1; Domain=..shop.test", PLAIN, False),
        (PLAIN, "a=1; Domain=www.shop.test", "http://x.www.shop.test/", True),
        (PLAIN, "a=1; Domain=op.test", PLAIN, False),
        (PLAIN, "a=1; Domain=x.www.shop.test", PLAIN, False),
        (PLAIN, "a=1; Domain=test", PLAIN, False),
        ("http://shop.co.uk/", "a=1; Domain=co.uk", "http://shop.co.uk/", False),
        ("http://github.io/", "a=1; Domain=github.io", "http://github.io/", True),
        ("http://github.io/", "a=1; Domain=github.io", "http://me.github.io/", False),
        ("http://a.localhost/", "a=1; Domain=localhost", "http://a.localhost/", False),
        ("http://shop.a.localhost/", "a=1; Domain=a.localhost; Secure", "http://pay.a.localhost/", True),
        (LOCAL, "a=1; Domain=0.0.1", LOCAL, False),
        ("http://x.0.0.1/", "a=1; Domain=0.0.1", LOCAL, False),
        (PLAIN, "a=1; Secure", SECURE, False),
        ("http://www.shop.test/a/b", "a=1", "http://www.shop.test/a", True),
        ("http://www.shop.test/a/b", "a=1", "http://www.shop.test/", False),
        ("http://www.shop.test/a/b", "a=1; Path=", "http://www.shop.test/a/c", True),
        ("http://www.shop.test/a/b", "a=1; Path=x", "http://www.shop.test/a/c", True),
        ("http://www.shop.test/a", "a=1", PLAIN, True),
        (PLAIN, "a=1; Path=/x", "http://www.shop.test/xy", False),
        (PLAIN, "a=1; Path=/x/", "http://www.shop.test/x/y", True),
        (PLAIN, "a=1; Path=/x/", "http://www.shop.test/x", False),
        (PLAIN, "a=1; Max-Age=soon", PLAIN, True),
        (PLAIN, "a=1; Max-Age=soon; Expires=Thu, 01-Jan-70 00:00:10 GMT", PLAIN, False),
        (PLAIN, "a=1; Max-Age=-5", PLAIN, False),
        (PLAIN, "a=1; Max-Age=60; Expires=Thu, 01-Jan-70 00:00:10 GMT", PLAIN, True),
        (PLAIN, "a=1; Expires=Thu, 01-Jan-70 00:00:10 GMT; Max-Age=60", PLAIN, True),
        (PLAIN, "a=1; Expires=Thu, 01 Jan 1970 00:00:10 GMT", PLAIN, False),
        (PLAIN, "a=1; Expires=Thursday, 01-Jan-60 00:00:10 GMT", PLAIN, True),
        (PLAIN, "a=1; Expires=never", PLAIN, True),
        (SECURE, "a=1; SameSite=None; Secure", SECURE, True),
        (SECURE, "a=1; SameSite=None", SECURE, False),
        (SECURE, "a=1; SameSite=Strict", SECURE, True),
        (SECURE, "a=1; SameSite=any", SECURE, True),
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


@pytest.mark.parametrize(
    ("url", "line", "kept"),
    [
        (SECURE, "__Secure-a=1; Secure", True),
        (SECURE, "__Secure-a=1", False),
        (SECURE, "__secure-a=1", False),
        (PLAIN, "__Secure-a=1; Secure", False),
        (SECURE, "__Host-a=1; Secure; Path=/", True),
        (SECURE, "__Host-a=1; Secure; Path=/; Domain=", True),
        (LOCAL, "__Host-a=1; Secure; Path=/", True),
        (SECURE, "__HOST-a=1; Secure; Path=/", True),
        (SECURE, "__Host-a=1; Path=/", False),
        (SECURE, "__Host-a=1; Secure", False),
        (SECURE, "__Host-a=1; Secure; Path=/x", False),
        (SECURE, "__Host-a=1; Secure; Path=/; Domain=www.shop.test", False),
        (LOCAL, "__Host-a=1; Secure; Path=/; Domain=127.0.0.1", False),
        (SECURE, "__Host-a; Secure; Path=/", False),
        (SECURE, "=__Secure-a=1; Secure; Path=/", False),
        (SECURE, "__Hosta=1", True),
    ],
)
def test_a_name_with_a_prefix_keeps_its_promise(url, line, kept):
    """RFC 6265bis, 4.1.3, in whatever letters it is written."""
    made = jar(**{url: line})
    assert kept == (1 == len(made)) == (line.partition(";")[0] == header(made, url))


@pytest.mark.parametrize(
    ("lines", "sent"),
    [
        (["a=1; Path=/", "a=; Path=/; Max-Age=0"], ""),
        (["a=; Path=/; Max-Age=0", "a=2; Path=/"], "a=2"),
        (["a=x; Max-Age=0; Expires=Thu, 01-Jan-1970 00:00:10 GMT", "a=2; SameSite=Strict"], "a=2"),
        (["a=1", "a=2", "a=3"], "a=3"),
        (["a=1", "a=gone; Max-Age=0; Path=/other"], "a=1"),
        (["a=1; Domain=www.shop.test", "a=2"], "a=1; a=2"),
        (["bare", "b=1", "other"], "other; b=1"),
        (['q="a b"; Path=/'], 'q="a b"'),
    ],
)
def test_the_last_line_of_an_answer_wins(lines, sent):
    """One after another: set and deleted is gone, deleted and set is there. Another path is another cookie."""
    made = Jar()
    made.take(lines, parse(PLAIN))
    assert sent == header(made, PLAIN)


def test_longer_paths_go_first_then_older_cookies():
    """A cookie that is set anew keeps its age."""
    made = Jar()
    made.take(["a=1; Path=/", "b=1; Path=/x", "c=1; Path=/", "d=1; Path=/x/y", "a=2; Path=/"], parse(PLAIN))
    assert "d=1; b=1; a=2; c=1" == header(made, f"{PLAIN}x/y")


def test_a_cookie_without_tls_does_not_stand_before_a_secure_one():
    """Of its name, here and below its path, neither sets nor deletes; on another path it may."""
    made = jar(**{SECURE: "sid=1; Secure; Path=/login; Domain=shop.test"})
    made.take(
        ["sid=2; Path=/login", "sid=3; Path=/login/en", "sid=; Max-Age=0; Path=/login; Domain=shop.test"], parse(PLAIN)
    )
    assert "sid=1" == header(made, f"{SECURE}login/en")
    made.take(["sid=4; Path=/"], parse(PLAIN))
    assert "sid=1; sid=4" == header(made, f"{SECURE}login")


def test_a_cookie_ends_with_its_time():
    """After `Max-Age` seconds, and after 400 days at the latest."""
    now = [NOW]
    made = Jar(lambda: now[0])
    made.take(["short=1; Max-Age=60", "long=1; Max-Age=99999999999", "ever=1"], parse(PLAIN))
    made.take(["late=1; Expires=Fri, 31 Dec 9999 23:59:59 GMT"], parse(PLAIN))
    for seconds, sent in [
        (59, "short=1; long=1; ever=1; late=1"),
        (60, "long=1; ever=1; late=1"),
        (LONGEST_LIFE, "ever=1"),
    ]:
        now[0] = NOW + seconds
        assert sent == header(made, PLAIN)
    assert 1 == len(made)


def test_a_domain_has_room_for_so_many_cookies():
    """The one that was not used for longest goes, secure ones last, and what is over before all."""
    now = [NOW]
    made = Jar(lambda: now[0])
    made.take(["over=1; Max-Age=1", "safe=1; Secure", "used=1; Path=/x", "idle=1"], parse(SECURE))
    assert "used=1" in header(made, f"{SECURE}x", "over", "safe", "idle")
    now[0] += 2
    made.take([f"c{number}=1" for number in range(MAX_OF_DOMAIN - 2)], parse(SECURE))
    assert MAX_OF_DOMAIN == len(made)
    kept = header(made, f"{SECURE}x").split("; ")
    assert {"safe=1", "used=1"} < set(kept) and not {"over=1", "idle=1"} & set(kept)
    made.take([f"d{number}=1" for number in range(400)], parse(SECURE))
    assert (MAX_OF_DOMAIN, True) == (len(made), "safe=1" in header(made, SECURE).split("; "))


def test_the_jar_has_room_for_so_many_cookies_and_bytes():
    """Whatever servers set."""
    made = Jar()
    for host in range(MAX_COOKIES // MAX_OF_DOMAIN + 3):
        made.take([f"c{number}=1" for number in range(MAX_OF_DOMAIN)], parse(f"http://h{host}.test/"))
    assert MAX_COOKIES == len(made)
    urls = [f"http://big{host}.test/" for host in range(6)]
    for url in urls:
        made.take([f"c{number}={'x' * 4000}" for number in range(MAX_OF_DOMAIN)], parse(url))
    sizes = [len(header(made, url)) for url in (*urls, "http://h20.test/")]
    assert sum(sizes) < MAX_BYTES < 4000 * 6 * MAX_OF_DOMAIN
    assert MAX_OF_DOMAIN * 4000 < sizes[5]
