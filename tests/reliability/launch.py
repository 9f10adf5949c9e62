"""Running the command line under a watchdog: what it said, its exit code, how long it took, how much memory it held.

A process inherits the memory figure of the one that forked it, so that a small launcher stands between: it forks,
waits with `wait4` and writes down what the kernel counted.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ITEST = (sys.executable, "-m", "itest")
MEMORY = 150 << 10
"""Kilobytes that a run may hold, whatever a server sends."""

_LAUNCHER = r"""
import os, sys, time
begun = time.monotonic()
pid = os.fork()
if not pid:
    os.execv(sys.argv[2], sys.argv[2:])
_, status, usage = os.wait4(pid, 0)
with open(sys.argv[1], "w") as file:
    print(os.waitstatus_to_exitcode(status), time.monotonic() - begun, usage.ru_maxrss, file=file)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What one command left: `seconds` of wall clock, `peak` of memory in kilobytes."""

    code: int
    seconds: float
    peak: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


def launch(
    words: Sequence[str], folder: Path, *, environ: Mapping[str, str | None] | None = None, limit: float = 60.0
) -> Ran:
    """Run `itest` with these words in the folder; a run that outlives `limit` seconds is killed and fails the test."""
    figures, out, err = (folder / f".launch-{name}" for name in ("figures", "out", "err"))
    command = [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(figures), *ITEST, *words]
    with out.open("wb") as stdout, err.open("wb") as stderr:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment(environ),
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
        )
    try:
        process.wait(limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise AssertionError(f"itest {' '.join(words)} did not end in {limit:g} seconds\n{_text(out)}") from None
    code, seconds, peak = figures.read_text().split()
    return Ran(code=int(code), seconds=float(seconds), peak=int(peak), out=_text(out), err=_text(err))


def environment(changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """This process's environment with the changes (None takes a name away), without what pytest and CI put there."""
    changed = {
        **os.environ,
        "NO_COLOR": "1",
        "FORCE_COLOR": None,
        "CI": None,
        "GITHUB_ACTIONS": None,
        **(changes or {}),
    }
    return {name: value for name, value in changed.items() if value is not None}


def junit_verdicts(report: Path) -> dict[str, tuple[str, str]]:
    """Each test case of a JUnit file by name: passed, failed, error or skipped, and the text that says why."""
    words = {"failure": "failed", "error": "error", "skipped": "skipped"}
    found = {}
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        verdicts = [
            (words[part.tag], f"{part.get('message')}\n{part.text or ''}") for part in case if part.tag in words
        ]
        found[str(case.get("name"))] = verdicts[0] if verdicts else ("passed", "")
    return found


def no_traceback(text: str) -> bool:
    """Whether a person was spared the insides of the program."""
    return not any(sign in text for sign in ("Traceback (most recent call last)", "Exception ignored", "IT901"))


def wait_until(holds: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Whether the condition comes to hold within the time."""
    until = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < until:
        time.sleep(0.01)
    return held


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")
