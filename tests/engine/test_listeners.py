"""Listeners: whose a socket is that listens, as far as can be known."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from itest.engine.descendants import MARK
from itest.engine.listeners import NOBODY, Run, stranger
from itest.engine.sockets import Listening, receiving

pytestmark = pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells")
LISTENER = """\
import os, socket, sys
if len(sys.argv) > 1:
    os.setuid(int(sys.argv[1]))
with socket.create_server(("127.0.0.1", 0)) as listener:
    print(os.getpid(), listener.getsockname()[1], flush=True)
    sys.stdin.read()
"""
ELSE = 54_321
"""A user that nobody is."""
RUN = Run("the mark", ())


AS_ROOT = [] if os.geteuid() == 0 else ["sudo", "-n"]


@contextmanager
def listener(*before, mark="", program=sys.executable, user=""):
    """The process and its sockets; it ends as soon as its input does."""
    environ = {**os.environ, MARK: mark}
    command = [*before, program, "-I", "-S", "-c", LISTENER, *([str(user)] if user else [])]
    with subprocess.Popen(command, stdin=-1, stdout=-1, text=True, start_new_session=True, env=environ) as child:
        pid, port = map(int, child.stdout.readline().split())
        yield pid, receiving("127.0.0.1", port)
        child.communicate()


def may_be_root():
    """Whether a process of a second user can be started here."""
    try:
        return subprocess.run([*AS_ROOT, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def named(folder, name):
    """This Python under another name, which is the name of its process."""
    (folder / name).symlink_to(Path(sys.executable).resolve())
    return str(folder / name)


def test_the_group_itself_is_no_stranger():
    """Nor is who carries the mark of the run, unless another service started it."""
    with listener(mark="m") as (pid, sockets):
        who = [
            stranger(sockets, group, Run(mark, others))
            for group, mark, others in [(pid, "x", ()), (NOBODY, "m", ()), (NOBODY, "m", (pid,)), (NOBODY, "x", ())]
        ]
    assert [None, None, pid, pid] == [each and each.pid for each in who]


def test_one_of_several_sockets_is_enough():
    """A port that is shared is the service's only where all of it is."""
    with listener() as (pid, ours), listener() as (other, theirs):
        assert other == stranger(ours | theirs, pid, RUN).pid
        assert stranger(ours, pid, RUN) is None


def test_a_socket_that_is_not_seen_is_told_by_its_user():
    """The kernel says who made it, whatever its process may call itself; root and oneself are no neighbours."""
    unseen = [Listening("127.0.0.1", 1, user) for user in (ELSE, 0, os.geteuid())]
    assert [(0, ELSE), None, None] == [
        found and (found.pid, found.user) for found in (stranger([each], NOBODY, RUN) for each in unseen)
    ]


def test_who_listens_for_others_is_believed_by_name_and_user(tmp_path):
    """A neighbour may call a program `docker-proxy`, but the socket stays that of another user."""
    with listener(program=named(tmp_path, "docker-proxy")) as (pid, sockets):
        (ours,) = sockets
        assert stranger([ours], NOBODY, RUN) is None
        found = stranger([Listening(ours.address, ours.inode, ELSE)], NOBODY, RUN)
        assert (pid, "docker-proxy") == (found.pid, found.name)


@pytest.mark.skipif(not may_be_root(), reason="only root starts processes of another user")
@pytest.mark.parametrize("name", ["neighbour", "docker-proxy", "systemd"])
def test_a_neighbour_is_a_stranger_under_any_name(tmp_path, name):
    """A process of another user, with a mark that it made up; root sees who it is."""
    with listener(*AS_ROOT, mark="x", program=named(tmp_path, name), user=ELSE) as (pid, sockets):
        who = stranger(sockets, NOBODY, RUN)
        assert ELSE == who.user
        assert (pid if not AS_ROOT else 0) == who.pid
