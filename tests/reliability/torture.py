"""Fault injection: each I/O operation of a small run is made to fail in turn, as curl's torture tests do.

    python -m tests.reliability.torture            # every operation; the tests try a few
    python -m tests.reliability.torture --errno ENOSPC

A run that is green all the same has to prove it: the reports are whole, the terminal said so, the server saw every
request. Any other run ends by itself with an exit code that says what happened; nothing ever shows a traceback.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.reliability.kill_loop import Ledger, ledger
from tests.reliability.launch import Ran, junit_verdicts, launch, no_traceback

FAULTS = Path(__file__).parent / "faults"
TOP = FAULTS.parent.parent.parent
ERRNOS = ("EIO", "ENOSPC", "EACCES", "EMFILE")
"""Taken in turn."""

PROJECT = """\
services:
  inventory:
    url: "http://127.0.0.1:{{ port }}"
    start:
      command: [python, -m, itest.demo.inventory, --port, "{{ port }}", --db, "{{ run.dir }}/inventory.db"]
      ready: {http: /health, within: 10s}
  stock: {url: "sqlite:///{{ run.dir }}/stock.db"}
secrets: [TOKEN]
"""
FILES = {
    "itest.yaml": PROJECT,
    ".env": "TOKEN=abcdefgh12345678\n",
    "schema.json": '{"type": "object"}\n',
    "rows.csv": "number\n1\n2\n",
    "body.txt": "hello\n",
    "web.yaml": """\
name: Web {{ number }}
examples: {file: rows.csv}
steps:
  - request: {service: inventory, url: /health, headers: {Authorization: "Bearer {{ secrets.TOKEN }}"}}
    timeout: 5s
    expect: {status: 200, schema: schema.json}
  - request: {method: POST, url: "{{ env.LEDGER }}/web/{{ number }}", file: body.txt}
    timeout: 5s
cleanup:
  - request: {method: DELETE, url: "{{ env.LEDGER }}/web/{{ number }}"}
""",
    "other.yaml": """\
name: Other
steps:
  - sql: {service: stock, query: create table t (a)}
  - run: [echo, hello]
    expect: {stdout: hello}
  - request: {method: POST, url: "{{ env.LEDGER }}/other"}
    timeout: 5s
cleanup:
  - request: {method: DELETE, url: "{{ env.LEDGER }}/other"}
""",
}
CASES = {"Web 1 [1]", "Web 2 [2]", "Other"}
ASKED = {(method, path) for method in ("POST", "DELETE") for path in ("/web/1", "/web/2", "/other")}
WORDS = (
    "run",
    ".",
    "-j",
    "1",
    "--seed",
    "1",
    "--junit-xml",
    "out/junit.xml",
    "--json",
    "out/run.ndjson",
    "--html",
    "out/r.html",
)


def make_project(folder: Path) -> None:
    for name, text in FILES.items():
        (folder / name).write_text(text)


def run(folder: Path, server: Ledger, at: int, name: str) -> Ran:
    """One run whose operation number `at` fails (0: none)."""
    server.log.clear()
    for path in (folder / "out").glob("*"):
        path.unlink()
    (folder / ".itest").mkdir(exist_ok=True)
    path = os.pathsep.join([str(FAULTS), str(TOP)])
    fault = {"ITEST_FAULT": f"{at}:{name}", "ITEST_FAULT_COUNT": str(folder / "operations")}
    return launch(WORDS, folder, environ={"PYTHONPATH": path, "LEDGER": server.url, **fault}, limit=60)


def operations(folder: Path) -> list[str]:
    """What the last run did, in order."""
    return (folder / "operations").read_text().split("\n")


def look(folder: Path, server: Ledger, ran: Ran) -> list[str]:
    """What is wrong with how the run dealt with its fault."""
    wrong = [] if no_traceback(ran.said.replace("IT901", "")) else [f"a traceback: {ran.said[-800:]}"]
    if ran.code not in (0, 1, 2, 4):
        wrong.append(f"exit code {ran.code}: {ran.said[-300:]}")
    junit = folder / "out" / "junit.xml"
    verdicts = {}
    if junit.exists():
        verdicts = {name: outcome for name, (outcome, _) in junit_verdicts(junit).items()}
    if ran.code == 0:
        if dict.fromkeys(CASES, "passed") != verdicts:
            wrong.append(f"green, and the report says {verdicts}")
        if "3 passed" not in ran.out:
            wrong.append("green, and the terminal did not say so")
        if set(server.log) < ASKED:
            wrong.append(f"green, and the server saw only {sorted(set(server.log))}")
        if not (folder / "out" / "run.ndjson").read_text().count('"event":"run_finished"'):
            wrong.append("green, and the events do not end")
        if not (folder / "out" / "r.html").read_text().rstrip().endswith("</html>"):
            wrong.append("green, and the HTML report does not end")
    if ran.code == 1 and set(verdicts.values()) == {"passed"}:
        wrong.append("red, and the report says that all passed")
    return wrong


def torture(
    folder: Path, places: Iterable[int] | None, name: str = "", tell: Callable[[str], object] = str
) -> tuple[Counter[int], list[str], list[str]]:
    """Fail the operations at these places (all by default); how often each exit code came, what was wrong, and what
    operations there are."""
    codes: Counter[int] = Counter()
    wrong: list[str] = []
    make_project(folder)
    with ledger() as server:
        ran = run(folder, server, 0, "EIO")
        done = operations(folder)
        assert (0, []) == (ran.code, look(folder, server, ran)), ran.said
        for place in places or range(1, len(done) + 1):
            errno = name or ERRNOS[place % len(ERRNOS)]
            ran = run(folder, server, place, errno)
            codes[ran.code] += 1
            what = (operations(folder) if (folder / "operations").exists() else done)[place - 1 :][:1]
            found = [f"{place} {errno} {what}: {text}" for text in look(folder, server, ran)]
            tell(f"{place}/{len(done)} {errno} {what}: exit {ran.code} in {ran.seconds:.1f}s {found or ''}")
            wrong += found
    return codes, wrong, done


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errno", default="")
    parser.add_argument("--only", type=int, nargs="*")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        codes, wrong, done = torture(Path(folder), options.only, options.errno, lambda line: print(line, flush=True))
    shown = ", ".join(f"{code}: {count}" for code, count in sorted(codes.items()))
    print(f"{len(done)} operations, {sum(codes.values())} made to fail, exit codes {shown}; {len(wrong)} wrong")
    for text in wrong:
        print(f"  {text}")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
