"""Users in URLs: where they stand, and the URL without them."""

import pytest

from itest.evaluate.data.userinfo import may_hold_userinfo, parted, user_and_password, userinfo_in, without_users


@pytest.mark.parametrize(
    ("url", "bare", "userinfo"),
    [
        ("http://ada:pw@h/x?y#z", "http://h/x?y#z", "ada:pw"),
        ("HTTPS://ada@h:1", "HTTPS://h:1", "ada"),
        ("http://ada:p@w@h/", "http://h/", "ada:p@w"),
        ("http://@h/", "http://h/", ""),
        ("http://h/a@b", "http://h/a@b", ""),
        ("http://h?a@b", "http://h?a@b", ""),
        ("sqlite:///a@b", "sqlite:///a@b", ""),
        ("/a@b", "/a@b", ""),
    ],
)
def test_a_url_is_taken_apart(url, bare, userinfo):
    """The last `@` before the path ends the user; other schemes are let be."""
    assert (bare, userinfo) == parted(url)


@pytest.mark.parametrize(
    ("userinfo", "meant"),
    [("a%40b:c%3Ad", ("a@b", "c:d")), ("a", ("a", "")), ("a:b:c", ("a", "b:c")), ("", ("", ""))],
)
def test_user_and_password_are_undone(userinfo, meant):
    assert meant == user_and_password(userinfo)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see http://a:b@h/x and ftp://c@h", ["a:b", "c"]),
        ("postgres://a:b@c@h/", ["a:b@c"]),
        ("Location: //a:b@h/", ["a:b"]),
        ('{"url": "http://h", "mail": "a@h"}', []),
        ("http://h/ mail a@h", []),
        ("`http://h`, `a@h`", []),
        ("http://h/a@b?c@d#e@f", []),
        ("path//of@1.2", []),
        ("proxy: a:b@h:3128", ["a:b"]),
        ("http://a:b/c#d@h/x", ["a:b/c#d"]),
        ("http://h:80/a@b http://h:8080?a@b http://[::1]:80/a@b", []),
        ("http://a:bc… and …bc@h", ["a:bc", "bc"]),
        ("http://h:80… http://h… http://[::1]:80… http://h/a:b…", []),
        ("img:tag@sha256:0123456789", []),
        ("a@h:80 or a:b@h", []),
        ("a@b //", []),
    ],
)
def test_users_are_found_in_running_text(text, found):
    """What is another URL's path, or another word, is none."""
    assert found == [text[start:end] for start, end in userinfo_in(text)]
    assert may_hold_userinfo(text) or not found


@pytest.mark.parametrize(
    "text",
    ["//a" * 400_000 + "@", "//" + "a" * 1_000_000, "//" + "@a" * 500_000, "//a@" * 250_000, ";//a:/" * 160_000 + " @"],
)
def test_long_texts_are_read_once(text):
    """Whatever an answer holds; squared, this would take hours."""
    assert len(list(userinfo_in(text))) < len(text)


def test_users_are_masked_once():
    """Also those that are found in two ways; without any, the text is the same object."""
    assert "http://*@h:80/ *@p:1 x" == without_users("http://a:b@h:80/ a:b@p:1 x", "*")
    text = "http://h:80/"
    assert text is without_users(text, "*")


def test_of_very_many_the_rest_is_one():
    """So that what an answer holds takes no more memory."""
    text = "//a@ " * 20_000
    found = list(userinfo_in(text))
    assert (10_001, len(text)) == (len(found), found[-1][1])
