"""Sockets: what listens on a port, whichever way the kernel is asked."""

import os
import socket
from pathlib import Path

import pytest

from itest.engine import sockets
from itest.engine.sockets import Listening, listening, receiving

pytestmark = pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells")
IPV6 = socket.has_ipv6 and Path("/proc/net/if_inet6").exists()
BOUND = ["127.0.0.1", "0.0.0.0", *(["::1", "::", "::ffff:127.0.0.1"] if IPV6 else [])]


def family(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


@pytest.mark.parametrize("bound", BOUND)
def test_a_socket_is_told_with_its_address_its_inode_and_its_user(bound):
    """By `sock_diag` and by the tables alike."""
    mapped = bound.startswith("::ffff:")
    with socket.create_server((bound, 0), family=family(bound), dualstack_ipv6=mapped) as server:
        port = server.getsockname()[1]
        told = Listening(bound.removeprefix("::ffff:"), os.fstat(server.fileno()).st_ino, os.geteuid())
        assert [told] == listening(port) == list(sockets._listed(port))
    assert [] == listening(port) == list(sockets._listed(port))


def test_what_only_talks_does_not_listen():
    """Both ends of a connection have the port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        talking = socket.create_connection(("127.0.0.1", port)), server.accept()[0]
    assert [] == listening(port)
    for each in talking:
        each.close()


@pytest.mark.parametrize(
    ("bound", "asked", "found"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("0.0.0.0", "127.0.0.1", True),
        ("127.0.0.2", "127.0.0.1", False),
        ("127.0.0.1", "::1", False),
        *([("::", "127.0.0.1", True), ("::1", "127.0.0.1", False)] if IPV6 else []),
    ],
)
def test_the_address_that_is_asked_counts(bound, asked, found):
    """One of all addresses gets its connections, too."""
    dual = bound == "::"
    with socket.create_server((bound, 0), family=family(bound), dualstack_ipv6=dual) as server:
        assert found == bool(receiving(asked, server.getsockname()[1]))


def test_the_very_address_comes_before_all_addresses():
    """As the kernel gives connections away."""
    with socket.create_server(("0.0.0.0", 0), reuse_port=True) as every:
        port = every.getsockname()[1]
        with socket.create_server(("127.0.0.1", port), reuse_port=True):
            assert ["127.0.0.1"] == [each.address for each in receiving("127.0.0.1", port)]


def test_a_port_that_is_shared_has_several():
    """Each of them gets a part of the connections."""
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as first:
        port = first.getsockname()[1]
        with socket.create_server(("127.0.0.1", port), reuse_port=True) as second:
            inodes = {os.fstat(each.fileno()).st_ino for each in (first, second)}
            assert inodes == {each.inode for each in receiving("127.0.0.1", port)}
