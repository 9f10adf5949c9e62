"""The terminal: what a person sees of a run, results on standard output and progress on standard error.

A line for each case as it finishes; then, in planned order, a block for each that broke; then the totals. Nothing is
drawn over on standard output, so that a log of it reads the same.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING

from itest.evaluate.data.counted import counted
from itest.evaluate.data.duration import format_duration
from itest.evaluate.data.escape import cut, visible
from itest.evaluate.data.userinfo import without_users
from itest.evaluate.telling.explanation import (
    Styled,
    case_name,
    explain_all,
    explain_phase,
)
from itest.evaluate.telling.redact import MASK
from itest.model.events import (
    Event,
    ProjectSteps,
    RunFinished,
    RunStarted,
    ScenarioFinished,
    ScenarioStarted,
)
from itest.model.record import Record, replace
from itest.model.result import Fault, Outcome, ScenarioResult, StepResult
from itest.report.files import report_error
from itest.report.screen import Screen, is_terminal, text_width
from itest.report.slowest import Slowest

if TYPE_CHECKING:
    from itest.report.profile import Profile
    from itest.report.progress import Progress

_NAME_COLUMN = 8
_NOTE_WIDTH = 24
_DETAIL_WIDTH = 10
_TIME_WIDTH = 7
_NARROW = 60
_USUAL_WIDTH = 120


class Look(Record, kw_only=True):
    """How a run is shown. `verbosity` -1 shows failures and totals only, 1 every step with its exchange, 2 all that
    was kept of it; `durations` the n slowest scenarios and steps, `profile` where the time went.

    `reports` are the paths of other reports, named at the end. `width` 0 takes the terminal's.
    """

    color: str = "auto"
    verbosity: int = 0
    durations: int = 0
    profile: bool = False
    width: int = 0
    reports: tuple[str, ...] = ()


class TerminalReporter:
    """Shows the events as they come.

    A stream that is closed, full or no longer read does not disturb the run: nothing more is written to it, and
    `close` raises `ReportError` with the `OSError` as its cause. Python tries to flush standard output once more when
    it exits, so that a caller who met this has to point it elsewhere.
    """

    def __init__(
        self,
        look: Look | None = None,
        *,
        stdout: IO[str] | None = None,
        stderr: IO[str] | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        out, err = stdout or sys.stdout, stderr or sys.stderr
        environ = os.environ if environ is None else environ
        self._look = look or Look()
        self._width = self._look.width or _width_of(out)
        self._screen = Screen(out, self._look.color, environ)
        watched = is_terminal(err) and environ.get("TERM") != "dumb" and self._look.verbosity >= 0
        self._progress = _progress(err, self._look) if watched else None
        self._run: RunStarted | None = None
        self._results: dict[str, ScenarioResult] = {}
        self._phases: list[ProjectSteps] = []
        self._slowest = Slowest(self._look.durations)
        self._profile = _profile() if self._look.profile else None
        self._names_end = _NAME_COLUMN
        self._ended = False

    def handle(self, event: Event) -> None:
        match event:
            case RunStarted():
                self._begin(event)
            case ScenarioStarted():
                if self._progress:
                    self._progress.begin(event.case.id)
            case ScenarioFinished():
                self._finish_case(event.result)
            case ProjectSteps():
                self._phases.append(event)
                self._slowest.add_phase(event)
                if self._profile:
                    self._profile.add_phase(event)
            case RunFinished():
                self._finish(event)
            case _:
                pass

    def close(self) -> None:
        if self._progress:
            self._progress.stop()
        if not self._ended and self._run is not None:
            # The run broke off without its last event: what is known is still told.
            self._screen.show([(), *self._blocks()])
        if self._screen.failure:
            raise report_error("standard output", self._screen.failure) from self._screen.failure

    def _begin(self, event: RunStarted) -> None:
        self._run = event
        if self._profile:
            self._profile.begin()
        longest = max((text_width(case_name(case)) for case in event.cases), default=0)
        self._names_end = min(_NAME_COLUMN + longest + _NAME_COLUMN, self._width - _DETAIL_WIDTH - _TIME_WIDTH)
        if self._look.verbosity >= 0:
            self._screen.show([(("heading", _header(event)),), ()])
        if self._progress:
            self._progress.start(len(event.cases))

    def _finish_case(self, result: ScenarioResult) -> None:
        # The steps of what passed are not told again, and there may be a hundred thousand of them.
        self._slowest.add(result)
        if self._profile:
            self._profile.add(result)
        told_again = result.broken or result.flaky
        self._results[result.case.id] = result if told_again else replace(result, steps=(), flows=())
        lines: list[Styled] = []
        if self._look.verbosity >= 0:
            lines.append(self._case_line(result))
            # What was not looked at, or not cleaned up, for want of a value is said whatever the verdict.
            shown = [step for step in result.steps if step.missed or self._look.verbosity > 0]
            lines += _told_of(shown, self._look.verbosity) if shown else []
        if self._progress:
            self._progress.end(result.case.id)
            self._progress.erase()
        self._screen.show(lines)
        if self._progress:
            self._progress.draw()

    def _finish(self, event: RunFinished) -> None:
        self._ended = True
        if self._progress:
            self._progress.stop()
        lines: list[Styled] = [()] if self._look.verbosity >= 0 and self._results else []
        lines += self._blocks()
        lines += self._slowest.lines()
        lines += self._profile.lines(event.duration) if self._profile else ()
        lines += [(("label", sentence),) for sentence in _remarks(event)]
        lines.append(self._total_line(event))
        self._screen.show(lines)

    def _case_line(self, result: ScenarioResult) -> Styled:
        """` PASS   auth/login.yaml › Sign in      3 steps   0.12s`, in columns where there is room for them."""
        role, word = _word(result)
        name = case_name(result.case)
        note, detail = _note(result), _detail(result)
        time = "" if result.outcome is Outcome.SKIPPED else _seconds(result.duration)
        start: Styled = ((role, f" {word:<{_NAME_COLUMN - 2}} "),)
        if self._width < _NARROW:
            return (*start, ("text", "  ".join(filter(None, (name, note or detail, time)))))
        if note:
            name = _padded(name, self._names_end - _NOTE_WIDTH - _NAME_COLUMN)
            room = self._names_end - _NAME_COLUMN + _DETAIL_WIDTH - text_width(name)
            return (*start, ("text", name), ("dim", f"{_padded(note, room)}{time}".rstrip()))
        name = _padded(name, self._names_end - _NAME_COLUMN)
        return (*start, ("text", name), ("dim", f"{detail:<{_DETAIL_WIDTH - 2}}  {time}"))

    def _blocks(self) -> list[Styled]:
        """What broke, in planned order, an empty line after each; a fault that many cases share is told once."""
        blocks: list[list[Styled]] = []
        for phase in self._phases:
            blocks += explain_phase(phase.phase, phase.results, phase.fault)
        sharing: dict[Fault, list[ScenarioResult]] = {}
        for result in self._in_order():
            if result.fault and self._told(result):
                sharing.setdefault(result.fault, []).append(result)
        for result in self._in_order():
            if self._told(result):
                blocks += _blocks_of(result, sharing.get(result.fault, []) if result.fault else [])
            elif result.flaky and self._look.verbosity > 0:
                blocks += [block for run in result.runs for block in explain_all(run)]
        return [line for block in blocks for line in (*block, ())]

    def _told(self, result: ScenarioResult) -> bool:
        return result.broken and (not result.excuse or self._look.verbosity > 0)

    def _in_order(self) -> Iterator[ScenarioResult]:
        cases = self._run.cases if self._run else ()
        return (self._results[case.id] for case in cases if case.id in self._results)

    def _total_line(self, event: RunFinished) -> Styled:
        """`1 failed · 1 flaky · 1 passed   0.41s   report itest-results/report.html`."""
        totals = event.totals
        counts = (
            ("failed", totals.failed, "failed"),
            ("error", totals.errors, "error" if totals.errors == 1 else "errors"),
            ("flaky", totals.flaky, "flaky"),
            ("skipped", totals.skipped, "skipped"),
            ("quarantined", totals.quarantined, "quarantined"),
            ("xfailed", totals.xfailed, "failed as expected"),
            ("failed", totals.planned - totals.finished, "not run"),
            ("passed", totals.passed - totals.flaky, "passed"),
        )
        shown = [((role, f"{count} {word}"), ("text", " · ")) for role, count, word in counts if count > 0]
        line = [segment for pair in shown for segment in pair][:-1] or [("label", "nothing ran")]
        line.append(("text", f"   {_seconds(event.duration)}"))
        if self._look.reports:
            line.append(("dim", f"   report {', '.join(map(_target, self._look.reports))}"))
        return tuple(line)


def _target(written: str) -> str:
    """Where a report went: a path, or an address, which may hold a password."""
    return visible(without_users(written, MASK))


def _header(event: RunStarted) -> str:
    cases, count = len(event.cases), len({(case.file, case.begins) for case in event.cases})
    scenarios = counted(count, "scenario") + (f" ({counted(cases, 'case')})" if cases != count else "")
    parts = (
        f"itest {event.version}",
        visible(event.environment),
        scenarios,
        counted(event.jobs, "job"),
        f"seed {event.seed}",
    )
    return " · ".join(filter(None, parts))


_WORDS: tuple[tuple[Callable[[ScenarioResult], bool], str, str], ...] = (
    (lambda result: result.xfailed, "xfailed", "XFAIL"),
    (lambda result: result.quarantined, "quarantined", "QUAR"),
    (lambda result: result.xpassed, "failed", "XPASS"),
    (lambda result: result.flaky, "flaky", "FLAKY"),
    (lambda result: result.outcome is Outcome.PASSED, "passed", "PASS"),
    (lambda result: result.outcome is Outcome.SKIPPED, "skipped", "SKIP"),
    (lambda result: result.outcome is Outcome.FAILED, "failed", "FAIL"),
    (lambda result: True, "error", "ERROR"),
)


def _word(result: ScenarioResult) -> tuple[str, str]:
    """The role and the word a case is shown with: the first that fits."""
    return next((role, word) for fits, role, word in _WORDS if fits(result))


def _note(result: ScenarioResult) -> str:
    """What is to be said instead of a count of steps."""
    if result.flaky:
        return f"passed on attempt {len(result.runs) + 1} of {max(result.allowed_runs, len(result.runs) + 1)}"
    if result.outcome is Outcome.SKIPPED:
        return visible(result.reason)
    if result.excuse:
        return visible(result.excuse)
    if result.xpassed:
        return visible(f"was to fail: {result.case.xfail}")
    if result.broken and result.runs:
        return f"failed {len(result.runs) + 1} times"
    return ""


def _detail(result: ScenarioResult) -> str:
    """`3 steps`, or the step that broke it and how many there are, `2/3`."""
    steps = [step for step in result.steps if step.phase == "steps"]
    total = max((step.number for step in steps), default=0)
    broken = next((step.number for step in steps if step.broken), 0)
    if result.broken and broken:
        return f"{broken}/{total}"
    return counted(total, "step") if total else ""


def _remarks(event: RunFinished) -> Iterator[str]:
    """Why the run is not what its counts look like."""
    totals = event.totals
    yield from (f"warning: {visible(warning)}" for warning in event.warnings)
    if event.interrupted:
        yield f"interrupted by {visible(event.interrupted)}"
    if event.stopped_early:
        yield f"stopped early: {visible(event.stopped_early)}"
    counted = totals.failed or totals.errors or event.interrupted or totals.finished < totals.planned
    if not event.ok and not counted:
        yield "not green: flaky scenarios fail this run" if totals.flaky else "not green: the run itself has a fault"


def _blocks_of(result: ScenarioResult, sharing: list[ScenarioResult]) -> list[list[Styled]]:
    """The blocks of a broken case; a fault of several cases stands at the first, which names the others."""
    if len(sharing) < 2:
        return explain_all(result)
    if result is not sharing[0]:
        return explain_all(replace(result, fault=None))
    names = ", ".join(visible(other.case.label) for other in sharing[1:])
    others: Styled = (("dim", cut(f"  and {len(sharing) - 1} more: {names}", 200)),)
    first, *further = explain_all(result)
    return [[*first[:2], others, *first[2:]], *further]


def _seconds(duration: float) -> str:
    """Seconds in a column: two digits also where `format_duration` would turn to milliseconds."""
    return f"{duration:.2f}s" if duration < 9.995 else format_duration(duration)


def _padded(text: str, width: int) -> str:
    """The text, two columns apart from what follows at the least."""
    return text + " " * max(2, width - text_width(text))


def _progress(stream: IO[str], look: Look) -> Progress:
    from itest.report.progress import Progress  # start-up cost: only where somebody watches

    return Progress(stream, look.width or _width_of(stream))


def _profile() -> Profile:
    from itest.report.profile import Profile  # start-up cost: only where it is asked for

    return Profile()


def _told_of(steps: Sequence[StepResult], verbosity: int) -> list[Styled]:
    from itest.report.step_lines import step_lines  # start-up cost: only where steps are shown

    return [line for step in steps for line in step_lines(step, verbosity=verbosity)]


def _width_of(stream: IO[str]) -> int:
    if not is_terminal(stream):
        return _USUAL_WIDTH
    return shutil.get_terminal_size((_USUAL_WIDTH, 24)).columns
