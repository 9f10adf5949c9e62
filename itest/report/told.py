"""What a run told: its events folded into the planned cases and what each came to.

What a report makes of it is its own ground; the words of the statuses are the same in all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from itest.model.events import (
    Event,
    ProjectSteps,
    RunFinished,
    RunStarted,
    ScenarioFinished,
    ServiceStarted,
    ServiceStopped,
)
from itest.model.record import State, field
from itest.model.result import Case, Outcome, ScenarioResult, StepResult

_STATUS_OF: tuple[tuple[Callable[[ScenarioResult], bool], str], ...] = (
    (lambda result: result.xfailed, "xfailed"),
    (lambda result: result.quarantined, "quarantined"),
    (lambda result: result.flaky, "flaky"),
    (lambda result: result.outcome is Outcome.PASSED, "passed"),
    (lambda result: result.outcome is Outcome.SKIPPED, "skipped"),
    (lambda result: result.outcome is Outcome.FAILED, "failed"),
    (lambda result: True, "error"),
)


class Told(State, kw_only=True):
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

    @property
    def cases(self) -> tuple[Case, ...]:
        """The planned cases, in their order."""
        return self.run.cases if self.run else ()

    def in_order(self) -> Iterator[ScenarioResult]:
        """The results there are, in planned order."""
        return (self.results[case.id] for case in self.cases if case.id in self.results)

    def statuses(self) -> dict[str, str]:
        return {case.id: status_of(self.results.get(case.id)) for case in self.cases}

    def all_steps(self) -> Iterator[StepResult]:
        """Every step that was carried out, those of earlier runs of a case and of the project included."""
        for result in self.results.values():
            for run in (*result.runs, result):
                yield from run.all_steps()
        for phase in self.phases:
            yield from phase.results

    def why_not_run(self) -> str:
        """Why a planned case has no result."""
        end = self.finished
        if end is None:
            return "the run ended before"
        return f"interrupted by {end.interrupted}" if end.interrupted else end.stopped_early or "the run ended before"


def status_of(result: ScenarioResult | None) -> str:
    """`passed`, `failed`, `error`, `flaky`, `quarantined`, `xfailed`, `skipped`; `not-run` where there is no result."""
    return "not-run" if result is None else next(status for fits, status in _STATUS_OF if fits(result))
