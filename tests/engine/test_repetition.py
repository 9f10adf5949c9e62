"""Repetition: `each` and `while`, what they report and what they leave behind."""

import pytest

from tests.engine.canned import carry_out, scenario, sentences

PAGES = """
- id: pages
  while: next
  call: {name: "{{ next }}", says: {next: "{{ [2, 3, null][index] }}"}}
  capture: {next: $.next}
- assert: [next == null, pages | length == 3]
"""


def test_a_loop_goes_on_with_what_the_run_before_captured(tmp_path):
    """Each run is a result of its own; the name is the last value, the id the list."""
    ran = carry_out(tmp_path, scenario(PAGES, vars="{next: 1}"))
    assert ("passed", [1, 2, 3], [0, 1, 2, None]) == (
        ran.result.outcome,
        ran.action.sent,
        [step.item for step in ran.result.steps],
    )


def test_more_runs_than_the_limit_are_a_failure_of_the_last(tmp_path):
    """The limit may be a template; as many as it says are carried out."""
    ran = carry_out(tmp_path, scenario("- while: {if: true, limit: '{{ most }}'}\n  call: a", vars="{most: 2}"))
    assert ("failed", ["passed", "failed"], 2) == (ran.result.outcome, ran.outcomes, len(ran.action.sent))
    assert ["`true` still holds after 2 runs"] == [m.message for m in ran.result.steps[-1].mismatches]


def test_a_limit_that_is_none_is_an_error(tmp_path):
    """Nothing is sent."""
    ran = carry_out(tmp_path, scenario("- while: {if: true, limit: '{{ most }}'}\n  call: a", vars="{most: x}"))
    assert (["error"], []) == (ran.outcomes, ran.action.sent)
    assert "limit takes a number of at least 1" in sentences(ran.result.steps)[0]


def test_a_run_that_breaks_is_the_last(tmp_path):
    """Also where the scenario goes on after it."""
    steps = "- while: index < 5\n  continue_on_failure: true\n  call: {status: 500}\n- call: b"
    ran = carry_out(tmp_path, scenario(steps))
    assert (["failed", "passed"], 2) == (ran.outcomes, len(ran.action.sent))


@pytest.mark.parametrize(
    ("key", "reason", "missed"),
    [
        ("while: off", "while: off", False),
        ("while: a.body.m", "while: a.body.m (`a.body.m` is not there: `a.body` has no key `m`; it has `n`)", True),
        ("if: off\n  while: 1 / 0", "if: off", False),
        ("skip: not now\n  while: 1 / 0", "not now", False),
        ("skip: not now\n  each: a.body.m", "not now", False),
        ("each: []", "each: no items", True),
    ],
)
def test_no_run_at_all_is_told(tmp_path, key, reason, missed):
    """And what it would have captured says why it is not there."""
    steps = f"- id: a\n  call: {{says: {{n: 1}}}}\n- {key}\n  call: b\n  capture: {{x: body}}\n- call: c"
    ran = carry_out(tmp_path, scenario(steps, vars="{off: false}"))
    left_out = ran.result.steps[1]
    assert ("skipped", reason, missed) == (left_out.outcome.value, left_out.reason, left_out.missed)
    assert 2 == len(ran.action.sent)


def test_a_condition_that_cannot_be_asked_is_an_error(tmp_path):
    """What ran before it is kept."""
    ran = carry_out(tmp_path, scenario("- while: index == 0 or 1 / 0\n  call: a"))
    assert ["passed", "error"] == ran.outcomes


def test_items_that_are_none_are_an_error(tmp_path):
    """Before anything is sent."""
    ran = carry_out(tmp_path, scenario("- each: x\n  call: a", vars="{x: 1.5}"))
    assert (["error"], []) == (ran.outcomes, ran.action.sent)
