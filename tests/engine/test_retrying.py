"""Retrying: what `retry` says of the last attempt, and an attempt that its time ends."""

import pytest

from tests.engine.canned import carry_out, scenario, sentences


def _codes(step):
    return [mismatch.code for mismatch in step.mismatches]


def test_the_time_of_for_ends_the_attempt_under_way(tmp_path):
    """However long the step's own timeout is; the error says which time was over."""
    ran = carry_out(tmp_path, scenario("- call: {hangs: true}\n  timeout: 30s\n  retry: {for: 100ms, every: 0}"))
    step = ran.result.steps[0]
    assert ("error", "IT203", ["IT110"], 1) == (step.outcome, step.fault.code, _codes(step), len(step.attempts))
    assert "its time was over while attempt 1 was under way" == step.mismatches[0].message


def test_an_attempt_that_for_cuts_short_is_told_by_the_one_before(tmp_path):
    """What was there when somebody answered says more than that the next answer was cut off."""
    steps = """
- call: {answers: [{says: {stage: open}}, {hangs: true}]}
  retry: {for: 2s, every: 0}
  capture: {stage: $.stage}
  expect: {body: {stage: done}}
"""
    ran = carry_out(tmp_path, scenario(steps))
    step = ran.result.steps[0]
    assert ("failed", ["IT110", "IT104"], 2) == (step.outcome, _codes(step), len(step.attempts))


@pytest.mark.parametrize("retry", ["{for: 10s, every: 0}", "{attempts: 2, every: 0}"])
def test_the_timeout_bounds_one_attempt(tmp_path, retry):
    """The next one has a time of its own."""
    steps = f"- call: {{answers: [{{hangs: true}}, {{status: 200}}]}}\n  timeout: 50ms\n  retry: {retry}"
    ran = carry_out(tmp_path, scenario(steps))
    assert ("passed", 2) == (ran.result.outcome, len(ran.result.steps[0].attempts))


def test_an_attempt_that_may_time_out_may_be_ended_by_for(tmp_path):
    """What was expected came."""
    steps = "- call: {hangs: true}\n  retry: {for: 50ms, every: 0}\n  expect: {error: {kind: timeout}}"
    assert "passed" == carry_out(tmp_path, scenario(steps)).result.outcome


def test_a_stop_if_that_cannot_be_evaluated_is_an_error_at_once(tmp_path):
    """Going on would take it for a no."""
    steps = "- call: {says: {a: [1]}}\n  retry: {attempts: 3, every: 0, until: body.b, stop_if: body.a > 3}"
    ran = carry_out(tmp_path, scenario(steps))
    step = ran.result.steps[0]
    assert ("error", ["IT201"], 1) == (step.outcome, _codes(step), len(step.attempts))
    assert "body.a is [1]" in sentences(ran.result.steps)[0]


def test_an_until_that_cannot_be_evaluated_yet_is_asked_again(tmp_path):
    """Null may become a number; where it never does, that is an error and no failure."""
    steps = (
        "- call: {answers: [{says: {n: null}}, {says: {n: 4}}]}\n  retry: {attempts: 2, every: 0, until: body.n > 3}"
    )
    assert "passed" == carry_out(tmp_path, scenario(steps)).result.outcome
    steps = "- call: {says: {n: null}}\n  retry: {attempts: 2, every: 0, until: body.n > 3}"
    ran = carry_out(tmp_path / "never", scenario(steps))
    assert ("error", ["IT201"]) == (ran.result.outcome, _codes(ran.result.steps[0]))
    assert "`body.n > 3` could not be asked in 2 attempts" in sentences(ran.result.steps)[0]
