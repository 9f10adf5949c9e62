"""The tally: green is earned."""

from itest.engine.tally import Tally
from itest.model.events import ProjectSteps
from itest.model.result import Case, Check, Fault, Outcome, ScenarioResult, StepResult


def _result(outcome, *, checks=1, quarantine="", runs=()):
    step = StepResult(number=1, label="s", outcome=outcome, checks=(Check(kind="expect", label="status"),) * checks)
    case = Case(id="a", file="a", title="A", quarantine=quarantine)
    return ScenarioResult(case=case, outcome=outcome, steps=(step,), runs=runs)


def _green(planned, *results, fail_on_flaky=False):
    tally = Tally(planned)
    for result in results:
        tally.scenario(result)
    return tally.green(fail_on_flaky=fail_on_flaky)


def test_a_run_without_results_is_not_green():
    """It starts as failed."""
    assert not _green(1)
    assert not _green(0)


def test_every_planned_case_has_to_finish():
    """One that is missing makes the run red, even if all others passed."""
    assert _green(1, _result(Outcome.PASSED))
    assert not _green(2, _result(Outcome.PASSED))


def test_a_pass_without_a_check_is_not_green():
    """Something must have been looked at."""
    assert not _green(1, _result(Outcome.PASSED, checks=0))


def test_failures_and_errors_are_red_and_quarantined_ones_are_not():
    """A quarantined failure is reported and does not fail the run."""
    assert not _green(1, _result(Outcome.FAILED))
    assert not _green(1, _result(Outcome.ERROR))
    assert _green(1, _result(Outcome.FAILED, quarantine="known"))


def test_a_flaky_pass_is_green_unless_told_otherwise():
    """`--fail-on-flaky`."""
    flaky = _result(Outcome.PASSED, runs=(_result(Outcome.FAILED),))
    assert _green(1, flaky)
    assert not _green(1, flaky, fail_on_flaky=True)


def test_a_broken_teardown_is_red():
    """Setup and teardown belong to the run."""
    tally = Tally(1)
    tally.scenario(_result(Outcome.PASSED))
    tally.project_steps(ProjectSteps(phase="teardown", results=(), fault=Fault(code="IT215", message="broken")))
    assert not tally.green(fail_on_flaky=False)


def test_maxfail_stops_at_its_number():
    """The second broken case stops a run with `--maxfail 2`; quarantined ones do not count."""
    tally = Tally(4)
    assert tally.may_go_on(_result(Outcome.FAILED), 2)
    assert tally.may_go_on(_result(Outcome.FAILED, quarantine="known"), 2)
    assert not tally.may_go_on(_result(Outcome.ERROR), 2)
    assert "stopped after 2 broken scenarios" == tally.stopped_early
