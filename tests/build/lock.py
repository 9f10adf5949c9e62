"""constraints.txt: the versions that itest is tested with. `python -m tests.build.lock` takes the newest of today."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.build.declared import TOP
from tests.build.environment import installed, interpreters, make

FILE = TOP / "constraints.txt"
_HEAD = """\
# The versions that itest is tested with, every one that `pip install -e '.[dev]'` brings. Users may have what
# pyproject.toml allows. Written by `python -m tests.build.lock`, which takes the newest of the day.
"""


def locked() -> dict[str, str]:
    """The versions in the file, by name."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if not line.startswith("#"))


def differences(versions: Mapping[str, str]) -> list[str]:
    """What an environment has and the file has not, or in another version."""
    known = locked()
    return [
        f"{name} {version} is installed, {FILE.name} has {known.get(name, 'none')}"
        for name, version in sorted(versions.items())
        if known.get(name) != version
    ]


def refresh() -> None:
    """Write the file anew. Where a later Python needs more packages than the lowest, these are added."""
    versions: dict[str, str] = {}
    with TemporaryDirectory() as folder:
        so_far = Path(folder) / FILE.name
        for version, python in interpreters().items():
            print(f"Python {version}", flush=True)
            so_far.write_text(_lines(versions), encoding="utf-8")
            versions |= installed(make(python, Path(folder) / version, so_far))
    FILE.write_text(_HEAD + _lines(versions), encoding="utf-8")


def _lines(versions: Mapping[str, str]) -> str:
    return "".join(f"{name}=={version}\n" for name, version in sorted(versions.items()))


if __name__ == "__main__":
    sys.exit(refresh())
