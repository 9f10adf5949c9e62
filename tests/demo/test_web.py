"""HTTP for the shop: it answers whatever comes, and never with a traceback."""

import socket

import pytest

from itest.demo.web import MAX_BODY, Application, Problem, Request, Response, Route
from tests.demo.shop import running


def echo(request: Request) -> Response:
    return Response(200, {"parts": dict(request.parts), "query": dict(request.query), "body": request.json()})


def crash(request: Request) -> Response:
    raise RuntimeError("secret detail")


@pytest.fixture
def client():
    routes = [Route("POST", "/echo/{name}", echo), Route("GET", "/crash", crash)]
    with running(Application("echo", routes)) as found:
        yield found


def said(client, data: bytes) -> bytes:
    """What a server answers to raw bytes, up to the end of the connection."""
    host, port = client.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_a_handler_sees_the_parts_of_the_request(client):
    """Path parts are decoded, the last of several query values counts."""
    answer = client.send("POST", "/echo/a%2Fb?x=1&x=2&y=", {"z": "ü"})
    assert {"parts": {"name": "a/b"}, "query": {"x": "2", "y": ""}, "body": {"z": "ü"}} == answer.body


def test_every_service_is_healthy_once_it_runs(client):
    """`/health` is what a start waits for."""
    assert {"status": "ok", "service": "echo"} == client.send("GET", "/health").body


@pytest.mark.parametrize(
    ("method", "path", "status", "title"),
    [
        ("GET", "/nowhere", 404, "Not found"),
        ("GET", "//[", 404, "Not found"),
        ("DELETE", "/crash", 405, "Method not allowed"),
        ("GET", "/crash", 500, "Internal error"),
        ("BREW", "/crash", 501, "Unsupported method ('BREW')"),
    ],
)
def test_an_error_is_a_problem(client, method, path, status, title):
    """It says what is wrong with the request, and nothing of the inside."""
    answer = client.send(method, path)
    assert (status, title) == (answer.status, answer.body["title"])
    assert "application/problem+json" == answer.headers["content-type"]
    assert "secret detail" not in str(answer.body)


@pytest.mark.parametrize(
    ("raw", "media_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"[1]", "application/json", 400),
        (b"\xff", "application/json; charset=utf-8", 400),
        (b'{"a": "\\ud800"}', "application/json", 400),
        (b"a=1", "application/x-www-form-urlencoded", 415),
    ],
)
def test_a_body_that_is_no_object_is_refused(client, raw, media_type, status):
    """The connection goes on."""
    assert status == client.send("POST", "/echo/a", raw=raw, Content_Type=media_type).status
    assert 200 == client.send("POST", "/echo/a", {}).status


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        (b"Content-Length: -1", 400),
        (b"Content-Length: x", 400),
        (b"Content-Length: %d" % (MAX_BODY + 1), 413),
        (b"Transfer-Encoding: chunked", 411),
    ],
)
def test_a_body_of_no_length_ends_the_connection(client, fields, status):
    """What follows cannot be told from the next request."""
    answer = said(client, b"POST /echo/a HTTP/1.1\r\nHost: a\r\n" + fields + b"\r\n\r\n{}")
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert b"\r\nConnection: close\r\n" in answer


def test_a_problem_tells_its_errors():
    """As RFC 9457 has it."""
    response = Problem(422, "Invalid", "no", errors=[{"field": "a", "message": "b"}]).response()
    assert {
        "type": "about:blank",
        "title": "Invalid",
        "status": 422,
        "detail": "no",
        "errors": [{"field": "a", "message": "b"}],
    } == response.body
