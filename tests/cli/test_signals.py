"""Signals: the first ends the run in order, the second ends it now."""

import os
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree

import pytest

from tests.cli.commanding import TOP, start
from tests.engine.canned import scenario, written

HANGS = """\
name: Hangs
steps:
  - run: {command: 'touch ready; sleep 60', shell: true, cwd: .}
  - run: [touch, never]
cleanup:
  - run: [touch, cleaned]
"""

UNTIL_TOLD = "{command: 'touch begun; while [ ! -e go ]; do sleep 0.05; done; touch done', shell: true, cwd: .}"
"""A command that is over when the file `go` is there."""
LEADING = """\
import fcntl, os, sys, termios
os.setsid()
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Makes the standard input the terminal of a session of its own, and becomes another program."""


def _wait_for(path, program):
    """Until the file is there; bounded by the program's own end."""
    for _ in range(2000):
        if path.exists():
            return
        assert program.poll() is None, program.communicate()
        time.sleep(0.01)  # Nothing else tells that a process of a process is so far.
    raise AssertionError(f"{path} never came")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_the_first_signal_cleans_up_and_reports(tmp_path, number, code):
    """The step is an error, cleanup ran, the report is complete, and the exit code names the signal."""
    written(tmp_path, {"a.yaml": HANGS, "b.yaml": scenario("- run: [echo, hi]")})
    program = start(tmp_path, "run", ".", "-j", "1", "--junit-xml", "j.xml")
    _wait_for(tmp_path / "ready", program)
    program.send_signal(number)
    out, err = program.communicate(timeout=30)
    assert (code, "") == (program.returncode, err)
    assert (True, False) == ((tmp_path / "cleaned").exists(), (tmp_path / "never").exists())
    assert f"interrupted by {number.name}" in out
    found = {
        case.get("classname"): [child.tag for child in case]
        for case in ElementTree.parse(tmp_path / "j.xml").iter("testcase")
    }
    assert "error" in found["a"]
    assert "error" in found["b"] or "skipped" in found["b"]


def test_the_second_signal_leaves_now(tmp_path):
    """Even where cleanup hangs."""
    text = "name: A\nsteps:\n  - run: [echo, hi]\ncleanup:\n  - run: {command: 'touch ready; sleep 60', shell: true}\n"
    written(tmp_path, {"a.yaml": text})
    program = start(tmp_path, "run", "a.yaml", "--junit-xml", "j.xml")
    _wait_for(tmp_path / "ready", program)
    program.send_signal(signal.SIGINT)
    program.send_signal(signal.SIGTERM)
    program.communicate(timeout=20)
    assert program.returncode in (130, 143)
    assert ElementTree.parse(tmp_path / "j.xml").getroot() is not None


def test_a_terminal_that_is_closed_hangs_up_twice(tmp_path):
    """The shell and the system both say it: the second is nobody's impatience, and cleanup goes on."""
    written(tmp_path, {"a.yaml": HANGS.replace("[touch, cleaned]", UNTIL_TOLD)})
    program = start(tmp_path, "run", "a.yaml", "--junit-xml", "j.xml")
    _wait_for(tmp_path / "ready", program)
    program.send_signal(signal.SIGHUP)
    _wait_for(tmp_path / "begun", program)
    program.send_signal(signal.SIGHUP)
    (tmp_path / "go").touch()
    out, err = program.communicate(timeout=30)
    assert (129, "", True) == (program.returncode, err, (tmp_path / "done").exists())
    assert "interrupted by SIGHUP" in out


def test_a_hang_up_that_is_ignored_stays_ignored(tmp_path):
    """As `nohup` starts a program: the run goes on to its end."""
    written(tmp_path, {"a.yaml": f"name: A\nsteps:\n  - run: {UNTIL_TOLD}\n"})
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        program = start(tmp_path, "run", "a.yaml")
    finally:
        signal.signal(signal.SIGHUP, before)
    _wait_for(tmp_path / "begun", program)
    program.send_signal(signal.SIGHUP)
    (tmp_path / "go").touch()
    out, err = program.communicate(timeout=30)
    assert (0, "", True) == (program.returncode, err, "1 passed" in out)


def test_the_end_of_the_terminal_ends_the_run_in_order(tmp_path):
    """Nothing can be told any more: cleanup and the report are there all the same."""
    written(tmp_path, {"a.yaml": HANGS})
    ours, theirs = os.openpty()
    program = subprocess.Popen(
        [sys.executable, "-c", LEADING, sys.executable, "-m", "itest", "run", "a.yaml", "--junit-xml", "j.xml"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(TOP)},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    _wait_for(tmp_path / "ready", program)
    os.close(ours)
    assert 129 == program.wait(30)
    assert (True, False) == ((tmp_path / "cleaned").exists(), (tmp_path / "never").exists())
    assert "1" == ElementTree.parse(tmp_path / "j.xml").getroot().get("errors")
