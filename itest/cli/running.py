"""The `run` command: wires loader, engine and reporters, and turns the end of the run into an exit code."""

from __future__ import annotations

import gc
import os
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from itest.actions.table import create
from itest.cli.exits import INTERRUPTED, Exit
from itest.cli.listing import show_plan, show_steps
from itest.cli.loading import Asked, all_specs, load_asked, selection_of
from itest.cli.problems import discard_output, show_problems
from itest.cli.reporting import Opened, Wiring, detailed, open_reporters, supersede
from itest.cli.signals import Signals
from itest.engine.run import Run, Tools
from itest.engine.settings import RunSettings
from itest.load.data_file import read_data_file
from itest.load.loading import Loaded
from itest.model.action import ActionSpec
from itest.model.events import RunFinished
from itest.model.problem import Problem, ReportError, UsageError
from itest.model.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """The options of `itest run`, beside which scenarios; `listing` is `plan`, `steps` or "" (carry it out)."""

    seed: int | None = None
    jobs: int = 8
    maxfail: int = 0
    reruns: int = 0
    fail_on_flaky: bool = False
    repeat: int = 1
    junit_xml: str | None = None
    junit_cases: str = "scenario"
    html: str | None = None
    json: str | None = None
    reports: Sequence[str] = ()
    """`NAME` or `NAME=PATH`, as they were written."""
    listing: str = ""
    durations: int = 0
    pass_with_no_tests: bool = False
    verbosity: int = 0
    color: str = "auto"


def run(asked: Asked, options: RunOptions) -> int:
    """Carry the run out; the exit code. Raises `LoadError` and `UsageError` before anything is sent."""
    if not options.listing:
        supersede(options)
    selection = selection_of(asked, options.repeat)
    specs = all_specs()
    loaded = load_asked(asked, specs)
    # What is loaded stays to the end; the collector need not walk it again and again.
    gc.freeze()
    plan = Run(loaded.project, loaded.scenarios, selection, _settings(asked, options), _tools(specs))
    if not plan.cases and not options.pass_with_no_tests:
        return _nothing_selected(loaded)
    if options.listing:
        show = show_plan if options.listing == "plan" else show_steps
        show(plan.cases)
        return Exit.PASSED
    if lacking := plan.lacking():
        raise UsageError(lacking)
    return _carried_out(plan, open_reporters(_wiring(options, loaded.project)))


def _settings(asked: Asked, options: RunOptions) -> RunSettings:
    seed = random.SystemRandom().randrange(100_000) if options.seed is None else options.seed
    again = [*(["--env", asked.environment] if asked.environment else []), *_repeated("--var", asked.variables)]
    if asked.env_file:
        again += ["--env-file", str(asked.env_file)]
    return RunSettings(
        seed=seed,
        jobs=options.jobs,
        maxfail=options.maxfail,
        reruns=options.reruns,
        fail_on_flaky=options.fail_on_flaky,
        detail=options.verbosity > 0 or detailed(options, os.environ),
        rerun_arguments=tuple(again),
    )


def _wiring(options: RunOptions, project: Project) -> Wiring:
    """Reporters see no secret, but for GitHub's, which has the runner mask those of the environment."""
    secrets = [os.environ[name] for name in project.secrets if os.environ.get(name)]
    return Wiring(options=options, root=project.root, secrets=secrets)


def _repeated(option: str, values: Sequence[str]) -> list[str]:
    return [word for value in values for word in (option, value)]


def _tools(specs: Mapping[str, ActionSpec]) -> Tools:
    return Tools(specs=specs, create=create, read_data=read_data_file, env=dict(os.environ))


def _nothing_selected(loaded: Loaded) -> int:
    count = len(loaded.scenarios)
    message = f"Nothing is selected of {count} scenarios." if count else "There are no scenarios under the given paths."
    hint = "`itest list` shows what is there; --pass-with-no-tests accepts an empty run."
    show_problems([Problem(code="IT401", message=message, hint=hint)])
    return Exit.NOTHING_SELECTED


def _carried_out(plan: Run, opened: Opened) -> int:
    finished: RunFinished | None = None
    unwritten: list[Problem] = list(opened.unwritten)
    live = list(opened.reporters)
    with Signals(plan.interrupt, leave=plan.leave):
        for event in plan.events():
            if isinstance(event, RunFinished):
                finished = replace(event, ok=event.ok and not unwritten)
            for reporter in tuple(live):
                try:
                    reporter.handle(event)
                except ReportError as error:
                    unwritten.extend(error.problems)
                    live.remove(reporter)
        for reporter in live:
            try:
                reporter.close()
            except ReportError as error:
                unwritten.extend(error.problems)
    if unwritten:
        show_problems(unwritten)
        if any(problem.file == "standard output" for problem in unwritten):
            discard_output()
    return _verdict(finished, unwritten)


def _verdict(finished: RunFinished | None, unwritten: Sequence[Problem]) -> int:
    """Green is earned: everything that is not a finished run without a flaw is something else than 0."""
    if finished is not None and finished.interrupted:
        return INTERRUPTED.get(finished.interrupted, Exit.SIGINT)
    if unwritten:
        return Exit.REPORT
    if finished is None:
        return Exit.DEFECT
    return Exit.PASSED if finished.ok or not finished.totals.planned else Exit.FAILED
