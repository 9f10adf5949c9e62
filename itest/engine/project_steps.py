"""Project steps: `setup` before the cases and `teardown` after them, which every case sees only by its captures."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from itest.engine.cleanup import BUDGET, run_cleanup
from itest.engine.context import RunContext
from itest.engine.fault import StepFault, fault_of, refused
from itest.engine.frame import Frame
from itest.engine.routing import needed_services
from itest.engine.sessions import Sessions
from itest.engine.steps import run_steps
from itest.engine.variables import starting_variables
from itest.model.deadline import Deadline, Stop
from itest.model.events import ProjectSteps
from itest.model.problem import EvaluationError
from itest.model.result import Fault, StepResult
from itest.model.scenario import Scenario, Step
from itest.model.values import Value

NO_TIMEOUT = 86_400.0
"""Seconds after which setup ends whatever its steps do."""


class ProjectPhases:
    """The two phases of a run's project; what setup used is cleaned up after teardown, as the last things are."""

    def __init__(self, run: RunContext) -> None:
        self._run = run
        self._set_up: Frame | None = None

    def setup(self) -> ProjectSteps | None:
        """Carry setup out; its captures become visible to all. None where there is nothing to do."""
        steps = self._run.project.setup
        if not steps or self._run.stop.is_set():
            return None
        try:
            frame = self._frame("setup", steps, NO_TIMEOUT, self._run.stop)
        except StepFault as error:
            return ProjectSteps(phase="setup", results=(), fault=error.fault)
        except OSError as error:
            return ProjectSteps(phase="setup", results=(), fault=refused(error))
        self._set_up = frame
        results = _closing(frame, lambda: run_steps(frame))
        self._run.shared.update(self._captured(frame))
        return ProjectSteps(phase="setup", results=results, fault=_broken("setup", results))

    def teardown(self) -> ProjectSteps | None:
        """Carry teardown out: each step whatever the others did, then the cleanup of what was used."""
        steps = self._run.project.teardown
        set_up = self._set_up
        if not steps and not (set_up and set_up.joined):
            return None
        results: tuple[StepResult, ...] = ()
        fault: Fault | None = None
        try:
            frame = self._frame("teardown", steps, BUDGET, self._run.kill)
            results = _closing(frame, lambda: (*run_steps(frame), *run_cleanup(frame)))
        except StepFault as error:
            fault = error.fault
        except OSError as error:
            fault = refused(error)
        if set_up:
            results = (*results, *_closing(set_up, lambda: run_cleanup(set_up)))
        return ProjectSteps(phase="teardown", results=results, fault=fault or _broken("teardown", results))

    def _frame(self, phase: str, steps: tuple[Step, ...], seconds: float, stop: Stop) -> Frame:
        run, project = self._run, self._run.project
        assert project.sources is not None  # where steps are, a file is
        scenario = Scenario(
            path=project.root / "itest.yaml",
            file=project.file,
            name=phase,
            sources=project.sources,
            steps=steps,
            uses=project.uses,
            continue_on_failure=phase == "teardown",
        )
        functions, run_names = run.functions_for(phase, project.root), run.names_of_case()
        try:
            variables = starting_variables(run, scenario, {**functions, "run": run_names})
        except EvaluationError as error:
            raise StepFault(fault_of(error, project.sources, (phase,))) from error
        needs = needed_services(scenario, project, run.actions.specs)
        run.services.ensure(needs, stop)
        return Frame(
            run=run,
            scenario=scenario,
            sessions=Sessions(run.session_settings(project.root)),
            functions=functions,
            run_names=run_names,
            deadline=Deadline.after(seconds, stop),
            trace=run.trace_of(phase),
            variables=variables,
            phase=phase,
            needs=needs,
        )

    def _captured(self, frame: Frame) -> Mapping[str, Value]:
        return {name: frame.variables[name] for name in frame.origins if name in frame.variables}


def _closing(frame: Frame, work: Callable[[], tuple[StepResult, ...]]) -> tuple[StepResult, ...]:
    try:
        return work()
    finally:
        frame.sessions.close()


def _broken(phase: str, results: tuple[StepResult, ...]) -> Fault | None:
    broken = next((result for result in results if result.broken), None)
    if broken is None:
        return None
    why = broken.fault.message if broken.fault else "; ".join(m.message for m in broken.mismatches[:3])
    message = f'The project\'s {phase} failed at step {broken.number} "{broken.label}": {why}'
    return Fault(code="IT215", message=message, excerpt=broken.excerpt)
