"""Results: what a step and a scenario came to. Mismatches are values, never raised."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from itest.model.exchange import Transcript
from itest.model.record import Record
from itest.model.source import Excerpt


class Outcome(StrEnum):
    """What became of a step or scenario. FAILED: the system under test is wrong; ERROR: it could not be carried out."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    SKIPPED = "skipped"


XPASSED = "IT112"
"""The code of a case that passed and was to fail."""


class DiffLine(Record, kw_only=True):
    """A line of a diff: `mark` is `-` (expected), `+` (actual) or ` ` (both, or a remark)."""

    mark: str
    text: str
    note: str = ""


class Mismatch(Record, kw_only=True):
    """One thing that did not hold.

    `code` IT1xx; `where` as people read it (`body $.items[1].qty`); `message` a plain sentence; `expected` and `actual`
    short texts (JSON, cut), `""` where they make no sense; `excerpt` the line of the expectation.
    """

    code: str
    where: str
    message: str
    expected: str = ""
    actual: str = ""
    diff: tuple[DiffLine, ...] = ()
    hint: str = ""
    excerpt: Excerpt | None = None


class Check(Record, kw_only=True):
    """One thing that was looked at: a field of `expect`, an `assert`, a `capture` that failed, a `flow`, `until`."""

    kind: str
    label: str
    mismatches: tuple[Mismatch, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.mismatches


class Fault(Record, kw_only=True):
    """Why a step or scenario could not be carried out: IT2xx, sentence, hint, where; `detail` lines such as a
    service's last output."""

    code: str
    message: str
    hint: str = ""
    excerpt: Excerpt | None = None
    detail: tuple[str, ...] = ()


class Handover(Record, kw_only=True):
    """A value handed on by capture and template: `name` (a variable or step id) used at `target` of the step
    (`headers.Authorization`), which came from `origin` (`step 1 login`, `setup`, `input`)."""

    name: str
    target: str
    origin: str


class Attempt(Record, kw_only=True):
    """One attempt of a step as reports show it: seconds, and in one line what it came to.

    `span_id` is the parent id of the W3C `traceparent` it sent (16 hexadecimal digits), `""` where it sent none.
    """

    number: int
    started: float
    duration: float
    summary: str
    span_id: str = ""


class StepResult(Record, kw_only=True):
    """What a step came to; of the last attempt where there were several.

    `label` is what people call it, rendered, and `written` the same as the file has it. `phase` is `steps`, `cleanup`,
    `setup`, `teardown`, or `flow` for one of a used scenario. `item` is the 0-based run of an `each` step, None
    without.
    `transcript` is there where the step sent something. `children` are the steps of a used scenario.
    """

    number: int
    label: str
    outcome: Outcome
    written: str = ""
    phase: str = "steps"
    id: str = ""
    action: str = ""
    service: str = ""
    """The service it spoke to, where it spoke to one of the project."""
    endpoint: str = ""
    """What it asked for, as written: `POST /orders/{{ order_id }}`."""
    item: int | None = None
    reason: str = ""
    """Why it was skipped."""
    missed: bool = False
    """Whether it was skipped for want of a value, and not because the scenario says so; told in any case."""
    checks: tuple[Check, ...] = ()
    fault: Fault | None = None
    attempts: tuple[Attempt, ...] = ()
    started: float = 0.0
    duration: float = 0.0
    timings: tuple[tuple[str, float], ...] = ()
    size: int | None = None
    transcript: Transcript | None = None
    handovers: tuple[Handover, ...] = ()
    captured: tuple[tuple[str, str], ...] = ()
    """Names and short texts of what was captured."""
    excerpt: Excerpt | None = None
    """Where the step stands."""
    trace_id: str = ""
    """The id of the W3C trace that its last attempt belongs to (32 hexadecimal digits), `""` where it sent none."""
    children: tuple[StepResult, ...] = ()

    @property
    def mismatches(self) -> tuple[Mismatch, ...]:
        return tuple(mismatch for check in self.checks for mismatch in check.mismatches)

    @property
    def passed(self) -> bool:
        return self.outcome is Outcome.PASSED

    def with_children(self) -> Iterator[StepResult]:
        """The step and, after it, those of the scenarios it used."""
        yield self
        for child in self.children:
            yield from child.with_children()

    @property
    def broken(self) -> bool:
        return self.outcome in (Outcome.FAILED, Outcome.ERROR)


class FlowResult(Record, kw_only=True):
    """What a declared flow came to. `origin` and `target` are the expressions as written; target is the list of steps
    for `nowhere_in`."""

    label: str
    origin: str
    target: str
    outcome: Outcome
    mismatch: Mismatch | None = None
    reason: str = ""


class Case(Record, kw_only=True):
    """A planned test case: a scenario, or one data row of it. `id` is unique in the run (`orders/a.yaml`, `…[2]`, of a
    list `orders/b.yaml::An order is stored`).

    `file` is the path that people type; `title` the rendered name, and `written` the name as the file has it, the same
    in every run; `row` the 1-based number of the data row; `line` where the scenario (or its row) stands; `repeat` the
    1-based repetition under `--repeat`; `begins` the line of a scenario that is one of a list, 0 of another.
    """

    id: str
    file: str
    title: str
    written: str = ""
    line: int = 1
    row: int | None = None
    repeat: int | None = None
    tags: tuple[str, ...] = ()
    owner: str = ""
    description: str = ""
    quarantine: str = ""
    xfail: str = ""
    begins: int = 0
    services: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What its scenario is known by."""
        return f"{self.file}::{self.written}" if self.begins else self.file

    @property
    def label(self) -> str:
        """What people see beside its title: its id, with a line in place of the name that the title has already."""
        return self.place + ("" if self.repeat is None else f"#{self.repeat}") if self.begins else self.id

    @property
    def place(self) -> str:
        """What selects it on the command line: `orders/a.yaml`, `orders/a.yaml[2]`, `orders/b.yaml:12`."""
        return self.file + (f":{self.begins}" if self.begins else "") + (f"[{self.row}]" if self.row else "")


class ScenarioResult(Record, kw_only=True):
    """What a case came to. `runs` are earlier runs of the same case under `reruns`, oldest first; passed after them:
    `flaky`."""

    case: Case
    outcome: Outcome
    steps: tuple[StepResult, ...] = ()
    flows: tuple[FlowResult, ...] = ()
    fault: Fault | None = None
    """Set where the scenario as a whole could not be carried out (a service, setup, its deadline)."""
    reason: str = ""
    """Why it was skipped."""
    started: float = 0.0
    duration: float = 0.0
    worker: int = 0
    runs: tuple[ScenarioResult, ...] = ()
    allowed_runs: int = 1
    rerun_command: str = ""
    """`itest run …` that runs this case alone again."""
    xfailed: bool = False
    """Whether it failed as its `xfail` says, which fails nothing."""
    trace_id: str = ""
    """The id of the W3C trace that its requests belong to (32 hexadecimal digits)."""

    @property
    def flaky(self) -> bool:
        return self.outcome is Outcome.PASSED and bool(self.runs)

    @property
    def quarantined(self) -> bool:
        """Broken, and said to be: it does not fail the run."""
        return bool(self.case.quarantine) and self.broken and not self.xfailed

    @property
    def excuse(self) -> str:
        """Why its being broken does not fail the run, or ""."""
        if self.xfailed:
            return f"expected to fail: {self.case.xfail}"
        return f"quarantined: {self.case.quarantine}" if self.quarantined else ""

    @property
    def red(self) -> bool:
        """Whether it keeps the run from being green."""
        return self.broken and not self.excuse

    @property
    def xpassed(self) -> bool:
        """Whether it passed where its `xfail` says that it fails, which is told as a failure."""
        return bool(self.case.xfail) and self.fault is not None and self.fault.code == XPASSED

    @property
    def broken(self) -> bool:
        return self.outcome in (Outcome.FAILED, Outcome.ERROR)

    @property
    def assertions(self) -> int:
        return sum(len(step.checks) for step in self.all_steps()) + len(self.flows)

    @property
    def traces(self) -> tuple[str, ...]:
        """The ids of the W3C traces that its requests carried: its own, and those that a step chose."""
        return tuple(dict.fromkeys(step.trace_id for step in self.all_steps() if step.trace_id))

    def all_steps(self) -> tuple[StepResult, ...]:
        """Every step, those of used scenarios after the step that uses them."""
        return tuple(inner for step in self.steps for inner in step.with_children())


class Totals(Record, kw_only=True):
    """Counts of a run's cases. `passed` includes flaky ones; `failed` and `errors` exclude quarantined ones and
    those that failed as expected."""

    planned: int = 0
    passed: int = 0
    failed: int = 0
    errors: int = 0
    skipped: int = 0
    flaky: int = 0
    quarantined: int = 0
    xfailed: int = 0

    @property
    def finished(self) -> int:
        return self.passed + self.failed + self.errors + self.skipped + self.quarantined + self.xfailed
