"""URLs: taken apart, checked, encoded and joined."""

import pytest

from itest.actions.http.address import joined, lies_under, parse, resolved


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://h", "http://h/"),
        ("HTTP://Host:80/A", "http://host/A"),
        ("https://h:443/", "https://h/"),
        ("http://h:8080/a?b=c#d", "http://h:8080/a?b=c"),
        ("http://h/a/?", "http://h/a/?"),
        ("http://h?", "http://h/?"),
        ("http://h/a#?b", "http://h/a"),
        ("http://[::1]:81/x", "http://[::1]:81/x"),
        ("http://h/ö/日?q=ü", "http://h/%C3%B6/%E6%97%A5?q=%C3%BC"),
        ("http://h/a%20b?c=%C3%BC", "http://h/a%20b?c=%C3%BC"),
        ("http://h/100%", "http://h/100%25"),
        ("http://h/?f[a]=1|2", "http://h/?f[a]=1%7C2"),
        ("http://h/a/../b/./c", "http://h/b/c"),
        ("http://h/../../x/..", "http://h/"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
    ],
)
def test_a_url_is_normal_ascii(text, expected):
    """Whatever way it is written, what is sent is ASCII, encoded once, with dots carried out."""
    assert expected == str(parse(text))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("http://h:99999/", "not a port: 99999 (ports are 1 to 65535)"),
        ("http://h:0/", "not a port: 0 (ports are 1 to 65535)"),
        ("http://h:x/", "not a port: x (ports are 1 to 65535)"),
        ("http:///x", "the URL has no host"),
        ("ftp://h/x", "the scheme ftp:// is not http or https"),
        ("http://h/a b", "a space at column 11 of the URL"),
        ("http://h/\r\nX: y", "a line break at column 10 of the URL"),
        ("http://evil.example\\.h/", "not a host name: evil.example\\.h"),
        ("http://[::bad/", "not a host: [::bad"),
        ("http://[zz]/", "not an IPv6 address: [zz]"),
        ("http://a..b/", "not a host name: a..b"),
        ("http://-/", "not a host name: -"),
        ("//h/x", "not a URL: //h/x"),
    ],
)
def test_what_is_no_url_is_said_plainly(text, sentence):
    """Nothing that is not surely an address is sent anywhere."""
    with pytest.raises(ValueError) as caught:
        parse(text)
    assert sentence == str(caught.value)


@pytest.mark.parametrize(
    ("base", "relative", "expected"),
    [
        ("http://h/api", "/orders", "http://h/api/orders"),
        ("http://h/api/", "orders", "http://h/api/orders"),
        ("http://h", "", "http://h"),
        ("http://h/api", "?a=1", "http://h/api?a=1"),
        ("http://h/api", "/orders/?", "http://h/api/orders/?"),
        ("http://h/api?key=1", "/x?a=2#f", "http://h/api/x?key=1&a=2#f"),
        ("http://h", "@evil.example/", "http://h/@evil.example/"),
        ("http://h", ":81/", "http://h/:81/"),
        ("http://h", "//evil.example/", "http://h//evil.example/"),
    ],
)
def test_a_relative_url_is_appended(base, relative, expected):
    """It can never change the host, whatever is in it."""
    assert expected == joined(base, relative)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://h/api", True),
        ("http://h:80/api/x", True),
        ("http://h/apix", False),
        ("http://h/api/../x", False),
        ("http://h/api/%2e%2E/x", False),
        ("https://h/api", False),
        ("http://h:81/api", False),
        ("http://h.evil/api", False),
    ],
)
def test_under_a_service_means_its_origin_and_path(text, expected):
    """A prefix ends at a segment; hidden dots do not lead out."""
    assert expected == lies_under(parse(text), parse("http://h/api"))


@pytest.mark.parametrize(("url", "expected"), [("http://h/a/../../b", True), ("http://h/%2e%2e/b", True)])
def test_dots_lead_out_of_no_root(url, expected):
    """A service without a path has nothing above it."""
    assert expected == lies_under(parse(url), parse("http://h"))


@pytest.mark.parametrize(
    "url",
    ["http://h/a/../b/./c", "http://h/..", "http://h/%2e%2E/%zz?q=%&a=b|c", 'http://h/"<>[]{}^`|?"<>'],
)
def test_a_url_may_stay_as_it_is(url):
    """Dots and escapes, valid or not, and what else is ASCII and no blank."""
    assert url == str(parse(url, True))


def test_what_is_no_ascii_is_encoded_all_the_same():
    """There is no other way to send it."""
    assert "http://h/../f%C3%BCr?%C3%BC" == str(parse("http://h/../für?ü", True))


def test_a_fragment_is_known_and_not_sent():
    """It belongs to the reference, not to the target."""
    address = parse("http://h/a?b#für")
    assert ("/a?b", "http://h/a?b", "http://h/a?b#f%C3%BCr") == (address.target, str(address), address.reference)


# RFC 3986, 5.4, and what browsers make of blanks.
REFERENCES = {
    "g:h": "g:h",
    "g": "http://a/b/c/g",
    "./g": "http://a/b/c/g",
    "g/": "http://a/b/c/g/",
    "/g": "http://a/g",
    "//g": "http://g",
    "?y": "http://a/b/c/d;p?y",
    "g?y": "http://a/b/c/g?y",
    "#s": "http://a/b/c/d;p?q#s",
    "g#s": "http://a/b/c/g#s",
    "g?y#s": "http://a/b/c/g?y#s",
    ";x": "http://a/b/c/;x",
    "g;x?y#s": "http://a/b/c/g;x?y#s",
    "": "http://a/b/c/d;p?q",
    ".": "http://a/b/c/",
    "./": "http://a/b/c/",
    "..": "http://a/b/",
    "../g": "http://a/b/g",
    "../..": "http://a/",
    "../../../g": "http://a/g",
    "/./g": "http://a/g",
    "g.": "http://a/b/c/g.",
    "..g": "http://a/b/c/..g",
    "./g/.": "http://a/b/c/g/",
    "g;x=1/../y": "http://a/b/c/y",
    "g?y/../x": "http://a/b/c/g?y/../x",
    "g#s/../x": "http://a/b/c/g#s/../x",
    "/g/?": "http://a/g/?",
    "/a b?c d#e f": "http://a/a%20b?c%20d#e%20f",
    " /g\t": "http://a/g",
}


@pytest.mark.parametrize("reference", REFERENCES)
def test_a_reference_is_resolved_by_the_standard(reference):
    """Its examples, strictly."""
    assert REFERENCES[reference] == resolved(parse("http://a/b/c/d;p?q"), reference)
