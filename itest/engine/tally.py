"""The tally: what the cases of a run came to, and whether green was earned."""

from __future__ import annotations

import threading

from itest.model.events import ProjectSteps
from itest.model.record import replace
from itest.model.result import Outcome, ScenarioResult, Totals


class Tally:
    """Starts as not green. Green needs every planned case finished, each passed one with a check that passed, and
    nothing broken in setup or teardown."""

    def __init__(self, planned: int) -> None:
        self._totals = Totals(planned=planned)
        self._unchecked = 0
        self._flaky = 0
        self._project_broken = False
        self._broken = 0
        self._lock = threading.Lock()
        self.stopped_early = ""

    def scenario(self, result: ScenarioResult) -> None:
        """Count a finished case."""
        name = "xfailed" if result.xfailed else "quarantined" if result.quarantined else _COLUMN[result.outcome]
        totals = replace(self._totals, **{name: getattr(self._totals, name) + 1})
        if result.flaky:
            totals = replace(totals, flaky=totals.flaky + 1)
            self._flaky += not result.case.quarantine
        self._totals = totals
        if result.outcome is Outcome.PASSED and not result.assertions:
            self._unchecked += 1

    def project_steps(self, event: ProjectSteps) -> None:
        self._project_broken = self._project_broken or event.fault is not None

    def may_go_on(self, result: ScenarioResult, maxfail: int) -> bool:
        """Whether another case may start after this one; asked from any worker."""
        if not result.red:
            return True
        with self._lock:
            self._broken += 1
            if maxfail and self._broken >= maxfail:
                self.stopped_early = (
                    "stopped after the first broken scenario"
                    if maxfail == 1
                    else f"stopped after {maxfail} broken scenarios"
                )
                return False
        return True

    def totals(self) -> Totals:
        return self._totals

    def green(self, *, fail_on_flaky: bool) -> bool:
        """Whether the run may exit with 0."""
        totals = self._totals
        complete = totals.finished == totals.planned > 0
        clean = not (totals.failed or totals.errors or self._unchecked or self._project_broken)
        return complete and clean and not (fail_on_flaky and self._flaky)


_COLUMN = {
    Outcome.PASSED: "passed",
    Outcome.FAILED: "failed",
    Outcome.ERROR: "errors",
    Outcome.SKIPPED: "skipped",
}
