"""What is declared in one place is what the others say: the versions of Python."""

import sys

import yaml

from tests.build.declared import TOP, project, pythons


def test_the_versions_of_python_are_the_same_everywhere():
    """pyproject.toml, the README and the workflow name them all, without a gap."""
    assert pythons() == [f"3.{minor}" for minor in range(11, 11 + len(pythons()))]
    assert f">={pythons()[0]}" == project()["requires-python"]
    named = f"tested with {', '.join(pythons()[:-1])} and {pythons()[-1]}"
    assert named in (TOP / "README.md").read_text(encoding="utf-8")
    jobs = yaml.safe_load((TOP / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))["jobs"]
    assert pythons() == jobs["checks"]["strategy"]["matrix"]["python"]
    several = jobs["versions"]["steps"][1]["with"]["python-version"].split()
    assert pythons() == sorted(several)


def test_this_python_is_one_of_them():
    """A newer one is added where it is tested."""
    assert f"3.{sys.version_info.minor}" in pythons()
