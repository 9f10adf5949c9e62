"""Descendants: who left the process group is found by the mark, and nobody else is."""

import os
import select
import subprocess
import sys

from itest.engine.descendants import MARK, end_marked

LEAVER = """
import os, sys, time
if not os.fork():
    os.setsid()
    if not os.fork():
        print(os.getpid(), flush=True)
        os.close(1)
        time.sleep(600)
    os._exit(0)
"""


def _leaver(mark):
    """A process that nobody is the parent of, in a session of its own."""
    environ = {**os.environ, MARK: mark}
    return int(subprocess.run([sys.executable, "-c", LEAVER], stdout=-1, env=environ, check=True).stdout)


def _ends(pid, within=10.0):
    """Whether a process comes to its end, which the system tells a moment after it was killed."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([process], [], [], within)[0])
    finally:
        os.close(process)


def test_who_left_the_group_is_found_by_the_mark():
    """A daemon of this run ends; that of another run does not, even where its mark begins alike."""
    ours, other = _leaver("run-1"), _leaver("run-12")
    end_marked("run-1")
    assert (True, False) == (_ends(ours), _ends(other, within=0))
    end_marked("run-12")
    assert _ends(other)
