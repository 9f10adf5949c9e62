"""An itest to measure: installed from a wheel with the locked versions and byte code, in a venv of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.build.declared import TOP
from tests.build.lock import FILE as LOCKED
from tests.build.surroundings import kept


def install(folder: Path) -> Path:
    """Its command; the Python beside it has all that itest depends on."""
    subprocess.run([sys.executable, "-m", "venv", folder], env=kept(os.environ), check=True)
    words = [folder / "bin" / "python", "-m", "pip", "install", "-q", "--compile", "-c", LOCKED, TOP]
    subprocess.run(words, env=kept(os.environ), check=True)
    return folder / "bin" / "itest"
