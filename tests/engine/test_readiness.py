"""Readiness: probes say yes, no, and never raise."""

import socket

import pytest

from itest.engine.readiness import http_probe, log_probe, own_address, tcp_probe
from tests.servers.echo import serving


@pytest.mark.parametrize(
    ("path", "ready"), [("/text", True), ("/status/204", True), ("/status/503", False), ("", False)]
)
def test_http_is_ready_below_400(path, ready):
    """A missing page is not ready."""
    with serving() as server:
        assert ready is http_probe(server.url + path)()


def test_nobody_listening_is_not_ready():
    """Neither by HTTP nor by TCP."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert tcp_probe("127.0.0.1", port)()
    assert not tcp_probe("127.0.0.1", port)()
    assert not http_probe(f"http://127.0.0.1:{port}/")()


@pytest.mark.parametrize("port", [99999, -1])
def test_a_port_that_is_none_is_not_ready(port):
    """It never will be."""
    assert not tcp_probe("127.0.0.1", port)()


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


def test_a_log_is_ready_when_a_line_matches(tmp_path):
    """Whatever bytes stand around it."""
    log = tmp_path / "log"
    log.write_bytes(b"\xff starting\n")
    probe = log_probe(log, r"listening on :\d+")
    assert not probe()
    log.write_bytes(b"\xff starting\nlistening on :80\n")
    assert probe()
