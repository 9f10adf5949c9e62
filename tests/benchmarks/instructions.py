"""How many instructions itest takes, beside the numbers that are kept: `python -m tests.benchmarks.instructions`.

Each part of itest is the difference between whole processes that do and do not do it; valgrind counts, so that a busy
machine changes nothing. itest is installed as a wheel with the locked versions, in a venv of its own; a local server
answers. Ends with 1 where a part has grown by more than 5 %: mend it, or write the new numbers with `--update` and say
in the commit why they grew. The numbers belong to one build of Python; with another one they are shown and not judged.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.suite import ENVIRON, Suite
from tests.benchmarks.wheel import install
from tests.servers.echo import serving

KEPT = Path(__file__).with_suffix(".json")
ALLOWED = 0.05
"""The growth of a part, as a share of what is kept, up to which nothing is said."""

_COUNTED = re.compile(r"I\s+refs:\s+([\d,]+)")
_COUNTER = ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null")
_VALIDATE = ("validate", "scenarios")
_RUN = ("run", "scenarios", "-q", "--jobs", "1", "--seed", "1")


@dataclass(frozen=True)
class Process:
    """A command of itest in a project of its own."""

    words: tuple[str, ...]
    suite: Suite = field(default_factory=Suite)


ONE = Suite(judged=True)
BARE = Suite(files=20, steps=10)
MADE = Suite(files=20, steps=10, templates=True)
JUDGED = Suite(files=20, steps=10, judged=True)
HIDING = Suite(files=20, steps=10, judged=True, secret=True)

PROCESSES: Mapping[str, Process] = {
    "help": Process(("--help",)),
    "one": Process(_RUN, ONE),
    "load one": Process(_VALIDATE, ONE),
    "load bare": Process(_VALIDATE, BARE),
    "load made": Process(_VALIDATE, MADE),
    "load": Process(_VALIDATE, JUDGED),
    "run bare": Process(_RUN, BARE),
    "run made": Process(_RUN, MADE),
    "run": Process(_RUN, JUDGED),
    "run junit": Process((*_RUN, "--junit-xml", "out.xml"), JUDGED),
    "run html": Process((*_RUN, "--html", "out.html"), JUDGED),
    "run hiding": Process((*_RUN, "--junit-xml", "out.xml"), HIDING),
    "run hiding html": Process((*_RUN, "--html", "out.html"), HIDING),
}

PARTS: Mapping[str, tuple[str, str]] = {
    "start: help": ("help", ""),
    "start: one scenario": ("one", ""),
    "load": ("load", "load one"),
    "steps": ("run", "one"),
    "render": ("run made + load bare", "run bare + load made"),
    "judge": ("run + load bare", "run bare + load"),
    "JUnit": ("run junit", "run"),
    "HTML": ("run html", "run"),
    "one secret, JUnit": ("run hiding", "run junit"),
    "one secret, HTML": ("run hiding html", "run html"),
}
"""What is kept: sums of processes that do something, and of those that do all but that. 200 steps in 20 files, where no
start is meant."""


def build() -> dict[str, str]:
    """What the numbers depend on beside itest and the locked versions."""
    return {"python": platform.python_version(), "compiler": platform.python_compiler(), "machine": platform.machine()}


def count(itest: Path, process: Process, folder: Path, url: str) -> int:
    """The instructions of a process; one that does not succeed is an error (`SystemExit`)."""
    process.suite.write(folder, url)
    log = folder / "count.txt"
    words = [*_COUNTER, f"--log-file={log}", "--child-silent-after-fork=yes", itest.with_name("python"), itest]
    environ = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONHASHSEED": "0", **ENVIRON}
    done = subprocess.run(
        [*words, *process.words], cwd=folder, env=environ, capture_output=True, text=True, check=False
    )
    found = _COUNTED.search(log.read_text(encoding="utf-8")) if log.exists() else None
    if done.returncode or not found:
        said = (done.stdout + done.stderr)[-2000:]
        raise SystemExit(f"itest {' '.join(process.words)} ended with {done.returncode}:\n{said}")
    return int(found[1].replace(",", ""))


def counts() -> dict[str, int]:
    """The instructions of each part."""
    with tempfile.TemporaryDirectory() as name, serving() as server, ThreadPoolExecutor(os.cpu_count()) as pool:
        itest = install(Path(name) / "venv")
        started = {
            title: pool.submit(count, itest, process, Path(name) / title.replace(" ", "-"), server.url)
            for title, process in PROCESSES.items()
        }
        taken = {title: each.result() for title, each in started.items()}

    def total(sum_of: str) -> int:
        return sum(taken[title] for title in sum_of.split(" + ") if title)

    return {part: total(more) - total(less) for part, (more, less) in PARTS.items()}


def compare(now: Mapping[str, int], before: Mapping[str, int]) -> list[str]:
    """The parts that have grown by more than is allowed, or have no number yet; each is shown."""
    grown = []
    for part, number in now.items():
        was = before.get(part)
        change = f"{number / was - 1:+7.1%}" if was else "    new"
        print(f"{part:<20} {number / 1e6:8.1f} M   {(was or 0) / 1e6:8.1f} M kept   {change}")
        if was is None or number > was * (1 + ALLOWED):
            grown.append(part)
    return grown


def main() -> int:
    if not shutil.which(_COUNTER[0]):
        print("instructions: skipped, valgrind is not here")
        return 1 if os.environ.get("ITEST_REQUIRE_SERVICES") else 0
    now = counts()
    file = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {"build": build(), "counts": {}}
    grown = compare(now, file["counts"])
    if "--update" in sys.argv[1:]:
        KEPT.write_text(json.dumps({"build": build(), "counts": now}, indent=2) + "\n", encoding="utf-8")
        return 0
    if file["build"] != build():
        print(f"instructions: not judged, the kept ones are of {file['build']}, these of {build()}")
        return 0
    if grown:
        print(f"instructions: more than {ALLOWED:.0%} above the kept ones: {', '.join(grown)}")
    return 1 if grown else 0


if __name__ == "__main__":
    sys.exit(main())
