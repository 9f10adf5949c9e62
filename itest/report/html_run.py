"""The run as the HTML report tells it: folded from the events, each case with a status, an anchor and its past."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from itest.evaluate.escape import visible
from itest.evaluate.explanation import Styled, explain_all
from itest.model.events import (
    Event,
    ProjectSteps,
    RunFinished,
    RunStarted,
    ScenarioFinished,
    ServiceStarted,
    ServiceStopped,
)
from itest.model.result import Case, Outcome, ScenarioResult, StepResult
from itest.report.history import Past

_ANCHOR_LENGTH = 80

STATUSES: dict[str, str] = {
    "failed": "Failed",
    "error": "Error",
    "not-run": "Not run",
    "flaky": "Flaky",
    "quarantined": "Quarantined",
    "skipped": "Skipped",
    "passed": "Passed",
}
"""Every status of a case with its word, what matters most first."""

LOUD = ("failed", "error", "not-run")
"""Statuses that keep a run from being green."""

_STATUS_OF: tuple[tuple[Callable[[ScenarioResult], bool], str], ...] = (
    (lambda result: result.quarantined, "quarantined"),
    (lambda result: result.flaky, "flaky"),
    (lambda result: result.outcome is Outcome.PASSED, "passed"),
    (lambda result: result.outcome is Outcome.SKIPPED, "skipped"),
    (lambda result: result.outcome is Outcome.FAILED, "failed"),
    (lambda result: True, "error"),
)


@dataclass(slots=True, kw_only=True)
class Told:
    """What the events have told so far."""

    run: RunStarted | None = None
    results: dict[str, ScenarioResult] = field(default_factory=dict)
    phases: list[ProjectSteps] = field(default_factory=list)
    services: dict[str, ServiceStarted] = field(default_factory=dict)
    logs: dict[str, str] = field(default_factory=dict)
    finished: RunFinished | None = None

    def handle(self, event: Event) -> None:
        match event:
            case RunStarted():
                self.run = event
            case ScenarioFinished():
                self.results[event.result.case.id] = event.result
            case ProjectSteps():
                self.phases.append(event)
            case ServiceStarted():
                self.services[event.name] = event
            case ServiceStopped():
                self.logs[event.name] = event.log
            case RunFinished():
                self.finished = event
            case _:
                pass

    def statuses(self) -> dict[str, str]:
        return {case.id: status_of(self.results.get(case.id)) for case in (self.run.cases if self.run else ())}

    def all_steps(self) -> Iterator[StepResult]:
        """Every step that was carried out, those of earlier runs of a case and of the project included."""
        for result in self.results.values():
            for run in (*result.runs, result):
                yield from run.all_steps()
        for phase in self.phases:
            yield from phase.results


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A case as the report shows it: `anchor` is unique in the page, `change` is against the last run."""

    case: Case
    result: ScenarioResult | None
    status: str
    anchor: str
    change: str
    note: str

    @property
    def broken(self) -> bool:
        return self.result is not None and self.result.broken

    def blocks(self) -> list[list[Styled]]:
        """What broke, told the way the terminal tells it."""
        return explain_all(self.result) if self.result else []

    def codes(self) -> list[str]:
        """The code that each block begins with, once each."""
        found = [text for block in self.blocks() for line in block[:3] for role, text in line if role == "code"]
        return list(dict.fromkeys(found))


def entries(told: Told, past: Past) -> list[Entry]:
    """The planned cases in their order."""
    taken: Counter[str] = Counter()
    found = []
    for case in told.run.cases if told.run else ():
        result = told.results.get(case.id)
        status = status_of(result)
        found.append(
            Entry(
                case=case,
                result=result,
                status=status,
                anchor=_anchor(case.id, taken),
                change=past.change(case.id, status),
                note=_note(case, result, told.finished),
            )
        )
    return found


def status_of(result: ScenarioResult | None) -> str:
    """The status of a case, `not-run` where it has no result."""
    return "not-run" if result is None else next(status for fits, status in _STATUS_OF if fits(result))


def _note(case: Case, result: ScenarioResult | None, end: RunFinished | None) -> str:
    """What is to be said beside the status, in a few words."""
    if result is None:
        interrupted = f"interrupted by {end.interrupted}" if end and end.interrupted else ""
        return visible(interrupted or (end.stopped_early if end else "") or "the run ended before")
    if result.flaky:
        return f"passed on attempt {len(result.runs) + 1} of {max(result.allowed_runs, len(result.runs) + 1)}"
    if result.quarantined:
        return visible(case.quarantine)
    if result.outcome is Outcome.SKIPPED:
        return visible(result.reason)
    return f"failed {len(result.runs) + 1} times" if result.runs else ""


def _anchor(identity: str, taken: Counter[str]) -> str:
    """`case-orders-checkout-yaml-2`: the same in every run of the same cases, and unique among them."""
    slug = "case-" + re.sub(r"[^a-z0-9]+", "-", identity.lower()).strip("-")[:_ANCHOR_LENGTH]
    if taken[slug] or not identity.isascii():
        slug = f"{slug}-{hashlib.sha256(identity.encode('utf-8', 'backslashreplace')).hexdigest()[:8]}"
    taken[slug] += 1
    return slug if taken[slug] == 1 else f"{slug}-{taken[slug]}"
