"""constraints.txt agrees with pyproject.toml, and what differs from it is told."""

from packaging.utils import canonicalize_name

from tests.build.declared import requirements
from tests.build.lock import differences, locked


def test_every_requirement_is_locked_within_its_range():
    """Also those of the extras; a new one is locked by `python -m tests.build.lock`."""
    versions = locked()
    outside = [
        str(each)
        for each in requirements()
        if not each.specifier.contains(versions.get(canonicalize_name(each.name), "0"))
    ]
    assert [] == outside


def test_what_is_not_as_locked_is_told():
    """Another version, or a package that nobody locked."""
    versions = locked()
    assert [] == differences(versions)
    told = differences(versions | {"httpx": "0.1", "never-locked": "7"})
    assert [
        f"httpx 0.1 is installed, constraints.txt has {versions['httpx']}",
        "never-locked 7 is installed, constraints.txt has none",
    ] == told
