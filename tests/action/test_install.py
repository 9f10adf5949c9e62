"""`.github/action/install.py`: an environment of its own, from a checkout, without a network."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / ".github" / "action" / "install.py"

# What Python would rather take from the folder it is started in than from where it belongs.
STANDARD = ("venv", "pip", "ensurepip", "subprocess", "hashlib", "json", "runpy", "sitecustomize", "usercustomize")

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


def script(tmp_path, verb, cwd=None, **environment):
    """Carry the script out as the action does."""
    given = {"RUNNER_TEMP": str(tmp_path / "temp"), "GITHUB_OUTPUT": str(tmp_path / "output"), **environment}
    command = [sys.executable, "-I", str(SCRIPT), verb]
    return subprocess.run(command, cwd=cwd, env={**os.environ, **given}, capture_output=True, text=True, check=False)


def source(tmp_path):
    """The checkout of the action."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "pyproject.toml").write_text(PROJECT)
    (folder / "backend.py").write_text(BACKEND)
    return folder


def test_the_cache_is_named_by_python_and_requirements(tmp_path):
    """The same for the same checkout."""
    for _ in range(2):
        script(tmp_path, "key")
    first, second = (tmp_path / "output").read_text().splitlines()
    assert first == second
    assert first.startswith(f"key=itest-{sys.version_info.major}.{sys.version_info.minor}-")


def test_the_checkout_is_installed_into_an_environment_of_its_own(tmp_path):
    """Over a Python that was there already it sees that one's packages."""
    ran = script(tmp_path, "install", SOURCE=str(source(tmp_path)), OWN_PYTHON="false")
    assert (0, "") == (ran.returncode, ran.stderr)
    venv = tmp_path / "temp" / "itest" / "venv"
    command = venv / ("Scripts/itest.exe" if os.name == "nt" else "bin/itest")
    assert "tiny\n" == subprocess.run([str(command)], capture_output=True, text=True, check=True).stdout
    assert "include-system-site-packages = true" in (venv / "pyvenv.cfg").read_text()


@pytest.mark.parametrize("own", ["true", "false"])
def test_nothing_of_the_workspace_is_carried_out_or_configures_anything(tmp_path, own):
    """A stranger's checkout, that variables of the job point into; pip would end at the options of its files."""
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    for name in STANDARD:
        (workspace / f"{name}.py").write_text(f"open({str(tmp_path / 'pwned')!r}, 'a').write({name + ' '!r})\n")
    for name in ("pip.conf", "pip.ini", "setup.cfg", "pydistutils.cfg", ".pypirc"):
        (workspace / name).write_text(
            "[global]\ntarget = elsewhere\nrequire-virtualenv = no such\n[install]\nroot = x\n"
        )
    steered = {
        "PYTHONPATH": ".",
        "PYTHONSTARTUP": "site.py",
        "PYTHONUSERBASE": ".",
        "PIP_CONFIG_FILE": "pip.conf",
        "PIP_TARGET": "elsewhere",
        "PIP_REQUIREMENT": "requirements.txt",
        "pip_find_links": ".",
    }
    ran = script(tmp_path, "install", cwd=workspace, SOURCE=str(source(tmp_path)), OWN_PYTHON=own, **steered)
    assert (0, "", False) == (ran.returncode, ran.stderr, (tmp_path / "pwned").exists())
    assert not (workspace / "elsewhere").exists()
    assert list((tmp_path / "temp" / "itest" / "venv").rglob("tiny.py"))
