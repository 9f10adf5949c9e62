"""Skipping: what `if` leaves out, and whether that is for want of a value."""

import pytest

from tests.engine.canned import carry_out, scenario


@pytest.mark.parametrize(
    ("condition", "reason", "missed"),
    [
        ("off", "if: off", False),
        ("a.body.n > 5", "if: a.body.n > 5", False),
        ("env.NOWHERE", "if: env.NOWHERE", False),
        ("a.body.m | default(false)", "if: a.body.m | default(false)", False),
        ("a.body.m == 1", "if: a.body.m == 1 (`a.body.m` is not there: `a.body` has no key `m`; it has `n`)", True),
    ],
)
def test_a_path_that_leads_nowhere_is_another_reason_than_a_false_one(tmp_path, condition, reason, missed):
    """It may be mistyped, and is told; what the scenario decides is not."""
    steps = f"- id: a\n  call: {{says: {{n: 1}}}}\n- if: {condition}\n  call: b"
    left_out = carry_out(tmp_path, scenario(steps, vars="{off: false}")).result.steps[1]
    assert ("skipped", reason, missed) == (left_out.outcome.value, left_out.reason, left_out.missed)


def test_a_condition_that_holds_leaves_nothing_out(tmp_path):
    """The step runs."""
    ran = carry_out(tmp_path, scenario("- if: 1 == 1\n  call: b"))
    assert ["passed"] == [step.outcome.value for step in ran.result.steps]


def test_a_step_with_skip_does_not_run_and_says_why(tmp_path):
    """Its id and what it would have captured are not there, and say so."""
    steps = "- id: a\n  skip: not now\n  call: {name: '{{ 1 / 0 }}'}\n  capture: {x: body}\n- call: {name: '{{ x }}'}"
    ran = carry_out(tmp_path, scenario(steps))
    assert ("skipped", "not now") == (ran.result.steps[0].outcome.value, ran.result.steps[0].reason)
    assert "was not captured: step 1 a was skipped" in ran.result.steps[1].fault.message


def test_a_cleanup_step_with_skip_says_its_own_reason(tmp_path):
    """Also where it needs what was never captured."""
    text = scenario("- call: {status: 500}\n- call: b\n  capture: {x: body}")
    ran = carry_out(tmp_path, text + "cleanup:\n  - {skip: not now, call: {name: '{{ x }}'}}\n")
    assert ("not now", False) == (ran.result.steps[-1].reason, ran.result.steps[-1].missed)
