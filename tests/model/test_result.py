"""Results: what is derived from what steps came to."""

import pytest

from itest.model.result import Case, Check, FlowResult, Mismatch, Outcome, ScenarioResult, StepResult, Totals


def _step(label, outcome=Outcome.PASSED, children=(), mismatches=()):
    check = Check(kind="expect", label="status", mismatches=mismatches)
    return StepResult(number=1, label=label, outcome=outcome, checks=(check,), children=children)


def _result(outcome=Outcome.PASSED, **rest):
    return ScenarioResult(case=Case(id="a", file="a", title="A", **rest.pop("of", {})), outcome=outcome, **rest)


@pytest.mark.parametrize(
    ("outcome", "broken"),
    [(Outcome.PASSED, False), (Outcome.SKIPPED, False), (Outcome.FAILED, True), (Outcome.ERROR, True)],
)
def test_failures_and_errors_are_broken(outcome, broken):
    """Of steps and of cases."""
    assert (broken, broken) == (_step("s", outcome).broken, _result(outcome).broken)


def test_all_steps_are_those_of_used_scenarios_too():
    """After the step that uses them, at any depth."""
    steps = (_step("a", children=(_step("b", children=(_step("c"),)),)), _step("d"))
    assert ["a", "b", "c", "d"] == [step.label for step in _result(steps=steps).all_steps()]


def test_assertions_are_the_checks_of_all_steps_and_the_flows():
    """What was looked at."""
    flow = FlowResult(label="f", origin="a", target="b", outcome=Outcome.PASSED)
    assert 3 == _result(steps=(_step("a", children=(_step("b"),)),), flows=(flow,)).assertions


def test_a_case_is_flaky_when_it_passed_after_it_did_not():
    """Failed throughout is failed."""
    assert (True, False, False) == (
        _result(runs=(_result(Outcome.FAILED),)).flaky,
        _result(Outcome.FAILED, runs=(_result(Outcome.FAILED),)).flaky,
        _result().flaky,
    )


def test_a_quarantined_case_is_one_that_broke():
    """A pass is a pass."""
    of = {"quarantine": "known"}
    assert (True, False) == (_result(Outcome.FAILED, of=of).quarantined, _result(of=of).quarantined)


def test_the_mismatches_of_a_step_are_those_of_its_checks():
    """In their order."""
    found = tuple(Mismatch(code="IT104", where=where, message="m") for where in "ab")
    step = _step("s", mismatches=found)
    assert (found, False) == (step.mismatches, step.checks[0].passed)


def test_every_outcome_is_finished():
    """What is left was not run."""
    totals = Totals(planned=9, passed=1, failed=1, errors=1, skipped=1, flaky=1, quarantined=1)
    assert 5 == totals.finished


def test_what_is_excused_does_not_keep_a_run_from_being_green():
    """A case in quarantine, and one that failed as its `xfail` says."""
    known = _result(Outcome.FAILED, of={"xfail": "T-1"}, xfailed=True)
    parked = _result(Outcome.ERROR, of={"quarantine": "T-2"})
    plain = _result(Outcome.FAILED)
    assert [("expected to fail: T-1", False), ("quarantined: T-2", False), ("", True)] == [
        (result.excuse, result.red) for result in (known, parked, plain)
    ]
