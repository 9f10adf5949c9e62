"""The slowest: which scenarios and steps of a run took the most time, without keeping the others."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

from itest.evaluate.data.escape import cut
from itest.evaluate.telling.explanation import Styled, case_name, step_name
from itest.model.events import ProjectSteps
from itest.model.result import Outcome, ScenarioResult, StepResult

_WIDTH = 200


class Slowest:
    """The `count` slowest scenarios and steps of those that were told so far; of several runs of a case all count."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._found: dict[str, list[tuple[float, str]]] = {"scenarios": [], "steps": []}

    def add(self, result: ScenarioResult) -> None:
        if self._count <= 0 or result.outcome is Outcome.SKIPPED:
            return
        name = case_name(result.case)
        self._keep("scenarios", [(result.duration, name)])
        runs = (*result.runs, result)
        self._keep("steps", [each for run in runs for step in run.steps for each in _timed(name, step)])

    def add_phase(self, phase: ProjectSteps) -> None:
        if self._count > 0:
            self._keep("steps", [each for step in phase.results for each in _timed("", step)])

    def lines(self) -> Iterator[Styled]:
        """A heading and a line each for scenarios, then for steps; an empty line behind both."""
        for kind, found in self._found.items():
            if not found:
                continue
            yield (("heading", f"slowest {kind}"),)
            width = max(len(_seconds(seconds)) for seconds, _ in found)
            for seconds, name in found:
                yield (("text", cut(f"  {_seconds(seconds):>{width}}  {name}", _WIDTH)),)
            yield ()

    def _keep(self, kind: str, more: list[tuple[float, str]]) -> None:
        both = [*self._found[kind], *more]
        self._found[kind] = heapq.nlargest(self._count, both, key=lambda each: each[0])


def _timed(place: str, step: StepResult) -> Iterator[tuple[float, str]]:
    """A step with its seconds; of a scenario that it used, the steps in its place."""
    name = f"{place} › {step_name(step)}" if place else step_name(step)
    for child in step.children:
        yield from _timed(name, child)
    if not step.children and step.outcome is not Outcome.SKIPPED:
        yield step.duration, name


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}s"
