"""Signals at a few random moments; `kill_loop` is the long version."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.reliability.kill_loop import CODES, STALE, look, loop, marked, start
from tests.reliability.launch import ITEST, environment, wait_until

TIMES = 4


@pytest.mark.parametrize("kind", CODES)
def test_a_signal_at_any_moment_leaves_everything_in_order(tmp_path: Path, kind: str) -> None:
    """Exit code, cleanup by the server's log, processes, reports: nothing is wrong after any of them."""
    tally = loop(tmp_path, kind, TIMES, seed=TIMES)
    assert [] == tally.wrong
    assert (TIMES, True) == (tally.runs, tally.made > 0)


def test_the_loop_would_see_what_is_wrong(tmp_path: Path) -> None:
    """A green exit code, a traceback, yesterday's report and a process left behind are each noticed."""
    (tmp_path / "junit.xml").write_text(f'<testsuites name="{STALE}" errors="0" tests="0"/>')
    (tmp_path / "run.ndjson").write_text('{"event":"run_started"}\n')
    seen = look(tmp_path, "SIGINT", 1, "40 scenarios\nTraceback (most recent call last):")
    assert ["exit code 1", "a report of yesterday"] == [seen[0], seen[2]]
    assert "a traceback" == seen[1][:11]
    assert "the events end with run_started" == seen[3]
    process = start(tmp_path, "a mark", tmp_path / "out")
    assert wait_until(lambda: process.pid in marked("a mark"))
    process.kill()
    process.wait()
    assert [] == marked("a mark")


def test_a_second_signal_ends_cleanup_at_once(tmp_path: Path) -> None:
    """The first leaves a hanging cleanup its budget of half a minute; the second does not wait for it."""
    (tmp_path / "hang.yaml").write_text(
        "name: Hang\nsteps:\n  - run: [touch, begun]\n  - wait: 60s\n"
        "cleanup:\n  - run: [touch, cleaning]\n  - wait: 20s\n"
    )
    process = subprocess.Popen(
        [*ITEST, "run", "hang.yaml", "--junit-xml", "r.xml"], cwd=tmp_path, env=environment(), stdout=subprocess.DEVNULL
    )
    assert wait_until(lambda: (tmp_path / "begun").exists(), 20)
    process.send_signal(signal.SIGINT)
    assert wait_until(lambda: (tmp_path / "cleaning").exists(), 20)
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert 130 == process.wait(30)
    assert time.monotonic() - begun < 15
    assert "the run did not finish" in (tmp_path / "r.xml").read_text()
