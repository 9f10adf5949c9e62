"""What pyproject.toml declares: requirements with their ranges, and the versions of Python."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from packaging.requirements import Requirement

TOP = Path(__file__).resolve().parent.parent.parent
_PYTHON = "Programming Language :: Python :: 3."


@cache
def project() -> dict:
    """The table `project`."""
    return tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def requirements() -> list[Requirement]:
    """Those of itest itself and of every extra."""
    declared = project()
    extras = declared["optional-dependencies"].values()
    return [Requirement(text) for texts in (declared["dependencies"], *extras) for text in texts]


def pythons() -> list[str]:
    """The versions of Python that itest is made for, as `3.11`, the lowest first."""
    minors = [int(text.removeprefix(_PYTHON)) for text in project()["classifiers"] if text.startswith(_PYTHON)]
    return [f"3.{minor}" for minor in sorted(minors)]
