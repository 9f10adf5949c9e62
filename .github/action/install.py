"""The action's first script: `key` names the cache of packages, `install` puts itest into an environment of its own."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

PLACE = Path(os.environ["RUNNER_TEMP"]) / "itest"
"""The environment (`venv`) and the cache of packages (`pip`), both out of the workspace's way."""


def key() -> int:
    """Write the output `key`: another Python or other requirements are another cache."""
    project = Path(__file__).parents[2] / "pyproject.toml"
    digest = hashlib.sha256(project.read_bytes()).hexdigest()[:16]
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as output:
        output.write(f"key=itest-{sys.version_info.major}.{sys.version_info.minor}-{digest}\n")
    return 0


def install() -> int:
    """Make the environment; over a Python that was there already it sees that one's packages, so that services in
    Python can be started. pip says what goes wrong."""
    venv = PLACE / "venv"
    shared = [] if os.environ.get("OWN_PYTHON") == "true" else ["--system-site-packages"]
    subprocess.run([sys.executable, "-m", "venv", *shared, str(venv)], check=True)
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    environment = {**os.environ, "PIP_CACHE_DIR": str(PLACE / "pip")}
    return subprocess.run([*command, os.environ["SOURCE"]], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit({"key": key, "install": install}[sys.argv[1]]())
