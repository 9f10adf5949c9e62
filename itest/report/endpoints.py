"""Endpoints: how often each endpoint of each service was asked in a run, how long it took, how often it went wrong."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from itest.model.record import Record
from itest.model.result import StepResult


class Endpoint(Record, kw_only=True):
    """The steps that asked one endpoint; seconds. `endpoint` is as written (`GET /orders/{{ order_id }}`)."""

    service: str
    endpoint: str
    count: int
    broken: int
    p50: float
    p95: float
    slowest: float


def endpoints(steps: Iterable[StepResult]) -> list[Endpoint]:
    """The endpoints by service, then the slowest (by p95) first; what asked nothing does not count."""
    asked: dict[tuple[str, str], list[StepResult]] = {}
    for step in steps:
        if step.attempts and step.endpoint and step.service:
            asked.setdefault((step.service, step.endpoint), []).append(step)
    found = [_endpoint(service, endpoint, of_it) for (service, endpoint), of_it in asked.items()]
    return sorted(found, key=lambda each: (each.service, -each.p95, each.endpoint))


def percentile(ordered: Sequence[float], percent: int) -> float:
    """The nearest-rank percentile of ascending values: one that was really there; 0 of none."""
    return ordered[max(1, math.ceil(len(ordered) * percent / 100)) - 1] if ordered else 0.0


def _endpoint(service: str, endpoint: str, steps: Sequence[StepResult]) -> Endpoint:
    # Each attempt is a request of its own: the pauses between them are not the endpoint's time.
    durations = sorted(attempt.duration for step in steps for attempt in step.attempts)
    return Endpoint(
        service=service,
        endpoint=endpoint,
        count=len(durations),
        broken=sum(step.broken for step in steps),
        p50=percentile(durations, 50),
        p95=percentile(durations, 95),
        slowest=durations[-1],
    )
