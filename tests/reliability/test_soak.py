"""The soak with small numbers; `soak` is the long version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability import soak


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with soak.server() as address:
        yield address


def test_memory_and_descriptors_stay_flat(tmp_path: Path, url: str) -> None:
    """After the first fifth of a run of 3,000 requests nothing grows."""
    samples = soak.requests(tmp_path, url, 3_000)
    settled = samples[len(samples) // 5 :]
    assert 3_000 == samples[-1].requests
    assert max(each.memory for each in settled) - min(each.memory for each in settled) < 5 << 10
    assert max(each.descriptors for each in settled) - min(each.descriptors for each in settled) <= 4


def test_green_stays_green(tmp_path: Path, url: str) -> None:
    """The same green project again and again."""
    assert Counter({0: 5}) == soak.green(tmp_path, url, 5)


def test_the_verdicts_do_not_depend_on_the_number_of_jobs(tmp_path: Path, url: str) -> None:
    """A fifth of the scenarios fails, the same ones with 1, 4 and 32 jobs."""
    soak.mixed(tmp_path, url, 40)
    one, four, many = (soak.verdicts(tmp_path, jobs) for jobs in (1, 4, 32))
    assert {"passed": 32, "failed": 8} == dict(Counter(one.values()))
    assert one == four == many


def test_the_same_seed_gives_the_same_report(tmp_path: Path, url: str) -> None:
    """To the byte, times aside, whatever the number of jobs: order, names, random values, bodies."""
    soak.mixed(tmp_path, url, 20)
    first = soak.report(tmp_path, 8)
    assert first == soak.report(tmp_path, 8)
    assert first == soak.report(tmp_path, 3)
    assert 'name="Mixed 0"' in first
