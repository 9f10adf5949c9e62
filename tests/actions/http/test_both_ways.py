"""Plain exchanges against those by httpx and h11: a short run of `python -m tests.fuzz.differential`."""

import itertools

import pytest

from itest.actions.http.plain import talk_of
from tests.fuzz.differential import differences

HOST = [(b"Host", b"a")]


def test_both_ways_give_the_same():
    """Requests to the byte, fields and errors."""
    assert [] == list(itertools.islice(differences(600, seed=1), 3))


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        ([], b""),
        ([*HOST, *HOST], b""),
        ([*HOST, (b"Connection", b"close")], b""),
        ([*HOST, (b"Expect", b"100-continue")], b""),
        ([*HOST, (b"Transfer-Encoding", b"chunked")], b"x"),
        (HOST, b"x"),
        ([*HOST, (b"Content-Length", b"2")], b"x"),
        ([*HOST, (b"Content-Length", b"1"), (b"Content-Length", b"1")], b"x"),
        ([*HOST, (b"Bad Name", b"1")], b""),
        ([*HOST, (b"X", b"a\r\nY: b")], b""),
        ([*HOST, (b"X", b" a")], b""),
        ([*HOST, (b"X", b"a\0")], b""),
    ],
)
def test_a_request_that_is_not_plain_is_declined(lines, body):
    """Whatever is to be said of it, h11 says."""
    assert None is talk_of("POST", "/", lines, body)


@pytest.mark.parametrize(("method", "target"), [("GE T", "/"), ("GET", "/a b"), ("GET", "/ä"), ("GET", ""), ("", "/")])
def test_so_is_a_line_that_is_not_plain(method, target):
    """Of method and target."""
    assert None is talk_of(method, target, HOST, b"")


def test_a_plain_request_is_written():
    """`Host` is first."""
    lines = [(b"X-A", b"1"), *HOST, (b"Content-Length", b"2")]
    assert (
        b"POST /a?b HTTP/1.1\r\nHost: a\r\nX-A: 1\r\nContent-Length: 2\r\n\r\nhi"
        == talk_of("POST", "/a?b", lines, b"hi").request
    )


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n folded\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close, x\r\n\r\n",
        b"HTTP/1.1 204 No\r\nUpgrade: h2c\r\n\r\n",
        b"SSH-2.0\r\n\r\n",
    ],
)
def test_an_answer_that_is_not_plain_is_declined(answer):
    """Whether it is right or wrong."""
    assert None is talk_of("GET", "/", HOST, b"").head(answer)
