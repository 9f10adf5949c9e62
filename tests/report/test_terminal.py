"""`report.terminal`: what people see, to the byte, on every kind of terminal and on none."""

import errno
import io
import sys
from pathlib import Path

import pytest

from itest.model.events import ProjectSteps, RunFinished, ScenarioFinished, ServiceStarted
from itest.model.problem import ReportError
from itest.model.record import replace
from itest.model.result import Fault, Outcome, ScenarioResult, StepResult, Totals
from itest.report.terminal import Look, TerminalReporter

from . import events as sample
from .golden import compare

KEPT = (Outcome.PASSED, Outcome.FAILED)


class Terminal(io.StringIO):
    """A stream that somebody watches."""

    def isatty(self):
        return True


class Full(io.StringIO):
    """A stream whose other side takes nothing any more."""

    def __init__(self, error):
        super().__init__()
        self.error = error

    def write(self, text):
        raise self.error


def shown(events, look=None, *, stdout=None, environ=None):
    """What these events leave on standard output; nothing may go to standard error without a terminal."""
    stdout, stderr = stdout or io.StringIO(newline="\n"), io.StringIO()
    reporter = TerminalReporter(look or Look(width=80), stdout=stdout, stderr=stderr, environ=environ or {})
    for event in events:
        reporter.handle(event)
    reporter.close()
    assert stderr.getvalue() == ""
    return stdout.getvalue() if isinstance(stdout, io.StringIO) else ""


@pytest.mark.parametrize(
    ("name", "events", "look"),
    [
        ("short.txt", sample.short_run, Look(width=80, reports=("itest-results/report.html",))),
        ("short_color.txt", sample.short_run, Look(width=80, color="always")),
        ("short_quiet.txt", sample.short_run, Look(width=80, verbosity=-1)),
        ("long.txt", sample.long_run, Look(width=80)),
        ("long_verbose.txt", sample.long_run, Look(width=100, verbosity=1, durations=3)),
        ("long_narrow.txt", sample.long_run, Look(width=20)),
        ("interrupted.txt", sample.interrupted_run, Look(width=80)),
    ],
)
def test_the_text_is_as_agreed(name, events, look):
    """Each run gives its text to the byte."""
    compare(name, shown(events(), look))


def test_an_ascii_terminal_gets_plainer_characters():
    """What it cannot show is shown otherwise, and nothing breaks."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", newline="\n")
    events = [replace(sample.short_run()[0], environment="тест"), *sample.short_run()[1:]]
    shown(events, stdout=stream)
    stream.detach()
    compare("short_ascii.txt", raw.getvalue().decode("ascii"))


@pytest.mark.parametrize(
    ("color", "environ", "terminal", "expected"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_color_is_used_where_it_is_wanted(color, environ, terminal, expected):
    """An option beats the environment, and the environment beats the terminal."""
    stream = Terminal() if terminal else io.StringIO()
    text = shown(sample.short_run(), Look(width=80, color=color), stdout=stream, environ=environ)
    assert ("\x1b[" in text) is expected


def test_outside_text_is_neither_markup_nor_control():
    """A title or a response in rich's markup, with links or escapes, is shown as it is written."""
    case = replace(sample.LOGIN, title="[bold]x[/bold] [link=http://a]\x1b]8;;http://b\x07 :smile:\r")
    fault = Fault(code="IT204", message="[red]\x1b[2J", detail=("::error::gone",))
    events = [
        sample.started((case,)),
        *sample.finished(ScenarioResult(case=case, outcome=Outcome.ERROR, fault=fault)),
    ]
    text = shown(events, Look(width=80))
    assert r"[bold]x[/bold] [link=http://a]\x1b]8;;http://b\x07 :smile:\r" in text
    assert r"IT204 [red]\x1b[2J" in text
    assert "\x1b" not in text


def test_no_line_of_a_log_can_be_a_command():
    """No line begins with a command of a log reader, whatever a service printed."""
    lines = shown(sample.long_run(), Look(width=80, verbosity=1)).splitlines()
    assert [line for line in lines if line.lstrip().startswith("::") or "##[" in line] == []


def test_a_fault_of_many_cases_is_told_once():
    """Where a service did not start, the first case tells why and names the others."""
    fault = Fault(code="IT214", message="orders was not ready in 10s", detail=("boom",))
    results = [
        ScenarioResult(case=case, outcome=Outcome.ERROR, fault=fault, rerun_command="itest run x")
        for case in (sample.LOGIN, sample.CHECKOUT, sample.HEALTH)
    ]
    text = shown([sample.started(tuple(each.case for each in results)), *sample.finished(*results)])
    assert text.split("\n\n", 2)[2] == (
        "━━ auth/login.yaml › Sign in\n"
        "IT214 orders was not ready in 10s\n"
        "  and 2 more: orders/checkout.yaml, health.yaml\n"
        "\n"
        "  │ boom\n"
        "\n"
        "  rerun  itest run x\n"
        "\n"
    )


def test_the_steps_of_what_passed_are_not_kept():
    """A run of a hundred thousand requests takes no more memory than a short one."""
    reporter = TerminalReporter(Look(width=80), stdout=io.StringIO(), stderr=io.StringIO(), environ={})
    finished = [event.result for event in sample.long_run() if isinstance(event, ScenarioFinished)]
    results = {outcome: next(each for each in finished if each.outcome is outcome and each.steps) for outcome in KEPT}
    steps = {outcome: result.steps[0] for outcome, result in results.items()}
    before = {outcome: sys.getrefcount(step) for outcome, step in steps.items()}
    for outcome, step in steps.items():
        reporter.handle(ScenarioFinished(result=replace(results[outcome], steps=(replace(step, label="x"), step))))
    kept = {outcome: sys.getrefcount(step) - before[outcome] for outcome, step in steps.items()}
    assert 0 == kept[Outcome.PASSED] < kept[Outcome.FAILED]


def test_a_setup_that_failed_is_shown():
    """Setup is no case and has a block of its own."""
    fault = Fault(code="IT214", message="orders was not ready in 10s")
    text = shown([sample.started(()), ProjectSteps(phase="setup", results=(), fault=fault)])
    assert "━━ setup\nIT214 orders was not ready in 10s\n" in text


def test_red_without_a_failure_says_why():
    """Flaky cases that fail the run would else leave a green line and a red exit."""
    end = RunFinished(totals=Totals(planned=1, passed=1, flaky=1), duration=0, finished=1, ok=False)
    text = shown([sample.started((sample.HEALTH,)), *sample.finished(sample.READY), end])
    assert text.endswith("not green: flaky scenarios fail this run\n1 flaky   0.00s\n")


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), BrokenPipeError(), ValueError("closed")]
)
def test_a_stream_that_takes_nothing_does_not_stop_the_run(error):
    """Every event is still taken; the end says what was lost, with the cause."""
    with pytest.raises(ReportError, match="IT501") as raised:
        shown(sample.long_run(), stdout=Full(error))
    assert raised.value.__cause__ is error


def test_a_full_disk_is_told():
    """`/dev/full` takes nothing, and that is an error of the report."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    raw = Path("/dev/full").open("wb", buffering=0)  # noqa: SIM115  # closed below, past its text layer, which cannot be
    stream = io.TextIOWrapper(raw, write_through=True)
    with pytest.raises(ReportError, match="No space left"):
        shown(sample.short_run(), stdout=stream)
    raw.close()


def test_a_closed_stream_is_told():
    """As it is where a shell closed standard output."""
    stream = io.StringIO()
    stream.close()
    with pytest.raises(ReportError, match="standard output"):
        shown(sample.short_run(), stdout=stream)


def test_progress_is_drawn_on_a_terminal_and_taken_away():
    """The line on standard error is erased before each result and at the end."""
    stdout, stderr = io.StringIO(), Terminal()
    reporter = TerminalReporter(Look(width=40), stdout=stdout, stderr=stderr, environ={})
    for event in [*sample.short_run(), ServiceStarted(name="a", url="b", duration=0)]:
        reporter.handle(event)
    reporter.close()
    assert "0/4 · 0s · auth/login.yaml" in stderr.getvalue()
    assert stderr.getvalue().endswith("\r\x1b[2K")
    assert "\x1b" not in stdout.getvalue()


def test_a_cleanup_that_could_not_be_done_is_told_whatever_the_verdict():
    """Something may be left behind. A false `if` is no news."""
    missed = StepResult(
        number=1, label="Delete", outcome=Outcome.SKIPPED, phase="cleanup", reason="needs `m`", missed=True
    )
    asked = StepResult(number=2, label="Else", outcome=Outcome.SKIPPED, phase="cleanup", reason="if: off")
    result = ScenarioResult(case=sample.LOGIN, outcome=Outcome.PASSED, steps=(missed, asked))
    text = shown([sample.started((sample.LOGIN,)), *sample.finished(result)], Look(width=80))
    assert '        – cleanup step 1 "Delete"   needs `m`\n' in text
    assert "cleanup step 2" not in text
