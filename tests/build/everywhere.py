"""The fast part of the tests in every environment that is promised: `python -m tests.build.everywhere`.

With the lowest versions that pyproject.toml allows, with the newest there are, and with the locked ones under each
Python beside the one that runs this. A Python that this machine does not have is told.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
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
    for version in pythons():
        if version not in there:
            print(f"== Python {version}: not on this machine, nothing was tested with it", flush=True)
    with TemporaryDirectory() as folder:
        low = Path(folder) / "lowest.txt"
        low.write_text(constraints(), encoding="utf-8")
        first, last = min(there, key=_minor), max(there, key=_minor)
        environments = [("lowest", first, (low,)), ("newest", last, ())]
        environments += [("locked", version, (FILE,)) for version in there if version != running]
        for name, version, limits in environments:
            label = f"{name} versions, Python {version}"
            print(f"== {label}", flush=True)
            started = time.monotonic()
            broken += [(label, text) for text in _broken(there[version], Path(folder) / name, limits)]
            print(f"== {label}: {time.monotonic() - started:.0f} s", flush=True)
    for label, text in broken:
        print(f"== {label}: {text}", flush=True)
    return 1 if broken else 0


def _broken(python: Path, folder: Path, limits: tuple[Path, ...]) -> list[str]:
    """What is wrong in an environment that is made for this."""
    try:
        inside = make(python, folder, *limits)
    except subprocess.CalledProcessError:
        return ["it could not be installed"]
    found = differences(installed(inside)) if FILE in limits else []
    tests = [inside, "-m", "tests.build.fast"]
    if subprocess.run(tests, cwd=TOP, env=kept(os.environ), check=False).returncode:
        found.append("tests failed")
    return found


def _minor(version: str) -> int:
    return int(version.partition(".")[2])


if __name__ == "__main__":
    sys.exit(main())
