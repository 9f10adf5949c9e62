"""Running a case: steps, flows, cleanup; again where reruns allow it. A case always comes to a result."""

from __future__ import annotations

import shlex
import time

from itest.engine.cleanup import run_cleanup
from itest.engine.context import RunContext
from itest.engine.fault import StepFault, defect, fault_of, refused
from itest.engine.frame import Frame
from itest.engine.plan import PlannedCase, covers
from itest.engine.rendering import duration
from itest.engine.sessions import Sessions
from itest.engine.skipping import holds
from itest.engine.step_results import NOT_REACHED
from itest.engine.steps import OnStep, run_steps
from itest.engine.variables import starting_variables
from itest.evaluate.data.counted import counted
from itest.model.deadline import Deadline
from itest.model.problem import EvaluationError
from itest.model.record import replace
from itest.model.result import XPASSED, Fault, FlowResult, Outcome, ScenarioResult, StepResult
from itest.model.scenario import Scenario

NOTHING_CHECKED = Fault(
    code="IT219",
    message="Nothing was checked: no step looks at what the system does.",
    hint="Give a step an `expect` or an `assert`.",
)
NO_TIMEOUT = 86_400.0
"""Seconds after which a scenario without a `timeout` ends all the same."""


def run_case(planned: PlannedCase, run: RunContext, worker: int, on_step: OnStep) -> ScenarioResult:
    """The result of a case, with the earlier runs of it where it was run again."""
    allowed = 1 + (run.settings.reruns if planned.scenario.reruns is None else planned.scenario.reruns)
    earlier: list[ScenarioResult] = []
    while True:
        result = _CaseRun(planned, run, worker, on_step, len(earlier)).run()
        settled = not result.broken or result.xfailed or result.xpassed
        over = settled or len(earlier) + 1 >= allowed or run.stop.is_set()
        if over:
            return replace(result, runs=tuple(earlier), allowed_runs=allowed)
        earlier.append(result)


class _CaseRun:
    """One run of a case."""

    def __init__(self, planned: PlannedCase, run: RunContext, worker: int, on_step: OnStep, earlier: int) -> None:
        self._planned = planned
        self._scenario = planned.scenario
        self._run = run
        self._worker = worker
        self._on_step = on_step
        # A rerun draws other random values, so that a name taken by the first run is not taken again.
        identity = planned.case.id + (f"~{earlier}" if earlier else "")
        self._functions = run.functions_for(identity, planned.scenario.path.parent)
        self._trace = run.trace_of(identity)
        self._started = time.time()
        self._clock = time.monotonic()

    def run(self) -> ScenarioResult:
        if self._scenario.skip:
            return self._skipped(self._scenario.skip)
        try:
            frame = self._frame()
            skip_if = self._scenario.skip_if
            if skip_if is not None and holds(skip_if, frame, ("skip_if",)):
                return self._skipped(f"skip_if: {skip_if.text}")
            self._run.services.ensure(self._planned.case.services, self._run.stop)
        except StepFault as error:
            return self._result(Outcome.ERROR, fault=error.fault)
        except OSError as error:
            return self._result(Outcome.ERROR, fault=refused(error))
        try:
            return self._carried_out(frame)
        finally:
            frame.sessions.close()

    def _frame(self) -> Frame:
        scenario, run = self._scenario, self._run
        run_names = run.names_of_case()
        try:
            names = {**self._functions, "run": run_names}
            variables = starting_variables(run, scenario, names, row=self._planned.row)
        except EvaluationError as error:
            raise StepFault(fault_of(error, scenario.sources, ())) from error
        frame = Frame(
            run=run,
            scenario=scenario,
            sessions=Sessions(run.session_settings(scenario.path.parent)),
            functions=self._functions,
            run_names=run_names,
            deadline=Deadline.after(NO_TIMEOUT, run.stop),
            trace=self._trace,
            variables=variables,
            service=scenario.service,
            needs=self._planned.case.services,
            origins=dict.fromkeys(run.shared, "setup"),
        )
        if scenario.timeout is not None:
            frame.deadline = frame.deadline.earlier(duration(scenario.timeout, frame, ("timeout",)))
        return frame

    def _carried_out(self, frame: Frame) -> ScenarioResult:
        steps = run_steps(frame, self._on_step)
        fault = self._fault(frame, steps)
        flows: tuple[FlowResult, ...] = ()
        try:
            flows = () if fault or not frame.scenario.flows else _checked_flows(frame)
        except Exception as error:  # Ours: cleanup has its turn all the same.
            self._run.defects.append(error)
            fault = defect(error)
        cleanup = run_cleanup(frame, self._on_step)
        outcome, reason = _outcome(fault, steps, flows, cleanup), ""
        if outcome is Outcome.PASSED and not _checked(steps, flows):
            # Green is earned: what looked at nothing has not passed.
            outcome, reason = Outcome.SKIPPED, _unchecked(steps)
            if not reason:
                outcome, fault = Outcome.ERROR, NOTHING_CHECKED
        result = self._result(outcome, steps=(*steps, *cleanup), flows=flows, fault=fault, reason=reason)
        return _beside_xfail(result, self._scenario) if self._scenario.xfail else result

    def _fault(self, frame: Frame, steps: tuple[StepResult, ...]) -> Fault | None:
        """Why the steps could not all be carried out, where it was not one of them."""
        left = sum(step.reason == NOT_REACHED for step in steps)
        if left and self._run.stop.is_set():
            return Fault(code="IT213", message=f"The run was interrupted{_steps_left(left)}.")
        if left and frame.deadline.passed():
            message = f"The scenario's timeout passed{_steps_left(left)}."
            return Fault(code="IT212", message=message, excerpt=self._scenario.sources.excerpt(("timeout",)))
        return None

    def _skipped(self, reason: str) -> ScenarioResult:
        return self._result(Outcome.SKIPPED, reason=reason)

    def _result(
        self,
        outcome: Outcome,
        *,
        steps: tuple[StepResult, ...] = (),
        flows: tuple[FlowResult, ...] = (),
        fault: Fault | None = None,
        reason: str = "",
    ) -> ScenarioResult:
        return ScenarioResult(
            case=self._planned.case,
            outcome=outcome,
            steps=steps,
            flows=flows,
            fault=fault,
            reason=reason,
            started=self._started,
            duration=time.monotonic() - self._clock,
            worker=self._worker,
            rerun_command=self._rerun_command(steps),
            trace_id=self._trace.trace_id,
        )

    def _rerun_command(self, steps: tuple[StepResult, ...]) -> str:
        """The line that runs this case alone: its data row where it has one, else at the broken step."""
        case = self._planned.case
        place = case.place if case.row else f"{case.file}:{self._broken_line(steps) or case.line}"
        return shlex.join(["itest", "run", place, *self._run.settings.rerun_arguments])

    def _broken_line(self, steps: tuple[StepResult, ...]) -> int | None:
        """The line of the first broken step that is written in the case's own file, and in a list in its own place."""
        spans = (step.excerpt.span for step in steps if step.broken and step.excerpt)
        lines = [span.line for span in spans if span.file == self._planned.case.file]
        alone = not self._scenario.part
        return next((line for line in lines if alone or covers(self._scenario, (), line)), None)


def _beside_xfail(result: ScenarioResult, scenario: Scenario) -> ScenarioResult:
    """The result as `xfail` has it: passing is a failure, and failing is as it should be where steps and flows did, and
    nothing else broke."""
    if result.outcome is Outcome.PASSED:
        fault = Fault(
            code=XPASSED,
            message=f"it passed, and `xfail` says that it fails: {scenario.xfail}",
            hint="where the fault is gone, take `xfail` away",
            excerpt=scenario.sources.excerpt(("xfail",)),
        )
        return replace(result, outcome=Outcome.FAILED, fault=fault)
    unforeseen = result.fault is not None or any(
        step.outcome is Outcome.ERROR or (step.broken and step.phase == "cleanup") for step in result.steps
    )
    unforeseen = unforeseen or any(flow.outcome is Outcome.ERROR for flow in result.flows)
    return replace(result, xfailed=result.outcome is Outcome.FAILED and not unforeseen)


def _checked_flows(frame: Frame) -> tuple[FlowResult, ...]:
    from itest.engine.flows import check_flows  # start-up cost: only where there are flows

    return check_flows(frame)


def _outcome(
    fault: Fault | None,
    steps: tuple[StepResult, ...],
    flows: tuple[FlowResult, ...],
    cleanup: tuple[StepResult, ...],
) -> Outcome:
    """The first thing that broke decides between failure and error."""
    outcomes = [
        *(step.outcome for step in steps),
        *(flow.outcome for flow in flows),
        *([Outcome.ERROR] if fault else []),
        *(step.outcome for step in cleanup),
    ]
    return next((outcome for outcome in outcomes if outcome in (Outcome.FAILED, Outcome.ERROR)), Outcome.PASSED)


def _checked(steps: tuple[StepResult, ...], flows: tuple[FlowResult, ...]) -> bool:
    """Whether anything that was looked at held; where nothing broke, every check did."""
    looked = any(inner.checks for step in steps for inner in step.with_children())
    return looked or any(flow.outcome is Outcome.PASSED for flow in flows)


def _unchecked(steps: tuple[StepResult, ...]) -> str:
    """Why a scenario that did not break checked nothing, or "" where it has nothing that could."""
    outcomes = {inner.outcome for step in steps for inner in step.with_children()}
    if Outcome.SKIPPED not in outcomes:
        return ""
    return "every step was skipped" if outcomes == {Outcome.SKIPPED} else "every step that checks was skipped"


def _steps_left(count: int) -> str:
    if not count:
        return ""
    return f"; {counted(count, 'step')} did not run"
