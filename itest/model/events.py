"""Events: the only seam between running and reporting. Everything in them is already redacted."""

from __future__ import annotations

from typing import Protocol, TypeAlias

from itest.model.record import Record
from itest.model.result import Case, Fault, ScenarioResult, StepResult, Totals


class RunStarted(Record, kw_only=True):
    """The plan is made, nothing was sent yet. `started` is seconds of `time.time`."""

    version: str
    environment: str
    seed: int
    jobs: int
    cases: tuple[Case, ...]
    started: float
    run_id: str


class ServiceStarted(Record, kw_only=True):
    """A service of the project was started and is ready after `duration` seconds."""

    name: str
    url: str
    duration: float


class ServiceStopped(Record, kw_only=True):
    """A started service is gone, children included. `log` is the file its output is kept in."""

    name: str
    log: str


class ScenarioStarted(Record, kw_only=True):
    """A case begins on a worker (0-based)."""

    case: Case
    worker: int


class StepFinished(Record, kw_only=True):
    """A step of a running case came to its result; also reported inside `ScenarioFinished`."""

    case: Case
    result: StepResult


class ScenarioFinished(Record, kw_only=True):
    """A case came to its result."""

    result: ScenarioResult


class ProjectSteps(Record, kw_only=True):
    """`setup` or `teardown` of the project (`phase`) was carried out."""

    phase: str
    results: tuple[StepResult, ...]
    fault: Fault | None = None


class RunFinished(Record, kw_only=True):
    """The run is over. `ok` only where green was earned; `interrupted` names the signal (`SIGINT`) or is empty."""

    totals: Totals
    duration: float
    finished: float
    ok: bool
    interrupted: str = ""
    stopped_early: str = ""
    """Why cases were left out (`stopped after 2 broken scenarios`)."""
    warnings: tuple[str, ...] = ()
    """Sentences about the run as a whole that do not change what it came to."""


Event: TypeAlias = (
    RunStarted
    | ServiceStarted
    | ServiceStopped
    | ScenarioStarted
    | StepFinished
    | ScenarioFinished
    | ProjectSteps
    | RunFinished
)


class Reporter(Protocol):
    """Folds the events of a run into something people or machines read; runs on the caller's thread only."""

    def handle(self, event: Event) -> None: ...

    def close(self) -> None:
        """Called once, however the run ends; raises `ReportError` where the report could not be written."""
        ...
