"""Environments to test in: the Pythons of this machine, and a fresh venv of one with itest and its tools in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from packaging.utils import canonicalize_name

from tests.build.declared import TOP, pythons
from tests.build.surroundings import kept

OURS = frozenset({"itest-cli", "pip", "setuptools", "wheel"})
"""What an environment has beside what is locked: itest itself, and what comes with a venv."""


def interpreters() -> dict[str, Path]:
    """Those of the declared versions of Python that this machine has, by version (`3.11`), the lowest first."""
    found = {version: next(filter(_runs, _places(version)), None) for version in pythons()}
    return {version: path for version, path in found.items() if path}


def _places(version: str) -> list[Path]:
    """Where a Python of this version may be: on the PATH, and with pyenv."""
    on_path = shutil.which(f"python{version}")
    root = Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser()
    return [*([Path(on_path)] if on_path else []), *sorted(root.glob(f"versions/{version}.*/bin/python{version}"))]


def _runs(python: Path) -> bool:
    """A shim may be there without the Python it stands for."""
    return subprocess.run([python, "-c", "import venv"], capture_output=True, check=False).returncode == 0


def make(python: Path, folder: Path, *constraints: Path) -> Path:
    """The Python of a fresh venv, with itest and its tools in it, as the constraints say, else the newest."""
    subprocess.run([python, "-m", "venv", "--clear", folder], env=kept(os.environ), check=True)
    inside = folder / "bin" / "python"
    options = [word for path in constraints for word in ("-c", path)]
    install = [inside, "-m", "pip", "install", "-q", "-e", ".[dev]", *options]
    subprocess.run(install, cwd=TOP, env=kept(os.environ), check=True)
    return inside


def installed(python: Path) -> dict[str, str]:
    """The versions of all packages in an environment, by name."""
    listed = [python, "-m", "pip", "list", "--format=freeze", "--disable-pip-version-check"]
    lines = subprocess.run(listed, env=kept(os.environ), check=True, capture_output=True, text=True).stdout.split()
    packages = (line.split("==") for line in lines)
    return {name: version for name, version in ((canonicalize_name(n), v) for n, v in packages) if name not in OURS}
