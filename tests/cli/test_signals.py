"""Signals: the first ends the run in order, the second ends it now."""

import signal
import time
import xml.etree.ElementTree as ElementTree

import pytest

from tests.cli.commanding import start
from tests.engine.canned import scenario, written

HANGS = """\
name: Hangs
steps:
  - run: {command: 'touch ready; sleep 60', shell: true, cwd: .}
  - run: [touch, never]
cleanup:
  - run: [touch, cleaned]
"""


def _wait_for(path, program):
    """Until the file is there; bounded by the program's own end."""
    for _ in range(2000):
        if path.exists():
            return
        assert program.poll() is None, program.communicate()
        time.sleep(0.01)  # Nothing else tells that a process of a process is so far.
    raise AssertionError(f"{path} never came")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
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
