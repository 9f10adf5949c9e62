"""The curl command: what it sends is what itest sent, to the byte."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess

import pytest

from itest.evaluate.data.documents import read
from tests.servers import certificates
from tests.servers.hostile import hostile

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")

SHAPES = {
    "plain": {},
    "query": {"query": {"a": "b c&d", "e": ["1", "2"], "ü": "ß"}},
    "brackets in the query": {"url": "/seen?filter[name]=a&x={1,2}&y=[1-3]"},
    "dots in the path": {"url": "/seen?a=/../b/./c"},
    "odd path": {"url": "/seen?a%20b/ü/c;d=1/'x'"},
    "empty query": {"url": "/seen?"},
    "put json": {"method": "PUT", "json": {"a": "it's $HOME `x` \\ \" ü\n"}},
    "json": {"json": {"n": 1}},
    "json null": {"json": None},
    "json with its own type": {"json": {"n": 1}, "headers": {"Content-Type": "application/vnd.api+json"}},
    "json to get": {"method": "GET", "json": {"query": "x"}},
    "json at": {"json": "@file"},
    "own accept": {"headers": {"Accept": "application/json"}},
    "no accept": {"headers": {"Accept": None, "User-Agent": None, "Accept-Encoding": None}},
    "own agent": {"headers": {"User-Agent": "me/1"}},
    "form": {"form": {"a": ["x y", "&"], "@b": "@c", "e": ""}},
    "form with its own type": {
        "form": {"a": "1"},
        "headers": {"Content-Type": "application/x-www-form-urlencoded;x=1"},
    },
    "text": {"text": "@not-a-file\nline\n", "headers": {"Content-Type": "text/markdown", "X-Empty": ""}},
    "text without a type": {"text": "x", "headers": {"Content-Type": None}},
    "empty text": {"text": ""},
    "file": {"file": "a b.bin"},
    "file in a folder": {"file": "data/'q\".json"},
    "binary": {"text": b"\x00\xff@\r\n"},
    "long": {"text": "0123456789" * 1500},
    "cookies": {"cookies": {"c": "1", "d": "2"}},
    "cookie header": {"headers": {"Cookie": "a=1; b=2"}},
    "basic": {"auth": {"basic": {"username": "u", "password": "p'w"}}},
    "bearer": {"auth": {"bearer": "abc"}},
    "key in the query": {"auth": {"api_key": {"query": "k", "value": "a b"}}},
    "repeated headers": {"headers": {"X-A": ["1", "2"], "x-b": "ü"}},
    "own host": {"headers": {"Host": "shop.example"}},
    "head": {"method": "HEAD"},
    "post without a body": {"method": "POST"},
    "delete": {"method": "DELETE"},
    "delete with a body": {"method": "DELETE", "json": {"ids": [1]}},
    "own method": {"method": "PURGE"},
    "traced": {"headers": {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}},
    "multipart": {"multipart": {"a": "1", "b": ["x", "@y", "<z"], "c;d": "e"}},
    "multipart files": {
        "multipart": [
            {"name": "f", "file": "a b.bin"},
            {"name": "g", "file": "data/'q\".json", "filename": 'n".json', "type": "application/json"},
            {"name": "h", "value": "text", "type": "text/plain; charset=utf-8"},
            {"name": "i", "value": "text; type=x", "filename": "i.txt"},
        ]
    },
    "multipart binary": {"multipart": [{"name": "f", "value": b"\x00\xff", "filename": "x.bin", "type": "image/png"}]},
    "multipart bytes": {"multipart": [{"name": "f", "value": b"\x00\xff"}]},
}


@pytest.fixture
def files(client, monkeypatch):
    (client.folder / "a b.bin").write_bytes(b"\x00\xff@")
    (client.folder / "data").mkdir()
    (client.folder / "data" / "'q\".json").write_bytes(b'{"a":\n1}')
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return client


def repeated(command, folder):
    """What the server saw when the command is typed in a folder; of a multipart body the boundary is named alike."""
    done = subprocess.run(["sh", "-c", f"set -e; {command}"], cwd=folder, capture_output=True, check=True)
    return done.stdout


def same(facts):
    """What the server saw, its headers in one order and a multipart body's boundary named alike."""
    text = json.dumps({**facts, "headers": dict(sorted(facts["headers"].items())), "number": 0})
    boundary = re.search(r"boundary=([^\";\\]+)", facts["headers"].get("content-type", ""))
    text = text.replace(boundary[1], "BOUNDARY") if boundary else text
    return re.sub(r'"content-length": "\d+"', '"content-length": "n"', text) if boundary else text


@pytest.mark.parametrize("shape", SHAPES)
def test_it_sends_the_same(files, server, shape):
    """Method, path, header set and body, whatever is in them."""
    arguments = {**SHAPES[shape]}
    exchange = files.send(f"{server.url}{arguments.pop('url', '/seen')}", **arguments)
    command = exchange.transcript().command
    printed = repeated(command, files.folder)
    if arguments.get("method") == "HEAD":
        assert printed.startswith(b"HTTP/1.1 200 OK")
    else:
        assert same(read(exchange.fields["body"])) == same(json.loads(printed))


def test_cookies_of_the_session_go_along(files, server):
    """What an earlier answer set is part of the request."""
    files.send(f"{server.url}/signing-in", follow_redirects=True)
    exchange = files.send(f"{server.url}/seen")
    assert "sid=abcdefghij" == json.loads(repeated(exchange.transcript().command, files.folder))["headers"]["cookie"]


def test_files_are_found_from_where_it_is_typed(files, server, monkeypatch):
    """Relative where they lie under that folder, absolute elsewhere."""
    exchange = files.send(f"{server.url}/seen", file="a b.bin")
    monkeypatch.chdir(files.folder)
    assert "'@a b.bin'" in exchange.transcript().command
    monkeypatch.chdir(files.folder / "data")
    assert f"'@{files.folder}/a b.bin'" in exchange.transcript().command
    assert "\x00\u00ff@" == json.loads(repeated(exchange.transcript().command, "/"))["body"]


def test_a_proxy_of_the_environment_is_left_aside(files, server, monkeypatch):
    """As itest leaves it aside; one that was asked for is named."""
    monkeypatch.setenv("all_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    command = files.send(f"{server.url}/seen").transcript().command
    assert ["--noproxy", "*"] == [word for word in shlex.split(command) if word in ("--noproxy", "*")]
    assert "/seen" == json.loads(repeated(command, files.folder))["target"]
    asked = files.send(f"{server.url}/seen", proxy="http://127.0.0.1:9").transcript().command
    assert "--proxy http://127.0.0.1:9" in asked and "--noproxy" not in asked


def test_over_tls(files, certificate_folder):
    """The authority or no look at the certificate, and HTTP/1.1, which curl would not choose by itself."""
    shutil.copy(certificate_folder / "ca.pem", files.folder / "ca.pem")
    with hostile(certificates.context(certificate_folder, "right")) as secure:
        for tls in ({"verify": False}, {"ca": "ca.pem"}):
            files.service("shop", secure.url, tls=tls)
            exchange = files.send("/seen", "shop")
            assert same(read(exchange.fields["body"])) == same(
                json.loads(repeated(exchange.transcript().command, files.folder))
            )


def test_redirects_are_followed_as_far(files, server):
    """As many as the step follows."""
    exchange = files.send(f"{server.url}/redirect", follow_redirects=3)
    assert "--location --max-redirs 3" in exchange.transcript().command
