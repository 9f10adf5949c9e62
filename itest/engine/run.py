"""The run: setup, cases on the pool, teardown, services gone; told as a stream of redacted events."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from itest import __version__
from itest.engine.cases import run_case
from itest.engine.config import Config
from itest.engine.context import Actions, RunContext
from itest.engine.credentials import credential_paths, credentials_of_services, named_credentials
from itest.engine.descendants import MARK
from itest.engine.exposure import exposed
from itest.engine.files import read_text
from itest.engine.lacking import lacking
from itest.engine.overrides import misfits
from itest.engine.plan import PlannedCase, Selection, make_plan
from itest.engine.pool import Pool
from itest.engine.project_steps import ProjectPhases
from itest.engine.randomness import functions_for
from itest.engine.routing import needed_services
from itest.engine.services import RunPlace, Services
from itest.engine.settings import RunSettings
from itest.engine.steps import OnStep, untold
from itest.engine.tally import Tally
from itest.engine.titles import Titles
from itest.evaluate.telling.redact import Redactor
from itest.files.run_folders import open_run, run_folder
from itest.model.action import Action, ActionSpec
from itest.model.events import (
    Event,
    RunFinished,
    RunStarted,
    ScenarioFinished,
    ScenarioStarted,
    StepFinished,
)
from itest.model.problem import Problem, UsageError
from itest.model.project import Project
from itest.model.record import Record, replace
from itest.model.result import Fault, Outcome, ScenarioResult
from itest.model.scenario import Scenario
from itest.model.values import Value


class Tools(Record, kw_only=True):
    """What a run is wired with: the action kinds and the reader of JSON and YAML files."""

    specs: Mapping[str, ActionSpec]
    create: Callable[[str], Action]
    read_data: Callable[[Path], Value]
    env: Mapping[str, str]


class Run:
    """One run over loaded scenarios. `cases` is the plan, made at construction without sending anything."""

    def __init__(
        self, project: Project, scenarios: Sequence[Scenario], selection: Selection, settings: RunSettings, tools: Tools
    ) -> None:
        self._started = time.time()
        self._pending: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._context = self._wired(project, settings, tools)
        if project.setup:
            handed_on = (path for scenario in scenarios for path in credential_paths(scenario))
            self._context.credentials = frozenset((*handed_on, *credentials_of_services(project)))
        self._conceal_overrides(scenarios)
        plan = make_plan(scenarios, selection, Titles(self._context))
        self.cases = tuple(self._known(planned) for planned in plan)
        self.interrupted = ""
        self._tally = Tally(planned=len(self.cases))

    @property
    def redactor(self) -> Redactor:
        """What hides the secrets that the run knows by now."""
        return self._context.redactor

    def lacking(self) -> tuple[Problem, ...]:
        """What keeps the run from being carried out though every file is fine: values that nobody gave, and values of
        the command line that have another type than what they replace."""
        project = self._context.project
        problems = (*lacking(self.cases, project, self._context.config.env), *misfits(self.cases, project))
        return self._context.redactor.redact(problems)

    @property
    def defect(self) -> Exception | None:
        """What went wrong first in itest itself while scenarios ran; the run came to its end all the same."""
        return next(iter(self._context.defects), None)

    def interrupt(self, signal_name: str) -> None:
        """End the run: no new steps, blocked ones are woken, cleanup has its budget, events go on to the end."""
        self.interrupted = self.interrupted or signal_name
        self._context.stop.set()

    def leave(self) -> None:
        """End now: cleanup too is cut short and services are killed; called from another thread than `events`."""
        self._context.kill.set()
        self._context.services.kill()

    def events(self) -> Iterator[Event]:
        """Carry the run out; every event is redacted. However it is left, services are stopped."""
        for event in self._events():
            yield self._context.redactor.redact(event)

    def _events(self) -> Iterator[Event]:
        clock = time.monotonic()
        settings = self._context.settings
        self._open_state()
        yield RunStarted(
            version=__version__,
            environment=self._context.project.environment,
            seed=settings.seed,
            jobs=settings.jobs,
            cases=tuple(planned.case for planned in self.cases),
            started=self._started,
            run_id=self._context.run_id,
        )
        try:
            if any(map(_runs_commands, self.cases)):
                self._context.services.reaper.start()
            yield from self._carried_out()
        finally:
            self._context.actions.close()
            self._context.services.stop()
        yield from self._told()
        yield RunFinished(
            totals=self._tally.totals(),
            duration=time.monotonic() - clock,
            finished=time.time(),
            ok=self._tally.green(fail_on_flaky=settings.fail_on_flaky) and not self.interrupted,
            interrupted=self.interrupted,
            stopped_early=self._tally.stopped_early,
            warnings=exposed(self._context.redactor, self.cases, self._context.project),
        )

    def _carried_out(self) -> Iterator[Event]:
        phases = ProjectPhases(self._context)
        setup = phases.setup()
        yield from self._told()
        if setup:
            yield setup
            self._tally.project_steps(setup)
        fault = setup.fault if setup else None
        work = self._case if fault is None else _failing(fault)
        for event in Pool(self.cases, work, self._context.stop).run(self._context.settings.jobs):
            yield from self._told()
            if isinstance(event, ScenarioFinished):
                self._tally.scenario(event.result)
            yield event
        teardown = phases.teardown()
        yield from self._told()
        if teardown:
            yield teardown
            self._tally.project_steps(teardown)

    def _case(self, planned: PlannedCase, worker: int, tell: Callable[[Any], None]) -> bool:
        tell(ScenarioStarted(case=planned.case, worker=worker))
        result = run_case(planned, self._context, worker, self._step_teller(planned, tell))
        tell(ScenarioFinished(result=result))
        return self._tally.may_go_on(result, self._context.settings.maxfail)

    def _step_teller(self, planned: PlannedCase, tell: Callable[[Any], None]) -> OnStep:
        if not self._context.settings.detail:
            return untold
        return lambda step: tell(StepFinished(case=planned.case, result=step))

    # -- wiring --------------------------------------------------------------------------------------------------

    def _wired(self, project: Project, settings: RunSettings, tools: Tools) -> RunContext:
        moment = datetime.fromtimestamp(self._started, UTC)
        run_id = f"{moment:%Y%m%dT%H%M%S}-{settings.seed:x}-{threading.get_native_id():x}"
        folder = run_folder(project.root, run_id)
        redactor = Redactor()
        place = RunPlace(folder / "services", os.urandom(16).hex())
        services = Services(project.services, project.root, place, settings.grace, self._pending.put)
        shared: dict[str, Value] = {}
        config = Config(
            project,
            env={**tools.env, MARK: place.mark},
            run={"id": run_id, "dir": str(folder.path), "started_at": moment.isoformat(timespec="milliseconds")},
            functions=functions_for(settings.seed, "project", lambda path: read_text(path, project.root, project.root)),
            ports=services.port,
            conceal=redactor.add,
            shared=shared,
        )
        services.settle(config, tools.specs, tools.create, redactor.add, redactor.redact)
        return RunContext(
            project=project,
            settings=settings,
            actions=Actions(tools.specs, tools.create),
            redactor=redactor,
            config=config,
            services=services,
            run_id=run_id,
            run_dir=folder.path,
            read_data=tools.read_data,
            shared=shared,
        )

    def _conceal_overrides(self, scenarios: Sequence[Scenario]) -> None:
        """Secrets given on the command line are secrets from the start: a rerun line repeats them."""
        project = self._context.project
        all_scenarios = [used for scenario in scenarios for used in scenario.with_used()]
        declared = {*project.secrets, *(name for scenario in all_scenarios for name in scenario.secrets)}
        declared |= {entry.name for scenario in all_scenarios for entry in scenario.inputs if entry.secret}
        for name, text in project.overrides.items():
            if name in declared:
                self._context.redactor.add(text, name)
            for secret in named_credentials(name, text):
                self._context.redactor.add(secret, name)

    def _open_state(self) -> None:
        """The folder of the run; the state folder ignores itself in git and keeps the last runs.

        Raises `UsageError` where it cannot be made.
        """
        try:
            open_run(self._context.project.root, self._context.run_id)
        except OSError as error:
            message = f"The folder `{self._context.run_dir.parent}` cannot be written to: {error.strerror}."
            hint = "It keeps the output of services and other files of a run."
            raise UsageError([Problem(code="IT404", message=message, hint=hint)]) from error

    def _known(self, planned: PlannedCase) -> PlannedCase:
        services = needed_services(planned.scenario, self._context.project, self._context.actions.specs)
        return replace(planned, case=replace(planned.case, services=services))

    def _told(self) -> Iterator[Event]:
        """Events that services told since the last time."""
        while not self._pending.empty():
            yield self._pending.get()


def _runs_commands(planned: PlannedCase) -> bool:
    """Whether the case starts processes itself; those of services are seen to where they are started."""
    return any(
        step.action == "run"
        for scenario in planned.scenario.with_used()
        for step in (*scenario.steps, *scenario.cleanup)
    )


def _failing(fault: Fault) -> Callable[[PlannedCase, int, Callable[[Any], None]], bool]:
    """Work for a run whose setup failed: every case that does not skip itself is an error that says so."""

    def work(planned: PlannedCase, worker: int, tell: Callable[[Any], None]) -> bool:
        skip = planned.scenario.skip
        outcome, why = (Outcome.SKIPPED, None) if skip else (Outcome.ERROR, fault)
        result = ScenarioResult(
            case=planned.case, outcome=outcome, fault=why, reason=skip or "", started=time.time(), worker=worker
        )
        tell(ScenarioFinished(result=result))
        return True

    return work
