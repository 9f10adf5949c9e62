"""Listeners: who gets the connections to an address, as far as can be known."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from itest.engine.descendants import MARK
from itest.engine.listeners import stranger

pytestmark = pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells")
LISTENER = """\
import socket, time
with socket.create_server(("127.0.0.1", 0)) as listener:
    print(listener.getsockname()[1], flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize(
    ("bound", "asked", "found"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("0.0.0.0", "127.0.0.1", True),
        ("127.0.0.2", "127.0.0.1", False),
        ("127.0.0.1", "::1", False),
    ],
)
def test_the_address_that_is_asked_counts(bound, asked, found):
    """One of all addresses gets its connections, too."""
    with socket.create_server((bound, 0)) as listener:
        who = stranger((asked,), listener.getsockname()[1], -1, "mark", ())
    assert (os.getpid() if found else None) == (who and who.pid)


def test_nobody_is_no_stranger():
    """A port that only talks is not listened on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert stranger(("127.0.0.1",), port, -1, "mark", ()) is None


def test_the_group_itself_is_no_stranger():
    """Nor is who carries the mark of the run, unless another service started it."""
    with subprocess.Popen(
        [sys.executable, "-c", LISTENER],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, MARK: "m"},
    ) as child:
        port = int(child.stdout.readline())
        try:
            who = [
                stranger(("127.0.0.1",), port, group, mark, others)
                for group, mark, others in [(child.pid, "x", ()), (-1, "m", ()), (-1, "m", (child.pid,)), (-1, "x", ())]
            ]
        finally:
            child.kill()
    assert [None, None, child.pid, child.pid] == [each and each.pid for each in who]
