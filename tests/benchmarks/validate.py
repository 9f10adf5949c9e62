"""How long input files take: 1,000 files of 10 steps through `itest validate`, and each hostile file in this process.

`python -m tests.benchmarks.validate` prints the figures; nothing is asserted, since they depend on the machine.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from itest.cli.loading import all_specs
from itest.load.loading import load
from itest.model.problem import LoadError
from tests.reliability.launch import launch
from tests.reliability.test_yaml import FILES, write

COUNT, STEPS = 1000, 10
TIMES = 5


def scenario(number: int) -> str:
    """A scenario as people write it: a request, its expectations, a capture that the next step uses."""
    lines = [f"name: Scenario {number}", "tags: [smoke]", "vars: {sku: A-1}", "steps:"]
    for step in range(STEPS):
        lines += [
            f"  - id: step{step}",
            f"    request: {{method: POST, url: 'http://127.0.0.1:9/{step}', json: {{sku: '{{{{ sku }}}}', qty: 2}}}}",
            f"    capture: {{id{step}: body.id}}",
            "    expect: {status: 201, body: {status: PENDING, items: [{qty: 2}]}}",
            "    assert: ['body.total > 1']",
        ]
    return "\n".join(lines) + "\n"


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(COUNT):
            (folder / f"s{number:04}.yaml").write_text(scenario(number))
        best = min((launch(["validate", "."], folder) for _ in range(TIMES)), key=lambda ran: ran.seconds)
        print(
            f"validate {COUNT} files of {STEPS} steps   {best.seconds:.2f} s   {best.peak >> 10} MB   exit {best.code}"
        )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, FILES)
        figures = sorted(((_took(folder, one), one) for one in FILES), reverse=True)
        for took, one in figures[:10]:
            print(f"{one:<24} {took * 1000:7.1f} ms")
        print(f"{sum(took > 0.1 for took, _ in figures)} of {len(figures)} hostile files take more than 100 ms")
    return 0


def _took(folder: Path, name: str) -> float:
    best = float("inf")
    for _ in range(TIMES):
        begun = time.perf_counter()
        try:
            load([Path(f"{name}.yaml")], actions=all_specs(), cwd=folder)
        except LoadError:
            best = min(best, time.perf_counter() - begun)
    return best


if __name__ == "__main__":
    sys.exit(main())
