"""Every check of the project in one command: style, types, layers, tests. Ends with the first that fails.

They see nothing of the machine but where things are and how the network is reached.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.build.surroundings import kept

TOP = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

CHECKS = (
    ("style", [BIN / "ruff", "check", "."]),
    ("format", [BIN / "ruff", "format", "--check", "--quiet", "."]),
    ("types", [BIN / "mypy"]),
    ("layers", [BIN / "lint-imports"]),
    # The tests start itest thousands of times: it is compiled once for all, also where the environment says not to.
    ("bytecode", [sys.executable, "-m", "compileall", "-q", "itest", "tests"]),
    ("tests", [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal", *sys.argv[1:]]),
)


def main() -> int:
    for name, command in CHECKS:
        print(f"== {name}", flush=True)
        code = subprocess.run([str(word) for word in command], cwd=TOP, env=kept(os.environ), check=False).returncode
        if code:
            print(f"== {name} failed", flush=True)
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
