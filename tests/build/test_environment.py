"""The Pythons of a machine, and what is installed in one."""

import sys
from pathlib import Path

from tests.build.environment import installed, interpreters


def test_the_pythons_that_are_found_run(tmp_path, monkeypatch):
    """A file of the name that is no Python, as pyenv leaves them, is passed over."""
    shim = tmp_path / "python3.11"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "none"))
    assert {} == interpreters()
    real = tmp_path / "none" / "versions" / "3.11.99" / "bin"
    real.mkdir(parents=True)
    (real / "python3.11").symlink_to(sys.executable)
    assert {"3.11": real / "python3.11"} == interpreters()


def test_packages_go_by_their_normal_names():
    """As constraints.txt has them; itest itself is none of them."""
    packages = installed(Path(sys.executable))
    assert {"pyyaml", "jinja2", "python-jsonpath"} <= packages.keys()
    assert not {"itest-cli", "pip", "PyYAML"} & packages.keys()
