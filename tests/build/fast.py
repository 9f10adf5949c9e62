"""The fast part of the tests, for environments beside the usual one: `python -m tests.build.fast`.

What the libraries below itest decide is in it: the language, the loader, matching, the actions, the command line.
"""

from __future__ import annotations

import subprocess
import sys

from tests.build.declared import TOP

PARTS = ("language", "corpus", "golden", "load", "model", "evaluate", "actions", "cli")
LEFT_OUT = ("evaluate/telling",)
"""Ours alone, and slow: it tries thousands of texts."""


def main() -> int:
    compiled = [sys.executable, "-m", "compileall", "-q", "itest", "tests"]
    tests = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal"]
    tests += [f"--ignore=tests/{part}" for part in LEFT_OUT] + [f"tests/{part}" for part in PARTS]
    subprocess.run(compiled, cwd=TOP, check=True)
    return subprocess.run([*tests, *sys.argv[1:]], cwd=TOP, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
