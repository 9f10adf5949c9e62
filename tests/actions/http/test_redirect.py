"""Redirects: where a location leads, by RFC 3986 and 9110."""

import pytest

from itest.actions.http.address import parse
from itest.actions.http.attempt import Broken
from itest.actions.http.redirect import Hop, led_to, next_hop
from itest.actions.http.request import Abroad, Cookies, Header
from itest.evaluate.data.documents import read


def target_of(location):
    hop = Hop("GET", parse("http://shop.test:81/a/b?q=1"), (), None, Cookies())
    return str(next_hop(hop, 302, location, None, Abroad()).address)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/x", "http://shop.test:81/x"),
        ("x?y=1", "http://shop.test:81/a/x?y=1"),
        ("../x", "http://shop.test:81/x"),
        ("?y=1", "http://shop.test:81/a/b?y=1"),
        ("//other.test/x", "http://other.test/x"),
        ("HTTP://other.test/c/../x#part", "http://other.test/x"),
        ("https://other.test", "https://other.test/"),
        ("./a:b", "http://shop.test:81/a/a:b"),
        ("/x y?of=a b", "http://shop.test:81/x%20y?of=a%20b"),
        ("/x/?", "http://shop.test:81/x/?"),
    ],
)
def test_a_location_is_relative_to_the_request(location, target):
    """Absolute where it has a scheme; on the same scheme where it begins with two slashes."""
    assert target == target_of(location)


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("http:///x", "the URL has no host"),
        ("https:///x", "the URL has no host"),
        ("HTTP:///x", "the URL has no host"),
        ("http://", "the URL has no host"),
        ("http://:80/x", "the URL has no host"),
        ("///x", "the URL has no host"),
        ("//", "the URL has no host"),
        ("http:x", "not a URL: http:x"),
        ("http:/x", "not a URL: http:/x"),
        ("http:", "not a URL: http:"),
        ("mailto:a@b", "not a URL: mailto:a@b"),
    ],
)
def test_a_location_with_a_scheme_and_no_host_leads_nowhere(location, why):
    """It is not taken for a relative one, which would lead to the same origin."""
    with pytest.raises(Broken) as raised:
        target_of(location)
    error = raised.value.error
    message = f"the redirect to {location} cannot be followed: {why}"
    assert ("redirect", "IT204", message) == (error.kind, error.code, error.message)


@pytest.mark.parametrize(
    ("method", "next_method"), [("GET", "GET"), ("HEAD", "HEAD"), ("DELETE", "GET"), ("POST", "GET")]
)
def test_see_other_takes_no_body_along(method, next_method):
    """RFC 9110, 15.4.4; a HEAD stays one."""
    headers = (Header("Content-Type", "text/plain"), Header("Accept", "*/*"))
    hop = next_hop(Hop(method, parse("http://shop.test/"), headers, b"x", Cookies()), 303, "/x", None, Abroad())
    assert ("HEAD" if method == "HEAD" else "GET", None, ["Accept"]) == (
        hop.method,
        hop.body,
        [header.name for header in hop.headers],
    )


@pytest.mark.parametrize("location", ["http:///seen", "http:seen"])
def test_nothing_is_sent_to_a_location_without_a_host(client, server, location):
    """The step is an error that says where the redirect leads."""
    server.redirects["hostless"] = location
    error = client.send(f"{server.url}/hostless", follow_redirects=True).error
    assert ("redirect", "IT204") == (error.kind, error.code)
    assert error.message.startswith(f"the redirect to {location} cannot be followed: ")


@pytest.mark.parametrize(
    ("url", "status", "locations", "meant"),
    [
        ("http://h/a#top", 302, ["/b"], "http://h/b#top"),
        ("http://h/a#top", 302, ["/b#end"], "http://h/b#end"),
        ("http://h/a#top", 201, ["/b"], "http://h/b"),
        ("http://h/a", 302, ["/b", "/b"], "http://h/b"),
        ("http://h/a", 302, ["/b", "/c"], ""),
        ("http://h/a", 302, [" "], ""),
        ("http://h/a", 302, [], ""),
        ("http://h/a", 302, ["shop://callback?code=1"], "shop://callback?code=1"),
    ],
)
def test_what_a_location_means(url, status, locations, meant):
    """A redirect inherits the fragment; the same header twice is one, two different ones are none."""
    assert meant == led_to(parse(url), status, locations)


@pytest.mark.parametrize(
    ("written", "ends"),
    [("/start#top", "/seen#top"), ("/start", "/seen")],
)
def test_a_fragment_survives_a_redirect(client, server, written, ends):
    """It is in the result's urls, and never sent."""
    server.redirects["start"] = "/seen"
    exchange = client.send(f"{server.url}{written}", follow_redirects=True)
    assert (f"{server.url}{ends}", [{"status": 302, "url": f"{server.url}{ends}"}], f"{server.url}/start") == (
        exchange.fields["url"],
        exchange.fields["redirects"],
        exchange.request["url"],
    )


def test_a_redirect_below_a_service_keeps_what_it_gives(client, server):
    """Its headers and its credentials; an absolute URL below it, too."""
    server.redirects["start"] = "/seen"
    client.service("shop", server.url, headers={"X-Client": "itest"}, auth={"bearer": "token-of-ada"})
    for url in ("/start", f"{server.url}/start"):
        seen = read(client.send(url, service="shop", follow_redirects=True).fields["body"])
        assert ("itest", "Bearer token-of-ada") == (seen["headers"]["x-client"], seen["headers"]["authorization"])
