"""From a rendered step to a request."""

import base64
from decimal import Decimal

import pytest

from itest.actions.http.target import MAX_REDIRECTS
from itest.model.exchange import PrepareError


def sent(request):
    """The headers that were chosen, by name."""
    return {header.name: header.value for header in request.headers if header.chosen}


@pytest.fixture
def shop(client):
    """A client with a service that has headers and credentials."""
    client.service("shop", "http://h/api", headers={"X-Client": "itest"}, auth={"bearer": "token-1"})
    return client


INHERITED = {"X-Client": "itest", "Authorization": "Bearer token-1"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/orders", INHERITED),
        ("http://h/api/orders", INHERITED),
        ("http://h/other", {}),
        ("http://elsewhere/api", {}),
        ("/../admin", {}),
    ],
)
def test_headers_and_auth_stay_under_the_service(shop, url, expected):
    """An absolute url, or one that climbs out, does not get what belongs to the service."""
    assert expected == sent(shop.prepare(url, "shop"))


def test_null_removes_what_is_inherited(shop):
    """In headers, whatever their case, and as auth."""
    assert {"Authorization": "Bearer token-1"} == sent(shop.prepare("/", "shop", headers={"x-client": None}))
    assert {"X-Client": "itest"} == sent(shop.prepare("/", "shop", auth=None))
    assert {"X-Client": "itest"} == sent(shop.prepare("/", "shop", headers={"authorization": None}))


def test_null_for_all_headers_removes_those_of_the_service(shop):
    """Not its auth, which is inherited by itself, nor what itest sends by its own."""
    bare = shop.prepare("/", "shop", headers=None)
    assert {"Authorization": "Bearer token-1"} == sent(bare)
    assert {"User-Agent", "Accept", "Accept-Encoding", "Authorization"} == {header.name for header in bare.headers}
    assert {} == sent(shop.prepare("/", "shop", headers=None, auth=None))


def test_an_authorization_header_of_the_service_is_a_header(client):
    """Either null removes it."""
    client.service("hand", "http://h", headers={"Authorization": "Bearer by-hand", "X": 1})
    assert {} == sent(client.prepare("/", "hand", headers=None))
    assert {"X": "1"} == sent(client.prepare("/", "hand", auth=None))


@pytest.mark.parametrize(
    ("url", "query", "expected"),
    [
        ("/x", {}, "http://h/x?a=1&b+c=2&a=3"),
        ("/x", {"a": None}, "http://h/x?b+c=2"),
        ("/x", {"b c": None, "d": 4}, "http://h/x?a=1&a=3&d=4"),
        ("/x?a=5", {"a": None}, "http://h/x?b+c=2"),
        ("/x", {"a": [None]}, "http://h/x?a=1&b+c=2&a=3"),
        ("/x?a=5", None, "http://h/x?a=5"),
        ("http://h/x?a=5", None, "http://h/x?a=5"),
    ],
)
def test_null_leaves_a_name_of_the_query_out(client, url, query, expected):
    """Also one that the service's url has; null for all of it leaves out what is inherited."""
    client.service("filtered", "http://h?a=1&b+c=2&a=3")
    assert expected == str(client.prepare(url, "filtered", query=query).address)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, "http://h/?key=k"),
        ({"query": {"key": None}}, "http://h/"),
        ({"query": {"key": "mine", "a": 1}}, "http://h/?key=mine&a=1"),
        ({"query": None}, "http://h/?key=k"),
        ({"auth": None}, "http://h/"),
        ({"auth": {"api_key": {"query": "key", "value": "own"}}}, "http://h/?key=own"),
    ],
)
def test_the_query_of_a_step_is_nearer_than_an_inherited_key(client, arguments, expected):
    """As its headers are."""
    client.service("keyed", "http://h", auth={"api_key": {"query": "key", "value": "k"}})
    assert expected == str(client.prepare("/", "keyed", **arguments).address)


def test_the_step_is_nearer_than_the_service(shop):
    """Its headers and auth stand in place of those of the same name."""
    own = shop.prepare("/", "shop", headers={"X-CLIENT": ["a", 1, None, True]}, auth={"bearer": "t2"})
    chosen = [(header.name, header.value) for header in own.headers if header.chosen]
    assert [("X-CLIENT", "a"), ("X-CLIENT", "1"), ("X-CLIENT", "true"), ("Authorization", "Bearer t2")] == chosen


@pytest.mark.parametrize("nothing", [None, [], [None]])
def test_a_default_header_can_be_left_out(client, nothing):
    """Null speaks of it, so nothing fills it; nor does a list of nothing."""
    names = {header.name for header in client.prepare("http://h/", headers={"user-agent": nothing}).headers}
    assert {"Accept", "Accept-Encoding"} == names


@pytest.mark.parametrize(
    ("url", "arguments", "expected"),
    [
        ("http://h/", {}, "GET"),
        ("http://h/", {"json": None}, "POST"),
        ("http://h/", {"text": None}, "GET"),
        ("DELETE http://h/", {}, "DELETE"),
        ("http://h/", {"method": "patch"}, "PATCH"),
        ("http://h/", {"method": "Mine"}, "Mine"),
    ],
)
def test_the_method(client, url, arguments, expected):
    """Written before the url, as a key, or by whether there is a body."""
    assert expected == client.prepare(url, **arguments).method


def test_the_query_is_appended(client):
    """A list repeats, null leaves out, text is encoded, what the url has stays."""
    request = client.prepare("http://h/?a=1", query={"b": ["x y", None, "&"], "c": None, "ü": Decimal("1.50")})
    assert "http://h/?a=1&b=x%20y&b=%26&%C3%BC=1.50" == str(request.address)
    assert {"a": "1", "b": ["x y", "&"], "ü": "1.50"} == request.shown["query"]


@pytest.mark.parametrize(
    ("arguments", "data", "media_type"),
    [
        ({"json": {"a": [1, Decimal("1.0"), "ü"]}}, '{"a":[1,1.0,"ü"]}', "application/json"),
        ({"json": None}, "null", "application/json"),
        ({"form": {"a": ["x y", 2], "b": None}}, "a=x+y&a=2", "application/x-www-form-urlencoded"),
        ({"text": "ü\n"}, "ü\n", "text/plain; charset=utf-8"),
        ({"text": Decimal("1e3")}, "1000", "text/plain; charset=utf-8"),
        ({"json": 1, "headers": {"content-type": "application/x+json"}}, "1", "application/x+json"),
    ],
)
def test_bodies(client, arguments, data, media_type):
    """Each kind has its bytes and its media type, unless another one is given."""
    request = client.prepare("http://h/", **arguments)
    types = [header.value for header in request.headers if header.name.lower() == "content-type"]
    assert (data.encode(), [media_type]) == (request.content.data, types)


def test_a_file_is_sent_as_it_is(client):
    """Its media type is guessed from its name."""
    (client.folder / "a.png").write_bytes(b"\x89PNG")
    content = client.prepare("http://h/", file="a.png").content
    assert (b"\x89PNG", "image/png") == (content.data, content.media_type)


def test_multipart_is_the_same_to_the_byte(client):
    """Object and list mean the same, names are quoted, and the boundary depends on the content only."""
    (client.folder / "a.txt").write_text("hello")
    mapping = client.prepare("http://h/", multipart={'n"1': "v", "f": {"file": "a.txt"}}).content
    listed = client.prepare(
        "http://h/", multipart=[{"name": 'n"1', "value": "v"}, {"name": "f", "file": "a.txt"}]
    ).content
    assert mapping.data == listed.data
    boundary = mapping.media_type.rpartition("=")[2]
    assert mapping.data.decode().replace(boundary, "B") == (
        '--B\r\nContent-Disposition: form-data; name="n%221"\r\n\r\nv\r\n'
        '--B\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nhello\r\n'
        "--B--\r\n"
    )


@pytest.mark.parametrize(
    ("auth", "header", "secrets"),
    [
        ({"bearer": "abc"}, ("Authorization", "Bearer abc"), {"abc"}),
        ({"basic": {"username": "u", "password": "p"}}, ("Authorization", "Basic dTpw"), {"p", "dTpw"}),
        ({"api_key": {"header": "X-Key", "value": "k"}}, ("X-Key", "k"), {"k"}),
    ],
)
def test_credentials(client, auth, header, secrets):
    """They become a header, and their parts are secrets."""
    request = client.prepare("http://h/", auth=auth)
    assert (dict([header]), secrets) == (sent(request), set(request.secrets))


def test_an_api_key_in_the_query(client):
    """It is encoded like any other."""
    request = client.prepare("http://h/", auth={"api_key": {"query": "key", "value": "a b"}})
    assert ("http://h/?key=a%20b", ("a b",)) == (str(request.address), request.secrets)


def test_credentials_in_the_url(client):
    """They become basic auth and leave the URL."""
    request = client.prepare("http://user:p%40ss@h/")
    pair = base64.b64encode(b"user:p@ss").decode()
    assert ("http://h/", {"Authorization": f"Basic {pair}"}) == (str(request.address), sent(request))


@pytest.mark.parametrize(
    ("url", "secrets"), [("http://u:p@h/", {"p", "dTpw"}), ("http://token@h/", {"token", "dG9rZW46"})]
)
def test_a_user_without_a_password_is_the_secret(client, url, secrets):
    """As tokens are written."""
    assert secrets == set(client.prepare(url).secrets)


def test_credentials_by_hand_are_secrets(client):
    """In a header or a cookie; a short cookie is a setting."""
    headers = {"Authorization": "Basic dTpwYXNz"}
    request = client.prepare("http://h/", headers=headers, cookies={"sid": "0123456789", "lang": "en"})
    assert {"dTpwYXNz", "pass", "0123456789"} == set(request.secrets)


@pytest.mark.parametrize(("value", "expected"), [(None, 0), (False, 0), (True, MAX_REDIRECTS), (3, 3)])
def test_how_many_redirects(client, value, expected):
    """None unless asked for."""
    assert expected == client.prepare("http://h/", follow_redirects=value).follow


@pytest.mark.parametrize(
    ("arguments", "code", "pointer", "message"),
    [
        ({"url": "/x"}, "IT208", ("url",), "/x is relative and no service with a url is named"),
        ({"url": "http://h:99999/"}, "IT208", ("url",), "url: not a port: 99999 (ports are 1 to 65535)"),
        (
            {"url": "GET http://h/", "method": "GET"},
            "IT208",
            ("url",),
            "the url `GET http://h/` begins with `GET`, beside a method",
        ),
        ({"method": "G T"}, "IT208", ("method",), "a method may not be `G T`"),
        ({"method": "CONNECT"}, "IT208", ("method",), "CONNECT is for proxies and cannot be sent as a request"),
        ({"headers": {"A": "x\r\nB: y"}}, "IT208", ("headers", "A"), "the header A may not hold a line break"),
        ({"headers": {"A": "\0"}}, "IT208", ("headers", "A"), "the header A may not hold NUL"),
        ({"headers": {"A\nB": "x"}}, "IT208", ("headers", "A\nB"), "a header's name may not be 'A\\nB'"),
        (
            {"headers": {"A": {}}},
            "IT208",
            ("headers", "A"),
            "a header takes text, a number or a boolean, not an object",
        ),
        ({"headers": {"A": "1", "a": "2"}}, "IT208", ("headers", "a"), "a and A are one header"),
        (
            {"headers": {"Transfer-Encoding": "chunked"}},
            "IT208",
            ("headers", "Transfer-Encoding"),
            "the header Transfer-Encoding cannot be chosen: itest sends a length",
        ),
        (
            {"headers": {"Content-Length": 5}, "text": "x"},
            "IT208",
            ("headers", "Content-Length"),
            "the header Content-Length says 5, the body has 1 bytes",
        ),
        ({"cookies": {"a": "x;y"}}, "IT208", ("cookies", "a"), "the cookie a may not hold `;`"),
        ({"text": "x", "json": 1}, "IT208", ("text",), "a request has one body, not json and text"),
        ({"json": {"a": "\ud800"}}, "IT208", ("json",), None),
        ({"file": "../x"}, "IT217", ("file",), "`../x` lies outside the project folder"),
        ({"file": "link"}, "IT217", ("file",), "`link` lies outside the project folder"),
        ({"file": "none"}, "IT208", ("file",), "the file `none` is not there"),
        ({"file": "."}, "IT208", ("file",), "the file `.` is not a regular file"),
        ({"tls": {"ca": "/etc/passwd"}}, "IT217", ("tls", "ca"), "`/etc/passwd` lies outside the project folder"),
        ({"tls": {"cert": "x"}}, "IT208", ("tls", "cert"), "tls: cert is not supported yet"),
        ({"auth": {"digest": {}}}, "IT208", ("auth", "digest"), "auth: digest is not supported yet"),
        (
            {"auth": {"bearer": "x\ny"}},
            "IT208",
            ("auth", "bearer"),
            "the header Authorization may not hold a line break",
        ),
        (
            {"auth": {"bearer": "x"}, "headers": {"authorization": "y"}},
            "IT208",
            ("auth",),
            "both auth and headers speak of Authorization",
        ),
        ({"multipart": [{"value": 1}]}, "IT208", ("multipart", 0), "a part is {name, value | file, filename, type}"),
        ({"proxy": "socks5://h:1"}, "IT208", ("proxy",), "proxy: the scheme socks5:// is not http or https"),
        (
            {"follow_redirects": -1},
            "IT208",
            ("follow_redirects",),
            "follow_redirects is true, false or a limit up to 100",
        ),
    ],
)
def test_what_cannot_be_sent_is_an_error_of_its_argument(client, arguments, code, pointer, message):
    """A code, the argument at fault and a plain sentence."""
    (client.folder / "link").symlink_to("/etc/passwd")
    with pytest.raises(PrepareError) as caught:
        client.prepare(**{"url": "http://h/", **arguments})
    assert (code, pointer) == (caught.value.code, caught.value.pointer)
    if message is not None:
        assert message == caught.value.message


def test_looking_at_the_spec_or_preparing_needs_no_http_client():
    """Start-up counts: httpx is imported when a session is opened."""
    import subprocess
    import sys

    script = (
        "import sys; from pathlib import Path; from itest.actions.http import HttpAction;"
        "from itest.model.action import Call, SessionSettings;"
        "s = SessionSettings(services={}, base_dir=Path(), root=Path());"
        "HttpAction().prepare(Call(arguments={'url': 'http://h/', 'json': {'a': 1}}), s);"
        "sys.exit('httpx' in sys.modules or 'h11' in sys.modules or 'ssl' in sys.modules)"
    )
    assert 0 == subprocess.run([sys.executable, "-c", script], check=False).returncode
