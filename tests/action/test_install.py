"""`.github/action/install.py`: an environment of its own, from a checkout, without a network."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / ".github" / "action" / "install.py"

# A checkout in small: it builds itself, so that nothing has to be fetched.
PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "tiny"
version = "1.0"
"""
BACKEND = """
import zipfile
from pathlib import Path

INFO = "tiny-1.0.dist-info"
FILES = {
    "tiny.py": "def main():\\n    print('tiny')\\n",
    f"{INFO}/METADATA": "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n",
    f"{INFO}/WHEEL": "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    f"{INFO}/entry_points.txt": "[console_scripts]\\nitest = tiny:main\\n",
}


def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(Path(folder, name), "w") as wheel:
        for path, text in FILES.items():
            wheel.writestr(path, text)
        wheel.writestr(f"{INFO}/RECORD", "".join(f"{path},,\\n" for path in [*FILES, f"{INFO}/RECORD"]))
    return name
"""


def script(tmp_path, verb, **environment):
    """Carry the script out as the action does."""
    given = {"RUNNER_TEMP": str(tmp_path / "temp"), "GITHUB_OUTPUT": str(tmp_path / "output"), **environment}
    return subprocess.run(
        [sys.executable, str(SCRIPT), verb], env={**os.environ, **given}, capture_output=True, text=True, check=False
    )


def test_the_cache_is_named_by_python_and_requirements(tmp_path):
    """The same for the same checkout."""
    for _ in range(2):
        script(tmp_path, "key")
    first, second = (tmp_path / "output").read_text().splitlines()
    assert first == second
    assert first.startswith(f"key=itest-{sys.version_info.major}.{sys.version_info.minor}-")


def test_the_checkout_is_installed_into_an_environment_of_its_own(tmp_path):
    """Over a Python that was there already it sees that one's packages."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "pyproject.toml").write_text(PROJECT)
    (source / "backend.py").write_text(BACKEND)
    ran = script(tmp_path, "install", SOURCE=str(source), OWN_PYTHON="false", PIP_NO_INDEX="1")
    assert (0, "") == (ran.returncode, ran.stderr)
    venv = tmp_path / "temp" / "itest" / "venv"
    command = venv / ("Scripts/itest.exe" if os.name == "nt" else "bin/itest")
    assert "tiny\n" == subprocess.run([str(command)], capture_output=True, text=True, check=True).stdout
    assert "include-system-site-packages = true" in (venv / "pyvenv.cfg").read_text()
