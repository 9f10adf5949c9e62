"""Looking at pages in a headless Chromium, through `look.mjs`."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def look(*visits):
    """What `look.mjs` tells of each visit; skips where a browser is missing, unless services are required."""
    chromium = os.environ.get("ITEST_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)
    missing = _missing(chromium)
    if missing:
        complaint = f"{missing}; tests/browser/install.sh installs what is needed"
        if os.environ.get("ITEST_REQUIRE_SERVICES"):
            pytest.fail(complaint)
        pytest.skip(complaint)
    done = subprocess.run(
        ["node", str(HERE / "look.mjs"), json.dumps(visits)],
        env={**os.environ, "ITEST_CHROMIUM": chromium},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _missing(chromium):
    if not chromium:
        return "no Chromium is installed"
    if not shutil.which("node"):
        return "node is not installed"
    return "" if (HERE / "node_modules").is_dir() else "the npm packages of the browser tests are not installed"
