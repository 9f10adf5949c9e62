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
