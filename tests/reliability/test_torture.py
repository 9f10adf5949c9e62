"""Fault injection at a few operations of a run; `torture` is the long version, which tries each."""

from __future__ import annotations

import random
from pathlib import Path

from tests.reliability.kill_loop import ledger
from tests.reliability.launch import Ran
from tests.reliability.torture import WORDS, look, make_project, operations, run, torture

TIMES = 6


def test_a_run_whose_io_fails_is_never_green_for_nothing(tmp_path: Path) -> None:
    """Some operations, others on each change of the code that moves them: no false green, no traceback, an end."""
    chance = random.Random(TIMES)
    codes, wrong, done = torture(tmp_path, [chance.randrange(1, 130) for _ in range(TIMES)])
    assert [] == wrong
    assert (TIMES, True) == (sum(codes.values()), len(done) > 100)


def test_what_is_failed_is_what_a_run_does(tmp_path: Path) -> None:
    """Files, sockets and processes are among the operations; one that fails shows in the exit code."""
    make_project(tmp_path)
    with ledger() as server:
        assert 0 == run(tmp_path, server, 0, "EIO").code
        done = operations(tmp_path)
        kinds = {line.split()[0] for line in done}
        assert {"open", "read", "write", "os.rename", "subprocess.Popen", "socket.connect", "socket.recv"} <= kinds
        opened = next(place for place, line in enumerate(done) if line.endswith("itest.yaml")) + 1
        assert 2 == run(tmp_path, server, opened, "EIO").code
        # A folder that cannot be looked into may hold scenarios: those that were found do not make the run green.
        listed = next(place for place, line in enumerate(done) if line.startswith("os.scandir")) + 1
        assert 2 == run(tmp_path, server, listed, "EIO").code


def test_the_torturer_would_see_a_false_green(tmp_path: Path) -> None:
    """Exit code 0 without reports, requests and words is noticed, and so is a traceback."""
    make_project(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    (out / "junit.xml").write_text('<testsuites><testcase name="Other"/></testsuites>')
    (out / "run.ndjson").write_text('{"event":"incomplete"}\n')
    (out / "r.html").write_text("<html>")
    with ledger() as server:
        ran = Ran(code=0, seconds=1, peak=1, out="", err="Traceback (most recent call last):")
        assert 6 == len(look(tmp_path, server, ran))
        red = Ran(code=1, seconds=1, peak=1, out="", err="")
        assert ["red, and the report says that all passed"] == look(tmp_path, server, red)
    assert "--junit-xml" in WORDS
