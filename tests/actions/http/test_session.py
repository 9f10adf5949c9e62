"""Sessions: fields, cookies, redirects, connections and secrets."""

import socket
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path

import pytest

from itest.actions.http.answer import retry_after
from itest.evaluate.data.documents import read
from tests.reliability.launch import wait_until
from tests.servers.hostile import hostile

OPEN = Path("/proc/self/fd")


def seen(exchange):
    """What the server saw."""
    return read(exchange.fields["body"])


def test_the_fields_of_an_answer(client, server):
    """Everything the language promises, numbers as decimals."""
    exchange = client.send(f"{server.url}/cookie")
    fields = exchange.fields
    assert (200, "OK", "HTTP/1.1", f"{server.url}/cookie") == tuple(
        fields[name] for name in ("status", "reason", "version", "url")
    )
    assert {"content-length": "12", "set-cookie": ["sid=abcdefghij; Path=/; HttpOnly; SameSite=Lax; Max-Age=60"]} == (
        fields["headers"]
    )
    assert {
        "sid": {
            "value": "abcdefghij",
            "path": "/",
            "max_age": 60,
            "secure": False,
            "http_only": True,
            "same_site": "Lax",
        }
    } == fields["cookies"]
    assert ('{"ok": true}', b'{"ok": true}', [], 12) == (
        read(fields["text"]),
        fields["bytes"],
        fields["redirects"],
        exchange.size,
    )
    assert {"dns", "connect", "tls", "send", "wait", "receive"} == set(fields["timings"])
    assert all(isinstance(value, Decimal) for value in fields["timings"].values())
    assert "tls" not in fields


def test_the_request_as_sent(client, server):
    """What a later step or a flow can refer to."""
    request = client.send(f"{server.url}/seen?a=1", json={"quantity": 2}, cookies={"c": "v"}).request
    assert {"quantity": 2} == request["json"]
    assert ("POST", f"{server.url}/seen?a=1", "/seen", {"a": "1"}, '{"quantity":2}', {"c": "v"}) == tuple(
        request[name] for name in ("method", "url", "path", "query", "body", "cookies")
    )
    assert ("application/json", "14", "c=v") == tuple(
        request["headers"][name] for name in ("content-type", "content-length", "cookie")
    )


def test_a_body_arrives_as_it_was_sent(client, server):
    """With its length, on any method."""
    facts = seen(client.send(f"DELETE {server.url}/seen", text="héllo"))
    assert ("DELETE", "héllo".encode().decode("latin-1"), "6") == (
        facts["method"],
        facts["body"],
        facts["headers"]["content-length"],
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_cookies_stay_in_the_session(client, server, host):
    """They are sent back, the step's own come beside them, and another session has none."""
    base = f"http://{host}:{server.port}"
    client.send(f"{base}/cookie")
    assert "sid=abcdefghij; own=1" == seen(client.send(f"{base}/seen", cookies={"own": 1}))["headers"]["cookie"]
    assert "sid=mine" == seen(client.send(f"{base}/seen", cookies={"sid": "mine"}))["headers"]["cookie"]
    client.session = client.action.open(client.settings)
    assert "cookie" not in seen(client.send(f"{base}/seen"))["headers"]


@pytest.mark.parametrize(
    ("arguments", "cookie"),
    [
        ({"cookies": {"sid": None}}, None),
        ({"cookies": {"sid": None, "own": 1}}, "own=1"),
        ({"cookies": {"other": None}}, "sid=abcdefghij"),
        ({"cookies": None}, None),
        ({"headers": {"cookie": None}}, None),
        ({"headers": {"cookie": None}, "cookies": {"own": 1}}, "own=1"),
        ({"headers": {"Cookie": "a=1"}, "cookies": None}, "a=1"),
        ({"headers": {"Cookie": "a=1; b=2"}, "cookies": {"a": None}}, "b=2"),
    ],
)
def test_a_step_leaves_cookies_of_its_session_out(client, server, arguments, cookie):
    """Those it says null of, or all; only this once."""
    client.send(f"{server.url}/cookie")
    assert cookie == seen(client.send(f"{server.url}/seen", **arguments))["headers"].get("cookie")
    assert "sid=abcdefghij" == seen(client.send(f"{server.url}/seen"))["headers"]["cookie"]


def test_cookies_that_were_sent_are_secrets(client, server):
    """A session cookie is as good as a password."""
    client.send(f"{server.url}/cookie")
    assert ("abcdefghij",) == client.send(f"{server.url}/seen").secrets


@pytest.mark.parametrize(("name", "value"), [("utf-8", b"J\xc3\xbcrgen"), ("latin-1", b"J\xfcrgen")])
def test_a_cookie_comes_back_byte_by_byte(client, server, name, value):
    """Whatever letters it is written in."""
    client.send(f"{server.url}/cookie-{name}")
    exchange = client.send(f"{server.url}/seen", cookies={"own": 1})
    assert f"name={value.decode('latin-1')}; own=1" == seen(exchange)["headers"]["cookie"]
    assert {"name": "Jürgen", "own": "1"} == exchange.request["cookies"]


def test_a_cookie_header_is_sent_as_it_was_written(client, server):
    """In place of the session's."""
    client.send(f"{server.url}/cookie")
    for written, sent in (("bare", "bare"), (["a=1;b=2", "c=3;;d"], "a=1;b=2; c=3;;d"), ("", "")):
        assert sent == seen(client.send(f"{server.url}/seen", headers={"Cookie": written}))["headers"]["cookie"]
    assert (
        "bare; own=1"
        == seen(client.send(f"{server.url}/seen", headers={"Cookie": "bare"}, cookies={"own": 1}))["headers"]["cookie"]
    )


@pytest.mark.parametrize("url", ["http://999.1.1.1/", "http://xn--a.invalid/", "http://127.0.0.1/" + "x" * 70_000])
def test_an_address_that_cannot_be_asked_is_an_error_with_cookies_too(client, server, url):
    """The jar does not stumble over it."""
    client.send(f"{server.url}/cookie")
    assert client.send(url).error.code in ("IT202", "IT208")


def test_a_method_is_sent_as_it_was_written(client, server):
    """Methods are case-sensitive (RFC 9110, 9.1)."""
    assert "Purge" == seen(client.send(f"{server.url}/seen", method="Purge"))["method"]


def test_request_tells_of_the_first_one_sent(client, server):
    """A cookie that a redirect set was not sent with it; it is a secret all the same."""
    exchange = client.send(f"{server.url}/signing-in", follow_redirects=True)
    assert ("sid=abcdefghij", {}) == (seen(exchange)["headers"]["cookie"], exchange.request["cookies"])
    assert ("abcdefghij",) == exchange.secrets
    assert "Cookie" not in exchange.transcript().command


@pytest.mark.skipif(not OPEN.is_dir(), reason="needs /proc")
def test_connections_that_servers_closed_are_given_up(client):
    """With the next one that is opened, whoever it leads to."""
    with ExitStack() as stack:
        servers = [stack.enter_context(hostile()) for _ in range(12)]
        before = len([*OPEN.iterdir()])
        for each in servers:
            assert 200 == client.send(f"{each.url}/early-hints").fields["status"]
        assert wait_until(lambda: len([*OPEN.iterdir()]) <= before + 6)


def test_a_connection_is_used_again(client, server):
    """One after another on the same one."""
    numbers = [seen(client.send(f"{server.url}/seen"))["number"] for _ in range(3)]
    assert [1, 2] == [later - earlier for earlier, later in zip([numbers[0]] * 2, numbers[1:], strict=True)]


def test_redirects_are_not_followed_unless_asked_for(client, server):
    """The redirect is the answer."""
    fields = client.send(f"{server.url}/redirect").fields
    assert (302, "/ok", []) == (fields["status"], fields["headers"]["location"], fields["redirects"])


def test_redirects_are_followed_when_asked_for(client, server):
    """Each is told with where it led."""
    fields = client.send(f"{server.url}/redirect", follow_redirects=1).fields
    assert (200, f"{server.url}/ok", [{"status": 302, "url": f"{server.url}/ok"}]) == (
        fields["status"],
        fields["url"],
        fields["redirects"],
    )


@pytest.mark.parametrize(
    ("status", "method", "body"),
    [
        ("301 Moved", "GET", ""),
        ("302 Found", "GET", ""),
        ("303 See Other", "GET", ""),
        ("307 Temporary", "POST", "x"),
        ("308 Permanent", "POST", "x"),
    ],
)
def test_how_a_redirect_changes_the_method(client, server, status, method, body):
    """As browsers do."""
    server.redirects[f"to-{status[:3]}"] = f"/seen {status}"
    facts = seen(client.send(f"{server.url}/to-{status[:3]}", follow_redirects=True, text="x"))
    assert (method, body) == (facts["method"], facts["body"])


def test_nothing_secret_goes_to_another_origin(client, server):
    """Authorization, cookies and headers of any kind that may hold a secret stay behind; another port is another."""
    with hostile() as other:
        server.redirects["away"] = f"{other.url}/seen"
        client.service("shop", server.url, headers={"X-Api-Token": "t"}, auth={"bearer": "secret"})
        client.send("/cookie", "shop")
        cookies, headers = {"own": "cookie"}, {"X-Mine": "captured", "Accept-Language": "de"}
        exchange = client.send("/away", "shop", follow_redirects=True, cookies=cookies, headers=headers)
        assert {"host", "accept", "accept-encoding", "user-agent", "accept-language"} == set(seen(exchange)["headers"])
        assert "Bearer secret" == exchange.request["headers"]["authorization"]


def test_another_origin_gets_the_cookies_it_has_set(client, server):
    """A sign-in elsewhere, and back, works."""
    with hostile() as other:
        server.redirects["away"] = f"{other.url}/seen"
        client.send(f"{other.url}/cookie")
        assert "sid=abcdefghij" == seen(client.send(f"{server.url}/away", follow_redirects=True))["headers"]["cookie"]


def test_a_refused_connection_names_the_address(client):
    """And the cause."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    error = client.send(f"http://127.0.0.1:{port}/").error
    assert ("connect", "IT202", f"no connection to 127.0.0.1:{port}: connection refused") == (
        error.kind,
        error.code,
        error.message,
    )


def test_a_name_that_does_not_resolve_is_named(client):
    """`.invalid` never does."""
    error = client.send("http://nowhere.invalid/").error
    assert ("dns", "IT202") == (error.kind, error.code)
    assert error.message.startswith("the name nowhere.invalid does not resolve: ")


def test_a_proxy_is_used_when_asked_for(client, server):
    """It gets the whole URL; the environment is not looked at. Its password is a secret."""
    exchange = client.send("http://elsewhere.invalid/seen", proxy=f"http://u:p@127.0.0.1:{server.port}")
    assert ("p", "dTpw") == exchange.secrets
    facts = seen(exchange)
    assert ("http://elsewhere.invalid/seen", "Basic dTpw") == (
        facts["target"],
        facts["headers"]["proxy-authorization"],
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", 3.0),
        ("0000000000003", 3.0),
        ("0" * 400, 0.0),
        ("999999999", 999_999_999.0),
        ("1000000000", 999_999_999.0),
        ("9" * 4000, 999_999_999.0),
        ("", None),
        ("soon", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("-1", None),
        ("٣", None),
    ],
)
def test_when_to_come_back(text, expected):
    """Seconds or a date, longer than anyone waits where there are many digits; anything else says nothing."""
    assert expected == retry_after(text)
