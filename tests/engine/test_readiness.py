"""Readiness: probes say yes, or why not, and never raise."""

import socket

import pytest

from itest.actions.http import HttpAction
from itest.engine.readiness import CallProbe, log_probe, own_address, tcp_probe
from itest.model.action import Call, ServiceSettings, SessionSettings
from itest.model.deadline import Deadline, Stop
from tests.servers.echo import serving


def soon():
    return Deadline.after(20, Stop())


def _asked(tmp_path, url, path, **settings):
    service = ServiceSettings(name="shop", url=url, **settings)
    opened = SessionSettings(services={"shop": service}, base_dir=tmp_path, root=tmp_path)
    concealed = []
    probe = CallProbe(HttpAction(), Call(arguments={"url": path}, service="shop"), opened, concealed.append)
    try:
        return probe(soon()), concealed
    finally:
        probe.close()


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/text", ""),
        ("/status/204", ""),
        ("/status/302", ""),
        ("/status/503", "GET /status/503 → 503 Service Unavailable"),
        ("/nowhere", "GET /nowhere → 404 Not Found"),
    ],
)
def test_http_is_ready_below_400(tmp_path, path, told):
    """A missing page is not ready."""
    with serving() as server:
        assert told == _asked(tmp_path, server.url, path)[0]


def test_what_it_asks_with_is_no_less_secret_than_what_a_step_asks_with(tmp_path):
    """It may stand in what is told."""
    with serving() as server:
        assert ["token-of-ada"] == _asked(tmp_path, server.url, "/text", auth={"bearer": "token-of-ada"})[1]


def test_nobody_listening_is_not_ready(tmp_path):
    """Neither by HTTP nor by TCP."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert "" == tcp_probe("127.0.0.1", port)(soon())
        assert "" == tcp_probe("localhost", port)(soon())
    refused = f"no connection to 127.0.0.1:{port}: connection refused"
    assert [refused, refused] == [
        tcp_probe("127.0.0.1", port)(soon()),
        _asked(tmp_path, f"http://127.0.0.1:{port}", "/")[0],
    ]


@pytest.mark.parametrize("port", [99999, -1])
def test_a_port_that_is_none_is_not_ready(port):
    """It never will be."""
    assert tcp_probe("127.0.0.1", port)(soon())


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://a:81/b", ("a", 81)),
        ("http://a/b", ("a", 80)),
        ("https://[::1]", ("::1", 443)),
        ("sqlite:///b", ("127.0.0.1", 7)),
        ("", ("127.0.0.1", 7)),
    ],
)
def test_the_address_of_a_service_is_that_of_its_url(url, address):
    """Its own port is the one it was given, where the URL says nothing of one."""
    assert address == own_address(url, 7)


@pytest.mark.parametrize(
    ("pattern", "output"),
    [
        (r"listening on :\d+", b"\xff starting\nlistening on :80\n"),
        (r"^up$", b"starting\nup\nserving\n"),
        (r"^up$", b"starting\r\nup\r\n"),
        (r"^up$", b"10 %\r100 %\rup"),
        (r"Server ready on port \d+$", b"\x1b[1m\x1b[32mServer\x1b[39m ready\x1b[0m on port \x1b[36m80\x1b[0m\n"),
        (r"^see the docs$", b"\x1b]8;;http://docs\x1b\\see the docs\x1b]8;;\x07\n"),
    ],
)
def test_a_log_is_ready_when_a_line_matches(tmp_path, pattern, output):
    """Whatever bytes and colours stand around it; `^` and `$` are those of the line, the last one may be unfinished."""
    log = tmp_path / "log"
    log.write_bytes(b"waiting\n")
    probe = log_probe(log, pattern)
    assert probe(soon()).startswith("no line of its output matches")
    log.write_bytes(b"waiting\n" + output)
    assert "" == probe(soon())


def test_a_line_that_comes_in_pieces_is_one(tmp_path):
    """Bytes that were read are kept until the line is whole; what was whole is not looked at again."""
    log = tmp_path / "log"
    log.write_bytes(b"server rea")
    probe = log_probe(log, "server ready|^dy")
    assert probe(soon())
    log.write_bytes(b"server ready\n")
    assert "" == probe(soon())


def test_two_lines_are_not_one(tmp_path):
    """A pattern looks at one line."""
    log = tmp_path / "log"
    log.write_bytes(b"server\nready\n")
    assert log_probe(log, r"server\s+ready")(soon())


def test_a_pattern_that_takes_too_long_says_so(tmp_path):
    """It is no line that does not match."""
    log = tmp_path / "log"
    log.write_bytes(b"a" * 40 + b"!\n")
    assert "took longer than 1s" in log_probe(log, "^(a|aa|a?)+$")(soon())
