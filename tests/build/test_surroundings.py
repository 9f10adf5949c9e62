"""Nothing of a machine leaks into a run but where things are and how the network is reached."""

import os
import subprocess
import sys

from tests.build.declared import TOP

LEAKS = (
    *("PIP_FIND_LINKS", "PIP_CONSTRAINT", "PIP_PRE", "PIP_EXTRA_INDEX_URL", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"),
    *("PYTHONWARNINGS", "ITEST_ENV", "ITEST_SEED", "PYTEST_ADDOPTS", "VIRTUAL_ENV", "MYPYPATH"),
)


def test_only_what_is_listed_is_handed_on():
    """A program sees the PATH and the ways to the network, and nothing that changes what is installed or tested."""
    ways = {"PIP_CERT": "/cert.pem", "https_proxy": "http://127.0.0.1:9"}
    show = [sys.executable, "-c", "import json, os; print(json.dumps(dict(os.environ)))"]
    command = [sys.executable, "-I", TOP / "tests" / "build" / "surroundings.py", *show]
    environment = {"PATH": os.environ["PATH"], **dict.fromkeys(LEAKS, "of a machine"), **ways}
    seen = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    assert [] == [name for name in LEAKS if f'"{name}"' in seen]
    assert [] == [name for name in ("PATH", *ways) if f'"{name}"' not in seen]
    assert '"PYTHONNOUSERSITE": "1"' in seen


def test_ci_begins_in_clean_surroundings():
    """Before anything is installed."""
    lines = (TOP / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith("#")]
    clean = '[ "${1-}" = clean ] || exec python3 -I tests/build/surroundings.py bash .ci/run clean'
    assert ["set -euo pipefail", 'cd "$(dirname "$0")/.."', clean] == commands[:3]
