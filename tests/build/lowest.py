"""The lowest versions that pyproject.toml allows, as constraints for pip: `python -m tests.build.lowest`."""

from __future__ import annotations

from packaging.requirements import Requirement

from tests.build.declared import requirements


def lowest(requirement: Requirement) -> str:
    """The version behind `>=`; a requirement without one promises more than anybody has tried (raises `ValueError`)."""
    found = [each.version for each in requirement.specifier if each.operator == ">="]
    if len(found) != 1:
        raise ValueError(f"`{requirement}` names no lowest version")
    return found[0]


def constraints() -> str:
    """A line for each requirement."""
    return "".join(sorted({f"{each.name}=={lowest(each)}\n" for each in requirements()}))


if __name__ == "__main__":
    print(constraints(), end="")
