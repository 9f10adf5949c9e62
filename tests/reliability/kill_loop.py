"""Signals at random moments: SIGINT, SIGTERM, two SIGINT, SIGKILL, on a run of 40 scenarios with services started.

    python -m tests.reliability.kill_loop 100          # 100 moments of each; the tests try 5
    python -m tests.reliability.kill_loop 20 --seed 7 --only SIGKILL

After each it is asked: the exit code; that no process of the run is left; that the reports are valid, are not
yesterday's and do not claim that all passed; and, but for SIGKILL and the second SIGINT, that whatever a scenario made
on the server was taken away again by its cleanup. The server's own log is what is believed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import uuid4

from tests.reliability.launch import ITEST, environment, no_traceback, wait_until

SCENARIOS = 40
MARK = "ITEST_KILL_LOOP"
STALE = "yesterday"
ENDED = 3.0
"""Seconds that the reaper has after a SIGKILL."""

PROJECT = """\
services:
  orders:
    url: "http://127.0.0.1:{{ port }}"
    start:
      command: [python, -m, itest.demo.orders, --port, "{{ port }}", --db, "{{ run.dir }}/shop.db",
                --inventory, "{{ services.inventory.url }}"]
      ready: {http: /health, within: 30s}
  inventory:
    url: "http://127.0.0.1:{{ port }}"
    start:
      command: [python, -m, itest.demo.inventory, --port, "{{ port }}", --db, "{{ run.dir }}/inventory.db"]
      ready: {http: /health, within: 30s}
"""
SCENARIO = """\
name: Thing {number}
steps:
  - request: {{method: POST, url: "{ledger}/things/{number}"}}
  - request: {{service: orders, url: /health}}
  - request: {{service: inventory, url: /health}}
  - run: [sleep, "0.05"]
  - wait: 50ms
cleanup:
  - request: {{method: DELETE, url: "{ledger}/things/{number}"}}
"""


class Ledger(ThreadingHTTPServer):
    """What scenarios made and took away again, as the server saw it."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Entry)
        self.log: list[tuple[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed resets its connections."""

    def left(self) -> set[str]:
        """What was made and never taken away."""
        log = list(self.log)
        return {path for method, path in log if method == "POST"} - {path for method, path in log if method == "DELETE"}


class _Entry(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Ledger

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.log.append((self.command, self.path))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_DELETE = do_POST

    def log_message(self, format: str, *args: object) -> None:
        """The ledger is the log."""


@contextmanager
def ledger() -> Iterator[Ledger]:
    server = Ledger()
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@dataclass(slots=True)
class Tally:
    """How often each thing was seen, what was wrong, and the longest time from the signal to the end."""

    runs: int = 0
    codes: dict[int, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0
    made: int = 0
    too_early: int = 0
    """Killed before the first line was printed: yesterday's report may still be there."""


def make_project(folder: Path, url: str) -> None:
    scenarios = folder / "scenarios"
    scenarios.mkdir()
    (folder / "itest.yaml").write_text(PROJECT)
    for number in range(SCENARIOS):
        (scenarios / f"thing{number:02}.yaml").write_text(SCENARIO.format(number=number, ledger=url))


def start(folder: Path, mark: str, out: Path) -> subprocess.Popen[bytes]:
    for name in ("junit.xml", "run.ndjson"):
        (folder / name).write_text(f'<testsuites name="{STALE}"/>\n')
    words = ["run", "--junit-xml", "junit.xml", "--json", "run.ndjson", "--seed", "1"]
    with out.open("wb") as stream:
        return subprocess.Popen(
            [*ITEST, *words],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            env=environment({MARK: mark}),
            start_new_session=True,
        )


def marked(mark: str) -> list[int]:
    """Living processes that carry the mark of a run."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            mine = f"{MARK}={mark}".encode() in (place / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        found += [int(place.name)] if mine else []
    return found


def strike(process: subprocess.Popen[bytes], kind: str, moment: float, gap: float) -> float:
    """Send the signal (or two) after a moment; the seconds it took to end."""
    time.sleep(moment)
    number = signal.SIGINT if kind == "twice" else signal.Signals[kind]
    struck = time.monotonic()
    process.send_signal(number)
    if kind == "twice":
        time.sleep(gap)
        process.send_signal(number)
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return time.monotonic() - struck


CODES = {"SIGINT": 130, "SIGTERM": 143, "SIGHUP": 129, "twice": 130, "SIGKILL": -9}


def look(folder: Path, kind: str, code: int, said: str) -> list[str]:
    """What is wrong with what the run left: its exit code, its words, its reports."""
    wrong = []
    begun = "scenarios" in said
    # Before Python has come to our first line, its own handlers are there: the shell sees the same code.
    expected = {CODES[kind], 0} if begun else {CODES[kind], 128 - CODES[kind]}
    if code not in expected:
        wrong.append(f"exit code {code}")
    if not no_traceback(said):
        wrong.append(f"a traceback: {said[-500:]}")
    report = (folder / "junit.xml").read_text()
    root = ElementTree.fromstring(report)
    lines = (folder / "run.ndjson").read_text()
    if begun and (STALE in report or STALE in lines):
        wrong.append("a report of yesterday")
    if code == 0 and (root.get("errors"), root.get("tests")) != ("0", str(SCENARIOS)):
        wrong.append("green without a complete report")
    if STALE not in report and code != 0:
        complete = begun and len(list(root.iter("testcase"))) == SCENARIOS  # the signal came after the last scenario
        if root.get("errors") == "0" and not complete:
            wrong.append("the report of an interrupted run has no error")
        if code in (130, 143) and kind != "twice" and begun and len(list(root.iter("testcase"))) < SCENARIOS:
            wrong.append("the report does not know every scenario")
    if STALE not in lines:
        events = [json.loads(line)["event"] for line in lines.splitlines()]
        if not (events == ["incomplete"] or events[-1] == "run_finished"):
            wrong.append(f"the events end with {events[-1]}")
    return wrong


def once(folder: Path, server: Ledger, kind: str, moment: float, gap: float, tally: Tally) -> None:
    mark, out = uuid4().hex, folder / ".out"
    server.log.clear()
    process = start(folder, mark, out)
    seconds = strike(process, kind, moment, gap)
    said = out.read_text(errors="replace")
    wrong = look(folder, kind, process.returncode, said)
    if kind in ("SIGINT", "SIGTERM", "SIGHUP") and server.left():
        wrong.append(f"cleanup did not run for {sorted(server.left())}")
    if not wait_until(lambda: not marked(mark), ENDED if kind in ("SIGKILL", "twice") else 0.5):
        left = marked(mark)
        wrong.append(f"processes left: {left}")
        for pid in left:
            os.kill(pid, signal.SIGKILL)
    tally.runs += 1
    tally.codes[process.returncode] = tally.codes.get(process.returncode, 0) + 1
    tally.slowest = max(tally.slowest, seconds)
    tally.made += sum(method == "POST" for method, _ in server.log)
    tally.too_early += "scenarios" not in said
    tally.wrong += [f"{kind} after {moment:.3f}s: {text}" for text in wrong]


def loop(folder: Path, kind: str, times: int, seed: int) -> Tally:
    """Strike so often, at moments from the first on which Python itself is there to the end of an undisturbed run: one
    at random in each of as many stretches of it."""
    chance, tally = random.Random(seed), Tally()
    with ledger() as server:
        make_project(folder, server.url)
        begun = time.monotonic()
        whole = start(folder, uuid4().hex, folder / ".out")
        if whole.wait(120) != 0:
            raise AssertionError(f"the undisturbed run is not green\n{(folder / '.out').read_text()}")
        length = time.monotonic() - begun
        stretch = (length - 0.05) / times
        for number in range(times):
            moment = 0.05 + stretch * (number + chance.random())
            once(folder, server, kind, moment, chance.uniform(0.0, 0.3), tally)
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("times", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=CODES)
    options = parser.parse_args()
    bad = False
    for kind in [options.only] if options.only else CODES:
        with tempfile.TemporaryDirectory() as folder:
            tally = loop(Path(folder), kind, options.times, options.seed)
        bad = bad or bool(tally.wrong)
        codes = ", ".join(f"{code}: {count}" for code, count in sorted(tally.codes.items()))
        print(
            f"{kind:8} {tally.runs} runs, exit codes {codes}; {tally.made} things made; at most {tally.slowest:.2f}s "
            f"to the end; {tally.too_early} before the first line; {len(tally.wrong)} wrong",
            flush=True,
        )
        for text in tally.wrong:
            print(f"  {text}")
    return bad


if __name__ == "__main__":
    sys.exit(main())
