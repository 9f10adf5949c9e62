"""How long 500 steps take itest and other tools: `python -m tests.benchmarks.tools`.

Each tool that is here runs the same suite (tests/benchmarks/peers.py) against a local server, first one that answers at
once, then one that takes 20 ms. They take turns, so that what else the machine does falls on all of them. Medians of
whole processes are printed, and of itest's time as a share of theirs in the same round; `--write` puts them into
docs/performance.md. itest is installed from a wheel; the other tools are looked for on the PATH, or named:
`--hurl PROGRAM`, `--tavern PYTEST`, `--newman PROGRAM`, `--bru PROGRAM`.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from tests.benchmarks.peers import FILES, PEERS, STEPS, Peer
from tests.benchmarks.wheel import install
from tests.build.declared import TOP
from tests.servers.quick import quick

PAGE = TOP / "docs" / "performance.md"
DELAYS = (0, 20)
"""Milliseconds that the server takes."""
REQUESTS = FILES * STEPS

_VERSION = re.compile(r"\d+\.\d+(\.\d+)?")


@dataclass
class Series:
    """A tool, the words that start it, its version, and the seconds that it took in each round, by delay."""

    peer: Peer
    start: list[str]
    version: str
    seconds: dict[int, list[float]] = field(default_factory=lambda: {delay: [] for delay in DELAYS})


def programs(given: argparse.Namespace, folder: Path) -> dict[str, list[str]]:
    """The words that start each program that is here, by the program."""
    itest = install(folder / "venv")
    found = {"itest": [str(itest)], "python": [str(itest.with_name("python"))]}
    for name in ("hurl", "curl", "newman", "bru"):
        if place := shutil.which(getattr(given, name, None) or name):
            found[name] = [place]
    if given.tavern and (place := shutil.which(given.tavern)):
        found["tavern"] = [place]
    return found


def version(program: str, start: Sequence[str]) -> str:
    """What it says of itself; of Tavern and httpx, what is installed beside their Python."""
    package = {"tavern": "tavern", "python": "httpx"}.get(program)
    words = [*start, "--version"]
    if package:
        ask = f"import importlib.metadata as found; print(found.version({package!r}))"
        words = [str(Path(start[0]).with_name("python")), "-c", ask]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    found = _VERSION.search(said)
    return found[0] if found else said.strip()


def run(series: Series, url: str, delay: int) -> None:
    """Once, in a fresh folder. Unless it succeeds and has sent every request, there is nothing to be measured."""
    with tempfile.TemporaryDirectory() as name:
        words = [*series.start, *series.peer.write(Path(name), f"{url}/{delay}")]
        sent = int(urlopen(url).read())
        begun = time.perf_counter()
        done = subprocess.run(words, cwd=name, env=_environ(), capture_output=True, text=True, check=False)
        took = time.perf_counter() - begun
        sent = int(urlopen(url).read()) - sent
    if done.returncode or sent != REQUESTS:
        said = (done.stdout + done.stderr)[-2000:]
        raise SystemExit(f"{series.peer.name} ended with {done.returncode} after {sent} requests:\n{said}")
    series.seconds[delay].append(took)


def _environ() -> dict[str, str]:
    """Byte code is written as usual, and nothing asks the network for anything else."""
    return {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}


def table(measured: Sequence[Series], delay: int) -> str:
    """Markdown: a row a tool, the quickest first."""
    ours = measured[0].seconds[delay]
    lines = ["| | version | median | fastest | itest takes |", "| --- | --- | --- | --- | --- |"]
    for series in sorted(measured, key=lambda each: median(each.seconds[delay])):
        theirs = series.seconds[delay]
        share = median(our / their for our, their in zip(ours, theirs, strict=True))
        told = f"{share:.2f} × as long" if series is not measured[0] else ""
        lines.append(
            f"| {series.peer.name} | {series.version} | {median(theirs):.2f} s | {min(theirs):.2f} s | {told} |"
        )
    return "\n".join(lines)


def write(tables: Mapping[int, str], page: Path) -> None:
    """Put each table between its marks."""
    text = page.read_text(encoding="utf-8")
    for delay, lines in tables.items():
        begin, end = f"<!-- tools: {delay} ms -->\n", "<!-- end -->"
        before, _, rest = text.partition(begin)
        text = f"{before}{begin}\n{lines}\n\n{end}{rest.partition(end)[2]}"
    page.write_text(text, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.tools", description=__doc__)
    for name in ("hurl", "tavern", "newman", "bru"):
        parser.add_argument(f"--{name}", metavar="PROGRAM")
    parser.add_argument("--rounds", type=int, nargs=2, default=(5, 3), metavar=("AT_ONCE", "AFTER_20_MS"))
    parser.add_argument("--write", action="store_true", help=f"write the tables into {PAGE.relative_to(TOP)}")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, quick() as url:
        there = programs(given, Path(folder))
        versions = {program: version(program, start) for program, start in there.items()}
        measured = [
            Series(peer, there[peer.program], versions[peer.program]) for peer in PEERS if peer.program in there
        ]
        for delay, rounds in zip(DELAYS, given.rounds, strict=True):
            for _ in range(rounds):
                for series in measured:
                    run(series, url, delay)
    missing = sorted({peer.name.partition(",")[0] for peer in PEERS if peer.program not in there})
    about = f"{REQUESTS} steps in {FILES} files, {os.cpu_count()} cores, Python {platform.python_version()}"
    about += f"; not here: {', '.join(missing)}" if missing else ""
    tables = {
        delay: f"{about}; rounds: {rounds}.\n\n{table(measured, delay)}"
        for delay, rounds in zip(DELAYS, given.rounds, strict=True)
    }
    for delay, lines in tables.items():
        print(f"\nThe server answers after {delay} ms. {lines}", flush=True)
    if given.write:
        write(tables, PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
