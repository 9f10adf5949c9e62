"""The action's first script: `key` names the cache of packages, `install` puts itest into an environment of its own."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

PLACE = Path(os.environ["RUNNER_TEMP"]) / "itest"
"""The environment (`venv`) and the cache of packages (`pip`), both out of the workspace's way."""
PACKAGES = PLACE / "pip"
STEERING = ("PYTHON", "PIP_")
"""How the names of variables begin that Python or pip would take files, packages or options from."""


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
    _isolated(sys.executable, "-m", "venv", *shared, str(venv)).check_returncode()
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    options = ["--isolated", "--quiet", "--disable-pip-version-check", "--no-input", f"--cache-dir={PACKAGES}"]
    return _isolated(str(python), "-m", "pip", "install", *options, os.environ["SOURCE"]).returncode


def _isolated(python: str, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Python away from the workspace, which may be a stranger's checkout: none of its modules is on the path, and no
    variable that could name a file in it is handed on, as `PIP_CONFIG_FILE: pip.conf` would."""
    PLACE.mkdir(parents=True, exist_ok=True)
    environment = {name: text for name, text in os.environ.items() if not name.upper().startswith(STEERING)}
    # For the pip that pip starts to fetch what builds itest; this one takes nothing from variables.
    environment["PIP_CACHE_DIR"] = str(PACKAGES)
    # For every Python that these start: packages in a home folder, which may lie in the workspace, are none of theirs.
    environment["PYTHONNOUSERSITE"] = "1"
    return subprocess.run([python, "-I", *words], cwd=PLACE, env=environment, check=False)


if __name__ == "__main__":
    sys.exit({"key": key, "install": install}[sys.argv[1]]())
