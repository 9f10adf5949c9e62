"""Claims: who listens where a service should, from its first request on."""

import os
import socket
from pathlib import Path

import pytest

from itest.engine.claim import Claim
from itest.engine.listeners import NOBODY, Run

pytestmark = pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells")


def claim(*places, group=None):
    return Claim(places, lambda: os.getpgid(0) if group is None else group, lambda: Run("the mark", ()))


def test_nobody_takes_nothing():
    """What is not listened on can be nobody else's yet."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    mine = claim(("127.0.0.1", port))
    assert (False, None) == (mine.listened(), mine.taken())


def test_the_port_is_told_with_who_has_it():
    """The group is asked anew each time: a service that has ended has none."""
    group = [os.getpgid(0)]
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        ours, theirs = claim(("127.0.0.1", port)), Claim([("127.0.0.1", port)], lambda: group[0], lambda: Run("x", ()))
        assert [None, None, True] == [ours.taken(), theirs.taken(), ours.listened()]
        group[0] = NOBODY
        with socket.create_server(("0.0.0.0", 0)) as another:
            both = Claim([("127.0.0.1", another.getsockname()[1])], lambda: group[0], lambda: Run("x", ()))
            assert (another.getsockname()[1], os.getpid()) == ((found := both.taken()).port, found.who.pid)


def test_who_joins_later_is_found():
    """A socket that shares the port gets a part of the connections (`SO_REUSEPORT`)."""
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as server:
        port = server.getsockname()[1]
        groups = iter([os.getpgid(0), NOBODY])
        mine = Claim([("127.0.0.1", port)], lambda: next(groups), lambda: Run("x", ()))
        # The second look asks for no group: it knows the socket.
        assert [None, None] == [mine.taken(), mine.taken()]
        with socket.create_server(("127.0.0.1", port), reuse_port=True):
            assert (port, os.getpid()) == ((found := mine.taken()).port, found.who.pid)


@pytest.mark.parametrize(
    ("host", "addresses"),
    [
        ("localhost", ["::1", "127.0.0.1"]),
        ("a.localhost", ["::1", "127.0.0.1"]),
        ("127.0.0.2", ["127.0.0.2"]),
        ("0.0.0.0", ["127.0.0.1"]),
        ("192.0.2.1", []),
        ("no name", []),
        ("x.invalid", []),
    ],
)
def test_what_is_here_has_addresses(host, addresses):
    """A host that is another machine, or none, has none that could be looked at."""
    assert [(address, 80) for address in addresses] == list(claim((host, 80)).addresses)


def test_a_name_of_this_machine_is_here():
    """Whatever its resolver knows it by."""
    assert claim((socket.gethostname(), 80)).addresses
