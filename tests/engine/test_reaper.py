"""The reaper: groups end when their owner is gone without a word."""

import subprocess
import sys
from pathlib import Path

import pytest

from itest.engine.reaper import Reaper

PROGRAM = """
import os, signal, subprocess, sys
from itest.engine.reaper import Reaper
sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
child = subprocess.Popen(sleep, start_new_session=True, stdout=-3, stderr=-3)
reaper = Reaper("a mark of its own")
reaper.watch(child.pid)
print(child.pid, flush=True)
if sys.argv[1] == "forget":
    reaper.forget(child.pid)
    reaper.close()
os.kill(os.getpid(), signal.SIGKILL)
"""


def _owner(mode):
    owner = subprocess.run([sys.executable, "-c", PROGRAM, mode], capture_output=True, text=True, check=False)
    return int(owner.stdout)


def _ended(pid):
    """Wait until the process is gone or a zombie that nobody waits for; polls the kernel, bounded."""
    for _ in range(200):
        state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
        if not state.stdout.strip() or state.stdout.strip().startswith("Z"):
            return True
    return False


def test_a_watched_group_ends_with_its_owner():
    """kill -9 of itest leaves no service behind."""
    assert _ended(_owner("watch"))


def test_a_forgotten_group_is_left_alone():
    """What was stopped in order is no longer the reaper's business."""
    pid = _owner("forget")
    alive = not _ended(pid)
    subprocess.run(["kill", "-9", str(pid)], check=False)
    assert alive


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="there is no /proc here")
def test_the_mark_is_no_word_of_a_command():
    """Which everybody on the machine may read, and carry the mark then."""
    reaper = Reaper("a mark to look for")
    reaper.start()
    place = Path(f"/proc/{reaper._process.pid}/cmdline")
    # What a process is called is there a moment after it is.
    while b"descendants" not in (line := place.read_bytes()):
        pass
    reaper.close()
    assert b"mark to look" not in line
