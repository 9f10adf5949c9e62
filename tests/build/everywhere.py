"""The fast part of the tests in every environment that is promised: `python -m tests.build.everywhere`.

With the lowest versions that pyproject.toml allows under the lowest Python, with the newest under the newest, and with
the locked ones under each Python that had none of them so far: that of the venv which runs this had, and where the
newest are the locked ones, they count. A Python that this machine does not have is told.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.build.declared import TOP, pythons
from tests.build.environment import installed, interpreters, make
from tests.build.lock import FILE, differences
from tests.build.lowest import constraints
from tests.build.surroundings import kept


def main() -> int:
    there = interpreters()
    running = f"{sys.version_info.major}.{sys.version_info.minor}"
    # The venv that runs this was made from the file by the README's command.
    broken = [("the usual one", text) for text in differences(installed(Path(sys.executable)))]
    seen = {running}
    """The Pythons that had their turn with the locked versions."""
    for version in pythons():
        if version not in there:
            print(f"== Python {version}: not on this machine, nothing was tested with it", flush=True)
    with TemporaryDirectory() as folder:
        low = Path(folder) / "lowest.txt"
        low.write_text(constraints(), encoding="utf-8")
        first, last = next(iter(there)), next(reversed(there))
        environments = [("lowest", first, (low,)), ("newest", last, ())]
        environments += [("locked", version, (FILE,)) for version in there]
        for name, version, limits in environments:
            if name == "locked" and version in seen:
                continue
            label = f"{name} versions, Python {version}"
            print(f"== {label}", flush=True)
            tried = _tried(there[version], Path(folder) / name, limits)
            broken += [(label, text) for text in tried.broken]
            if tried.as_locked:
                seen.add(version)
            print(f"== {label}: {tried.seconds:.0f} s", flush=True)
    for label, text in broken:
        print(f"== {label}: {text}", flush=True)
    return 1 if broken else 0


@dataclass(frozen=True)
class Tried:
    """What came of an environment: what is wrong, and whether it had the locked versions."""

    broken: list[str]
    as_locked: bool
    seconds: float


def _tried(python: Path, folder: Path, limits: tuple[Path, ...]) -> Tried:
    """Make an environment and run the fast part of the tests in it."""
    started = time.monotonic()
    try:
        inside = make(python, folder, *limits)
    except subprocess.CalledProcessError:
        return Tried(["it could not be installed"], as_locked=False, seconds=time.monotonic() - started)
    other = differences(installed(inside))
    broken = other if FILE in limits else []
    tests = [inside, "-m", "tests.build.fast"]
    if subprocess.run(tests, cwd=TOP, env=kept(os.environ), check=False).returncode:
        broken = [*broken, "tests failed"]
    return Tried(broken, as_locked=not other, seconds=time.monotonic() - started)


if __name__ == "__main__":
    sys.exit(main())
