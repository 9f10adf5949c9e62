"""Listeners: whose a socket is that listens, as far as can be known."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
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
TOP = Path(__file__).parents[2]
RUN = Run("the mark", ())


AS_ROOT = [] if os.geteuid() == 0 else ["sudo", "-n"]


@contextmanager
def listener(*before, mark="", user=""):
    """The process and its sockets; it ends as soon as its input does."""
    environ = {**os.environ, MARK: mark}
    command = [*before, sys.executable, "-I", "-S", "-c", LISTENER, *([str(user)] if user else [])]
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


@contextmanager
def holder(program):
    """A process of this program, and the sockets that it was handed; it ends as soon as its input does."""
    with socket.create_server(("127.0.0.1", 0)) as handed:
        command = [str(program), "-c", "read line"]
        child = subprocess.Popen(command, stdin=-1, pass_fds=[handed.fileno()], start_new_session=True)
        sockets = receiving("127.0.0.1", handed.getsockname()[1])
    with child:
        yield child.pid, sockets
        child.communicate()


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
    """The kernel says who made it, whatever its process may call itself; root is no neighbour."""
    unseen = [Listening("127.0.0.1", 1, user) for user in (ELSE, 0)]
    assert [(0, ELSE), None] == [
        found and (found.pid, found.user) for found in (stranger([each], NOBODY, RUN) for each in unseen)
    ]


@pytest.fixture
def installed():
    """A folder that nobody else may put anything into, as those of programs are."""
    above = TOP / ".pytest_cache"
    above.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=above) as folder:
        yield Path(folder)


def test_a_program_that_listens_for_others_is_believed(installed):
    """Where only root and oneself may install one; of a socket of another user it is not believed."""
    program = shutil.copy(Path("/bin/sh").resolve(), installed / "docker-proxy")
    with holder(program) as (pid, (ours,)):
        assert stranger([ours], NOBODY, RUN) is None
        assert pid == stranger([Listening(ours.address, ours.inode, ELSE)], NOBODY, RUN).pid


@pytest.mark.parametrize("way", [shutil.copy, os.symlink])
def test_a_name_alone_makes_nobody_listen_for_others(tmp_path, installed, way):
    """Neither of a file in a folder that anybody may write to, nor of a link to another program."""
    folder = installed if way is os.symlink else tmp_path
    way(Path("/bin/sh").resolve(), folder / "docker-proxy")
    folder.chmod(0o777 if way is shutil.copy else 0o700)
    with holder(folder / "docker-proxy") as (pid, sockets):
        assert (pid, "docker-proxy") == ((found := stranger(sockets, NOBODY, RUN)).pid, found.name)


@pytest.mark.skipif(not may_be_root(), reason="only root starts processes of another user")
def test_a_neighbour_is_a_stranger():
    """A process of another user, with a mark that it made up; root sees who it is."""
    with listener(*AS_ROOT, mark="x", user=ELSE) as (pid, sockets):
        who = stranger(sockets, NOBODY, RUN)
        assert ELSE == who.user
        assert (pid if not AS_ROOT else 0) == who.pid
