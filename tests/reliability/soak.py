"""Soak: many requests, many runs, many scenarios; memory, descriptors and verdicts have to stay as they are.

    python -m tests.reliability.soak requests 100000     # memory and descriptors of one run, as it goes
    python -m tests.reliability.soak green 1000          # so many runs of a green project, one after another
    python -m tests.reliability.soak jobs 500            # verdicts with 1, 4 and 32 jobs, a fifth of them failures
    python -m tests.reliability.soak seed 100            # two runs with one seed, reports compared to the byte

Loopback only; the server is a process of its own. The tests run each with small numbers.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from itest.actions.table import create
from itest.cli.loading import Asked, all_specs, load_asked, selection_of
from itest.engine.run import Run, Tools
from itest.engine.settings import RunSettings
from itest.load.data_file import read_data_file
from itest.model.events import RunFinished, ScenarioFinished
from tests.reliability.launch import junit_verdicts, launch

TOP = Path(__file__).parent.parent.parent
EACH = 100
"""Requests of one scenario."""
SAMPLES = 20

ASK = """\
name: Ask
steps:
  - each: {each}
    request: {{url: "{url}/ok", headers: {{X-Id: "{{{{ uuid() }}}}"}}}}
    capture: {{seen: $.ok}}
    expect: {{status: 200, body: {{ok: true}}}}
"""
GREEN = """\
name: Green
vars: {{id: "{{{{ uuid() }}}}"}}
steps:
  - request: {{url: "{url}/seen?{{{{ id }}}}", method: POST, json: {{id: "{{{{ id }}}}"}}}}
    expect: {{body: {{method: POST, target: {{$contains: "{{{{ id }}}}"}}}}}}
  - request: {url}/gzip
    retry: {{attempts: 3, every: 10ms, until: status == 200}}
  - run: [echo, "{{{{ id }}}}"]
    expect: {{stdout: "{{{{ id }}}}"}}
cleanup:
  - request: {{url: "{url}/ok", method: DELETE}}
"""
MIXED = """\
name: Mixed {number}
vars: {{id: "{{{{ random_int(1, 1000000) }}}}"}}
steps:
  - request: {{url: "{url}/echo", method: POST, json: {{id: "{{{{ id }}}}", key: "{{{{ uuid() }}}}"}}}}
    expect: {{body: {{id: {expected}}}}}
cleanup:
  - request: {url}/cookie
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """Where a run stood: requests so far, resident kilobytes, open descriptors."""

    requests: int
    memory: int
    descriptors: int


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The hostile server, whose right answers are asked for here; its address."""
    command = [sys.executable, "-m", "tests.servers.hostile"]
    process = subprocess.Popen(command, cwd=TOP, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None  # asked for above
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()


def sample(requests: int) -> Sample:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return Sample(requests, pages * os.sysconf("SC_PAGE_SIZE") >> 10, len(list(Path("/proc/self/fd").iterdir())))


def requests(folder: Path, url: str, count: int, jobs: int = 4) -> list[Sample]:
    """One run of so many requests; a sample now and then. The events are dropped, as a report would keep results."""
    (folder / "ask.yaml").write_text(ASK.format(url=url, each=EACH))
    asked, specs = Asked(paths=[str(folder / "ask.yaml")]), all_specs()
    loaded = load_asked(asked, specs)
    settings = RunSettings(seed=1, jobs=jobs)
    tools = Tools(specs=specs, create=create, read_data=read_data_file, env=dict(os.environ))
    plan = Run(loaded.project, loaded.scenarios, selection_of(asked, max(1, count // EACH)), settings, tools)
    every = max(1, count // EACH // SAMPLES)
    samples, done, last = [], 0, None
    for event in plan.events():
        if isinstance(event, ScenarioFinished):
            assert not event.result.broken, event.result.fault
            done += 1
            if done % every == 0:
                samples.append(sample(done * EACH))
        last = event
    assert isinstance(last, RunFinished), last
    assert last.ok
    return samples


def green(folder: Path, url: str, count: int) -> Counter[int]:
    """So many runs; how often each exit code came."""
    (folder / "green.yaml").write_text(GREEN.format(url=url))
    return Counter(launch(["run", "green.yaml", "-q"], folder).code for _ in range(count))


def mixed(folder: Path, url: str, count: int) -> None:
    """So many scenarios, each fifth of which fails."""
    for number in range(count):
        expected = "never" if number % 5 == 0 else '"{{ id }}"'
        (folder / f"mixed{number:04}.yaml").write_text(MIXED.format(url=url, number=number, expected=expected))


def verdicts(folder: Path, jobs: int) -> dict[str, str]:
    """The verdict of each scenario, run with so many jobs."""
    ran = launch(["run", ".", "-j", str(jobs), "-q", "--seed", "1", "--junit-xml", "junit.xml"], folder, limit=600)
    assert 1 == ran.code, ran.said
    return {name: outcome for name, (outcome, _) in junit_verdicts(folder / "junit.xml").items()}


TIMES = (
    (re.compile(r'\b(time|timestamp)="[^"]*"'), r'\1=""'),
    (re.compile(r"\b\d+(\.\d+)? ?(ms|s|µs)\b"), "TIME"),
)


def report(folder: Path, jobs: int) -> str:
    """The JUnit report of a run with a fixed seed, times aside."""
    verdicts(folder, jobs)
    text = (folder / "junit.xml").read_text()
    for pattern, instead in TIMES:
        text = pattern.sub(instead, text)
    return text


def _requests(folder: Path, url: str, count: int) -> bool:
    begun = time.monotonic()
    samples = requests(folder, url, count)
    for each in samples:
        print(f"  {each.requests:>8,} requests  {each.memory / 1024:6.1f} MB  {each.descriptors} descriptors")
    settled = samples[len(samples) // 5 :]
    spread = (max(each.memory for each in settled) - min(each.memory for each in settled)) / 1024
    descriptors = {each.descriptors for each in settled}
    print(
        f"{count:,} requests in {time.monotonic() - begun:.0f}s: after warm-up memory differs by {spread:.1f} MB, ",
        end="",
    )
    print(f"descriptors between {min(descriptors)} and {max(descriptors)}")
    return spread <= 5 and max(descriptors) - min(descriptors) <= 4


def _green(folder: Path, url: str, count: int) -> bool:
    codes = green(folder, url, count)
    print(f"{count} runs, exit codes {dict(codes)}")
    return codes == {0: count}


def _jobs(folder: Path, url: str, count: int) -> bool:
    mixed(folder, url, count)
    found = {jobs: verdicts(folder, jobs) for jobs in (1, 4, 32)}
    print(
        f"{count} scenarios: {dict(Counter(found[1].values()))} with 1 job; equal with 4: {found[1] == found[4]}, ",
        end="",
    )
    print(f"with 32: {found[1] == found[32]}")
    return found[1] == found[4] == found[32]


def _seed(folder: Path, url: str, count: int) -> bool:
    mixed(folder, url, count)
    first, second = report(folder, 8), report(folder, 8)
    print(f"{count} scenarios, one seed, two runs: reports of {len(first):,} characters, equal: {first == second}")
    return first == second


COMMANDS: dict[str, Callable[[Path, str, int], bool]] = {
    "requests": _requests,
    "green": _green,
    "jobs": _jobs,
    "seed": _seed,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=COMMANDS)
    parser.add_argument("count", type=int)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, server() as url:
        return not COMMANDS[options.what](Path(folder), url, options.count)


if __name__ == "__main__":
    sys.exit(main())
