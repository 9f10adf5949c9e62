"""`report.endpoints`: how long each endpoint took, of all its calls."""

import pytest

from itest.model.record import replace
from itest.model.result import Attempt, Outcome
from itest.report.endpoints import Endpoint, endpoints, percentile

from .pages import asking


def taking(service, endpoint, *durations, **values):
    """A step of these attempts."""
    tries = tuple(
        Attempt(number=number, started=0, duration=seconds, summary="") for number, seconds in enumerate(durations, 1)
    )
    return replace(asking(1, "x", service, endpoint), attempts=tries, **values)


def test_every_attempt_counts():
    """By service, the slowest first; an item of no endpoint, or one that never asked, is left out."""
    steps = [
        taking("b", "GET /slow", 3.0),
        taking("a", "GET /x", 0.1, 0.3, outcome=Outcome.FAILED),
        taking("a", "GET /x", 0.2),
        taking("a", "GET /y", 0.5),
        taking("a", "GET /never"),
        taking("", "echo 1", 1.0),
    ]
    expected = [
        Endpoint(service="a", endpoint="GET /y", count=1, broken=0, p50=0.5, p95=0.5, slowest=0.5),
        Endpoint(service="a", endpoint="GET /x", count=3, broken=1, p50=0.2, p95=0.3, slowest=0.3),
        Endpoint(service="b", endpoint="GET /slow", count=1, broken=0, p50=3.0, p95=3.0, slowest=3.0),
    ]
    assert expected == endpoints(steps)


@pytest.mark.parametrize(("percent", "value"), [(50, 10), (95, 19), (100, 20), (1, 1), (0, 1)])
def test_percentiles_are_of_the_nearest_rank(percent, value):
    """A value that was really there."""
    assert value == percentile(range(1, 21), percent)


def test_the_percentile_of_nothing():
    """Is no error."""
    assert 0.0 == percentile([], 50)
