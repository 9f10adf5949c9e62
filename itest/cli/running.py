"""The `run` command: wires loader, engine and reporters, and turns the end of the run into an exit code."""

from __future__ import annotations

import gc
import os
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from itest.actions.table import create
from itest.cli.exits import INTERRUPTED, Exit
from itest.cli.loading import Asked, all_specs, load_asked, selection_of
from itest.cli.options import RunOptions
from itest.cli.problems import Defect, discard_output, show_problems
from itest.cli.reporting import Opened, Wiring, detailed, open_reporters, supersede
from itest.cli.signals import Signals
from itest.engine.exposure import hidden_everywhere
from itest.engine.run import Run, Tools
from itest.engine.settings import RunSettings
from itest.load.loading import Loaded
from itest.model.action import KEPT, MAX_BODY, ActionSpec
from itest.model.events import Reporter, RunFinished
from itest.model.problem import ItestError, Problem, ReportError, UsageError
from itest.model.project import Project
from itest.model.record import replace
from itest.model.values import Value


def run(asked: Asked, options: RunOptions) -> int:
    """Carry the run out; the exit code. Raises `LoadError` and `UsageError` before anything is sent."""
    if not options.listing:
        supersede(options)
    selection = selection_of(asked, options.repeat)
    specs = all_specs()
    loaded = load_asked(asked, specs)
    gc.freeze()  # What is loaded stays to the end; the collector need not walk it again and again.
    plan = Run(loaded.project, loaded.scenarios, selection, _settings(asked, options), _tools(specs))
    if not plan.cases and not options.pass_with_no_tests:
        return _nothing_selected(loaded)
    if options.listing:
        from itest.cli.listing import show_plan, show_steps  # start-up cost: only where the plan is shown

        show = show_plan if options.listing == "plan" else show_steps
        show(plan.cases, plan.redactor)
        return Exit.PASSED
    if lacking := plan.lacking():
        raise UsageError(lacking)
    try:
        opened = open_reporters(_wiring(options, loaded.project, plan))
        if options.examples:
            opened = replace(opened, reporters=(*opened.reporters, _recorder(loaded)))
        return _carried_out(plan, opened)
    except (ItestError, BrokenPipeError):
        raise
    except Exception as error:
        raise Defect(plan.redactor.redact_text) from error  # whose traceback may quote a secret


def _settings(asked: Asked, options: RunOptions) -> RunSettings:
    seed = random.SystemRandom().randrange(100_000) if options.seed is None else options.seed
    again = [*(["--env", asked.environment] if asked.environment else []), *_repeated("--var", asked.variables)]
    if asked.env_file:
        again += ["--env-file", str(asked.env_file)]
    if asked.project:
        again += ["--project", str(asked.project)]
    return RunSettings(
        seed=seed,
        jobs=options.jobs,
        maxfail=options.maxfail,
        reruns=options.reruns,
        fail_on_flaky=options.fail_on_flaky,
        detail=options.examples or options.verbosity > 0 or detailed(options, os.environ),
        kept=MAX_BODY if options.verbosity > 1 else KEPT,
        rerun_arguments=tuple(again),
    )


def _wiring(options: RunOptions, project: Project, plan: Run) -> Wiring:
    """Reporters see no secret, but for GitHub's, which has the runner mask those of the environment; it would mask
    them in paths and names, too."""
    given = [os.environ[name] for name in project.secrets if os.environ.get(name)]
    secrets = hidden_everywhere(given, plan.cases, project)
    return Wiring(options=options, root=project.root, secrets=secrets)


def _recorder(loaded: Loaded) -> Reporter:
    from itest.report.docs.recorder import Recorder  # Start-up cost: only runs that keep examples need it.

    return Recorder(loaded.project.root.resolve(), {scenario.key: scenario for scenario in loaded.scenarios})


def _repeated(option: str, values: Sequence[str]) -> list[str]:
    return [word for value in values for word in (option, value)]


def _read_data(path: Path) -> Value:
    from itest.load.data_file import read_data_file  # start-up cost: only where data come from a file

    return read_data_file(path)


def _tools(specs: Mapping[str, ActionSpec]) -> Tools:
    return Tools(specs=specs, create=create, read_data=_read_data, env=dict(os.environ))


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
        try:
            for event in plan.events():
                if isinstance(event, RunFinished):
                    finished = replace(event, ok=event.ok and not unwritten)
                for reporter in tuple(live):
                    try:
                        reporter.handle(event)
                    except ReportError as error:
                        unwritten.extend(error.problems)
                        live.remove(reporter)
        finally:
            # Also after a defect: what is known is still told, and no report passes for a green one.
            unwritten.extend(_closed(live))
    if unwritten:
        show_problems(unwritten)
        if any(problem.file == "standard output" for problem in unwritten):
            discard_output()
    if plan.defect is not None:
        raise plan.defect
    return _verdict(finished, unwritten)


def _closed(reporters: Sequence[Reporter]) -> list[Problem]:
    """Close the reporters; why some could not be written."""
    problems: list[Problem] = []
    for reporter in reporters:
        try:
            reporter.close()
        except ReportError as error:
            problems.extend(error.problems)
    return problems


def _verdict(finished: RunFinished | None, unwritten: Sequence[Problem]) -> int:
    """Green is earned: everything that is not a finished run without a flaw is something else than 0."""
    if finished is not None and finished.interrupted:
        return INTERRUPTED.get(finished.interrupted, Exit.SIGINT)
    if unwritten:
        return Exit.REPORT
    if finished is None:
        return Exit.DEFECT
    return Exit.PASSED if finished.ok or not finished.totals.planned else Exit.FAILED
