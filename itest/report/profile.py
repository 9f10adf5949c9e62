"""The profile: where the time of a run went, added up over its steps, so that users see what to make faster."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from itest.evaluate.telling.explanation import Styled
from itest.model.events import ProjectSteps
from itest.model.result import Outcome, ScenarioResult, StepResult

_PHASES = {
    "dns": "connecting",
    "connect": "connecting",
    "tls": "connecting",
    "send": "sending",
    "wait": "server",
    "receive": "receiving",
}
_KINDS = {
    "connecting": "names, connections, TLS",
    "sending": "requests",
    "server": "from the request to the first byte of its answer",
    "receiving": "the rest of the answers",
    "other actions": "commands, databases",
    "services": "until those that a scenario needs were running",
    "earlier attempts": "those that a retry made before the last",
    "pauses": "between attempts, and `wait`",
    "itest itself": "rendering, matching, reports of what broke",
}
_OURS = "itest itself"


class Profile:
    """Seconds by kind, of all scenarios and of setup and teardown; several jobs spend them at the same time."""

    def __init__(self) -> None:
        self._seconds = dict.fromkeys(_KINDS, 0.0)
        self._whole = 0.0
        self._before = 0.0

    def begin(self) -> None:
        """The run begins: what the process has done so far was to start and to load."""
        self._before = time.process_time()

    def add(self, result: ScenarioResult) -> None:
        for run in (*result.runs, result):
            self._whole += run.duration
            known = self._add_steps(run.steps)
            ran = [step.started for step in run.steps if step.outcome is not Outcome.SKIPPED]
            known += self._put("services", max(0.0, min(ran) - run.started)) if ran else 0.0
            self._put(_OURS, max(0.0, run.duration - known))

    def add_phase(self, phase: ProjectSteps) -> None:
        self._whole += self._add_steps(phase.results)

    def lines(self, duration: float) -> Iterator[Styled]:
        """A heading, a line a kind that took any time, the longest first, an empty line; `duration` is that of the
        run."""
        yield (("heading", f"where the time went: {self._whole:.3f}s of scenarios in {duration:.3f}s"),)
        rows = sorted(self._seconds.items(), key=lambda row: -row[1])
        for kind, seconds in rows:
            if seconds >= 0.0005:
                share = 100 * seconds / self._whole if self._whole else 0.0
                told = f"  {seconds:>9.3f}s {share:>3.0f} %  {kind:<17} "
                yield (("text", told), ("dim", _KINDS[kind]))
        yield (("text", f"  {self._before:>9.3f}s        {'before them':<17} "), ("dim", "starting and loading"))
        yield ()

    def _add_steps(self, steps: Iterable[StepResult]) -> float:
        """Add up steps; the seconds that they took."""
        return sum(map(self._add_step, steps))

    def _add_step(self, step: StepResult) -> float:
        if step.outcome is Outcome.SKIPPED:
            return 0.0
        known = self._add_steps(step.children)
        if not step.children:
            known += self._add_attempts(step)
        self._put(_OURS, max(0.0, step.duration - known))
        return max(step.duration, known)

    def _add_attempts(self, step: StepResult) -> float:
        """Add what its attempts and the pauses between them took."""
        if step.action == "wait":
            return self._put("pauses", step.duration)
        if not step.attempts:
            return 0.0
        first, last = step.attempts[0], step.attempts[-1]
        earlier = sum(attempt.duration for attempt in step.attempts[:-1])
        known = self._put("earlier attempts", earlier)
        known += self._put("pauses", max(0.0, last.started - first.started - earlier))
        timed = sum(self._put(_PHASES[name], seconds) for name, seconds in step.timings if name in _PHASES)
        return known + (timed or self._put("other actions", last.duration))

    def _put(self, kind: str, seconds: float) -> float:
        self._seconds[kind] += seconds
        return seconds
