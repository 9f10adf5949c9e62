"""A fuzz run guided by coverage, outside of CI: `python -m tests.fuzz.guided TARGET [libFuzzer options]`.

Needs `pip install atheris`. The options are libFuzzer's own (`-max_total_time=600`); a finding is written to a file
that starts with `crash-`, `timeout-` or `oom-`, and given again as an argument to be repeated.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["itest"]):
    from tests.fuzz.targets import TARGETS

from tests.fuzz.seeds import SEEDS


def main() -> None:
    if sys.argv[1:2] == [] or sys.argv[1] not in TARGETS:
        raise SystemExit(f"a target is one of {', '.join(TARGETS)}")
    name = sys.argv.pop(1)
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(SEEDS[name]):
            (Path(folder) / str(number)).write_bytes(seed)
        atheris.Setup([*sys.argv, "-timeout=10", folder], TARGETS[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
