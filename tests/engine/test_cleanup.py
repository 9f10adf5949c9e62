"""Cleanup: always, each whatever the others did."""

from tests.engine.canned import carry_out, plan, scenario, sentences


def _cleanup(*steps):
    return "cleanup:\n" + "".join(f"  - {step}\n" for step in steps)


def test_cleanup_runs_after_success_failure_and_error(tmp_path):
    """Whatever became of the steps."""
    for name, step in (("a", "call: x"), ("b", "call: {status: 500}"), ("c", "call: {error: dns}")):
        ran = carry_out(tmp_path / name, scenario(f"- {step}") + _cleanup("call: cleaned"))
        assert "cleaned" == ran.action.sent[-1]


def test_each_cleanup_step_runs_whatever_the_others_did(tmp_path):
    """One that fails fails the scenario."""
    ran = carry_out(tmp_path, scenario("- call: a") + _cleanup("call: {name: b, status: 500}", "call: c"))
    assert (["a", "b", "c"], "failed") == (ran.action.sent, ran.result.outcome)


def test_a_step_that_needs_what_was_never_captured_is_skipped_and_says_so(tmp_path):
    """It has nothing to remove."""
    steps = "- call: {status: 500}\n- id: made\n  call: b\n  capture: {thing: $.calls}"
    text = scenario(steps) + _cleanup("call: 'remove {{ thing }}'", "call: '{{ made.body.calls }}'", "call: last")
    ran = carry_out(tmp_path, text)
    skipped = ran.result.steps[2:4]
    assert [
        "needs `thing`, which was never captured",
        "needs `made.body.calls`, which was never captured",
    ] == sentences(skipped)
    assert [None, "last"] == ran.action.sent


def test_a_need_that_has_a_default_is_none(tmp_path):
    """`default(…)` says that it may be absent."""
    steps = "- call: {status: 500}\n- call: b\n  capture: {thing: $.calls}"
    ran = carry_out(tmp_path, scenario(steps) + _cleanup("call: \"{{ thing | default('all') }}\""))
    assert [None, "all"] == ran.action.sent


def test_cleanup_sees_the_last_values(tmp_path):
    """Captures and `set` alike."""
    steps = "- set: {x: 1}\n- call: a\n  capture: {x: body.calls + 10}"
    assert ["a", 11] == carry_out(tmp_path, scenario(steps) + _cleanup("call: '{{ x }}'")).action.sent


def test_a_second_signal_ends_cleanup_too(tmp_path):
    """What hangs is woken; what is left is told as an error, not left out."""
    planned = plan(tmp_path, scenario("- set: {x: 1}") + _cleanup("call: {hangs: true}", "call: never"))
    planned.action.when_sent(planned.run.leave)
    ran = planned.carry_out()
    assert ([None], ["passed", "error", "error"]) == (ran.action.sent, ran.outcomes)


def test_cleanup_steps_are_told_as_such(tmp_path):
    """Their phase is `cleanup`, their number starts again."""
    step = carry_out(tmp_path, scenario("- call: a") + _cleanup("call: b")).result.steps[1]
    assert ("cleanup", 1) == (step.phase, step.number)
