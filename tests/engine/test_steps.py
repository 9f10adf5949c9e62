"""Steps: conditions, items, attempts in their order, and what a step came to."""

import pytest

from tests.engine.canned import carry_out, scenario, sentences


def _codes(ran):
    return [mismatch.code for step in ran.result.steps for mismatch in step.mismatches]


def test_the_first_broken_step_ends_the_scenario(tmp_path):
    """The steps that are left are told as not reached."""
    ran = carry_out(tmp_path, scenario("- call: a\n- call: {status: 500}\n- call: c"))
    assert ["passed", "failed", "skipped"] == ran.outcomes
    assert "not reached" == ran.result.steps[2].reason


@pytest.mark.parametrize(
    ("step_key", "file_key"), [("\n  continue_on_failure: true", {}), ("", {"continue_on_failure": "true"})]
)
def test_a_step_may_be_told_to_go_on(tmp_path, step_key, file_key):
    """The next step runs, and the scenario still fails."""
    ran = carry_out(tmp_path, scenario("- call: {status: 500}" + step_key + "\n- call: b", **file_key))
    assert ("failed", ["failed", "passed"]) == (ran.result.outcome, ran.outcomes)


def test_a_false_if_skips_the_step_and_a_missing_name_is_false(tmp_path):
    """Later steps run."""
    text = scenario("- call: a\n  id: a\n  if: 1 > 2\n- call: b\n  if: a.body.x\n- call: c")
    ran = carry_out(tmp_path, text)
    assert (["skipped", "skipped", "passed"], ["c"]) == (ran.outcomes, ran.action.sent)


def test_an_if_that_cannot_be_evaluated_is_an_error(tmp_path):
    """Not a skip: what cannot be asked was not answered."""
    ran = carry_out(tmp_path, scenario("- call: a\n  if: 1 + 'a' > 2"))
    assert ("error", []) == (ran.result.outcome, ran.action.sent)


# -- each ------------------------------------------------------------------------------------------------------------


def test_each_runs_once_for_an_item_and_leaves_lists_behind(tmp_path):
    """`item` and `index`; the id is the list of results, a captured name the list of values."""
    steps = """
- id: all
  each: [a, b]
  call: {name: "{{ item }}{{ index }}", says: {v: "{{ item }}"}}
  capture: {values: $.v}
- assert:
    - all | length == 2
    - all[1].body.v == 'b'
    - values == ['a', 'b']
"""
    ran = carry_out(tmp_path, scenario(steps))
    assert (["a0", "b1"], ["passed"] * 3) == (ran.action.sent, ran.outcomes)
    assert [0, 1, None] == [step.item for step in ran.result.steps]


@pytest.mark.parametrize(("each", "count"), [("2", 2), ("'{{ [1, 2, 3] }}'", 3), ("items", 2), ("0", 0)])
def test_each_takes_a_list_a_number_or_an_expression(tmp_path, each, count):
    """No items is a skipped step."""
    ran = carry_out(tmp_path, scenario(f"- call: a\n  each: {each}\n- call: last", vars="{items: [1, 2]}"))
    assert ["a"] * count + ["last"] == ran.action.sent
    assert (count > 0) or ("skipped", "each: no items") == (ran.result.steps[0].outcome, ran.result.steps[0].reason)


@pytest.mark.parametrize("each", ["'{{ 1.5 }}'", "'{{ -1 }}'", "'{{ true }}'", "'{{ 100001 }}'", "'{{ {} }}'"])
def test_each_of_anything_else_is_an_error(tmp_path, each):
    """The sentence says what it takes and what was there."""
    ran = carry_out(tmp_path, scenario(f"- call: a\n  each: {each}"))
    assert ("error", []) == (ran.result.outcome, ran.action.sent)
    assert sentences(ran.result.steps)[0].startswith("`each` takes a list or a number from 0 to 100000; it is ")


def test_if_is_asked_for_every_item(tmp_path):
    """Skipped items leave no result in the list."""
    steps = "- id: odd\n  each: 4\n  if: item % 2 == 1\n  call: '{{ item }}'\n- assert: [odd | length == 2]"
    ran = carry_out(tmp_path, scenario(steps))
    assert ([1, 3], "passed") == (ran.action.sent, ran.result.outcome)


def test_a_broken_item_ends_the_items(tmp_path):
    """As a broken step ends the steps."""
    ran = carry_out(tmp_path, scenario("- each: 3\n  call: {name: '{{ item }}', status: '{{ 200 + item * 300 }}'}"))
    assert ([0, 1], "failed") == (ran.action.sent, ran.result.outcome)


# -- retry -----------------------------------------------------------------------------------------------------------


def test_without_until_a_step_is_tried_until_everything_holds(tmp_path):
    """A capture that finds nothing, a transport error and a mismatch all mean "not yet"."""
    steps = """
- call: {answers: [{says: {}}, {says: {id: 1, ready: false}}, {says: {id: 2, ready: true}}]}
  retry: {attempts: 5, every: 0}
  capture: {id: $.id}
  expect: {body: {ready: true}}
- assert: [id == 2]
"""
    ran = carry_out(tmp_path, scenario(steps))
    assert ("passed", 3) == (ran.result.outcome, len(ran.result.steps[0].attempts))


def test_a_transport_error_means_not_yet(tmp_path):
    """Until the attempts are used up; then it is the error that it is."""
    ran = carry_out(tmp_path, scenario("- call: {error: connect}\n  retry: {attempts: 3, every: 0}"))
    assert ("error", 3, "IT202") == (
        ran.result.outcome,
        len(ran.result.steps[0].attempts),
        ran.result.steps[0].fault.code,
    )


def test_with_until_a_step_is_polled_and_judged_once(tmp_path):
    """The answers on the way are not judged; what held at last is, even where it is wrong."""
    steps = """
- call: {answers: [{status: 503, says: {done: false}}, {status: 200, says: {done: true, ok: false}}]}
  retry: {attempts: 5, every: 0, until: body.done}
  expect: {body: {ok: true}}
"""
    ran = carry_out(tmp_path, scenario(steps))
    step = ran.result.steps[0]
    assert (["IT104"], 2) == (_codes(ran), len(step.attempts))


def test_an_until_that_never_holds_is_a_failure_and_the_last_answer_is_judged(tmp_path):
    """IT109, beside what else did not hold."""
    ran = carry_out(tmp_path, scenario("- call: {status: 500}\n  retry: {attempts: 2, every: 0, until: body.done}"))
    assert ["IT109", "IT101"] == _codes(ran)
    assert (
        "`body.done` did not hold in 2 attempts: `body.done` is not there: `body` has no key `done`; it has `calls`"
        == sentences(ran.result.steps)[0]
    )


def test_stop_if_ends_the_attempts_at_once_as_a_failure(tmp_path):
    """Even where everything else holds."""
    steps = """
- call: {answers: [{says: {state: running}}, {says: {state: dead}}, {says: {state: running}}]}
  retry: {attempts: 9, every: 0, until: body.state == 'done', stop_if: body.state == 'dead'}
"""
    ran = carry_out(tmp_path, scenario(steps))
    assert (["IT110"], 2) == (_codes(ran), len(ran.result.steps[0].attempts))


def test_the_attempts_of_a_step_send_the_same_request(tmp_path):
    """It is rendered once."""
    ran = carry_out(tmp_path, scenario("- call: {name: '{{ uuid() }}', status: 500}\n  retry: {attempts: 3, every: 0}"))
    assert 1 == len(set(ran.action.sent))


def test_captures_see_those_above_and_are_kept_when_a_check_fails(tmp_path):
    """So that cleanup can remove what a wrong answer created."""
    steps = "- call: {says: {id: 7}, status: 500}\n  capture: {id: $.id, twice: id * 2}\n  expect: {status: 200}"
    ran = carry_out(tmp_path, scenario(steps) + "cleanup:\n  - call: 'remove {{ twice }}'\n")
    assert ([None, "remove 14"], "failed") == (ran.action.sent, ran.result.outcome)


def test_a_path_that_the_result_lacks_makes_a_condition_not_hold(tmp_path):
    """No error: the answer is on its way."""
    steps = (
        "- call: {answers: [{says: {}}, {says: {a: {b: 1}}}]}\n  retry: {attempts: 3, every: 0, until: body.a.b == 1}"
    )
    assert "passed" == carry_out(tmp_path, scenario(steps)).result.outcome


def test_a_default_retry_of_the_project_holds_for_every_step(tmp_path):
    """A step's own replaces it."""
    files = {
        "itest.yaml": "defaults: {retry: {attempts: 3, every: 0}}\n",
        "a.yaml": scenario("- call: {fails: 1}\n- call: {status: 500}\n  retry: {attempts: 2, every: 0}"),
    }
    ran = carry_out(tmp_path, files)
    assert [2, 2] == [len(step.attempts) for step in ran.result.steps]


@pytest.mark.parametrize(
    ("retry", "said"),
    [
        ("{attempts: '{{ 0 }}'}", "attempts takes a number of at least 1, not 0."),
        ("{for: '{{ 1 + 1 }} parsecs'}", "`2 parsecs` is no duration"),
        ("{backoff: '{{ 0.5 }}'}", "backoff takes a number of at least 1, not 0.5."),
    ],
)
def test_a_retry_that_comes_to_nonsense_is_an_error(tmp_path, retry, said):
    """Before anything is sent."""
    ran = carry_out(tmp_path, scenario(f"- call: a\n  retry: {retry}"))
    assert ("error", []) == (ran.result.outcome, ran.action.sent)
    assert sentences(ran.result.steps)[0].startswith(said)


# -- outcome ---------------------------------------------------------------------------------------------------------


def test_a_timeout_of_a_step_is_an_error(tmp_path):
    """The deadline reaches the session."""
    ran = carry_out(tmp_path, scenario("- call: {hangs: true}\n  timeout: 30ms"))
    assert ("error", "IT203") == (ran.result.outcome, ran.result.steps[0].fault.code)


def test_a_step_that_names_error_may_fail_to_be_carried_out(tmp_path):
    """Then the error is a result like any other."""
    first = "- call: {error: connect}\n  expect: {error: {kind: connect}}\n"
    steps = first + "- call: {error: dns}\n  assert: [error.kind == 'dns']"
    assert "passed" == carry_out(tmp_path, scenario(steps)).result.outcome


def test_an_expected_error_that_does_not_come_is_a_failure(tmp_path):
    """IT104 at `error`."""
    ran = carry_out(tmp_path, scenario("- call: a\n  expect: {error: {kind: connect}}"))
    assert ("failed", ["IT104"]) == (ran.result.outcome, _codes(ran))


def test_a_secret_that_an_exchange_found_is_redacted_from_then_on(tmp_path):
    """Whatever event it would appear in."""
    ran = carry_out(tmp_path, scenario("- call: {secret: hunter22, says: hunter22}\n  expect: {body: other}"))
    assert "hunter22" not in repr(ran.events)
    assert "***" in repr(ran.events)


def test_names_of_steps_are_rendered_and_stay_as_written_where_they_cannot_be(tmp_path):
    """A name is no check."""
    steps = "- name: 'Look at {{ x }}'\n  call: a\n- name: 'Look at {{ x + 1 }}'\n  call: b"
    ran = carry_out(tmp_path, scenario(steps, vars="{x: seven}"))
    assert ["Look at seven", "Look at {{ x + 1 }}"] == [step.label for step in ran.result.steps]


def test_what_a_step_was_handed_is_told_with_it(tmp_path):
    """Name, place and the step it came from."""
    steps = "- id: login\n  call: {says: {t: abc}}\n  capture: {token: $.t}\n- call: {name: 'Bearer {{ token }}'}"
    (handover,) = carry_out(tmp_path, scenario(steps)).result.steps[1].handovers
    assert ("token", "name", "step 1 login") == (handover.name, handover.target, handover.origin)


def test_an_until_that_does_not_hold_tells_what_it_saw(tmp_path):
    """In the sentence that of the last attempt, in each attempt's line its own."""
    steps = "- call: {answers: [{says: {n: 1}}, {says: {n: 2}}]}\n  retry: {attempts: 2, every: 0, until: body.n == 3}"
    (step,) = carry_out(tmp_path, scenario(steps)).result.steps
    assert "`body.n == 3` did not hold in 2 attempts: it is false; body.n is 2" == sentences([step])[0]
    assert ["status 200; body.n is 1", "status 200; body.n is 2"] == [attempt.summary for attempt in step.attempts]


def test_a_wait_that_retry_has_no_time_for_is_told(tmp_path):
    """Else it looks as if `retry` had done nothing; where the attempts are used up it says nothing."""
    text = "- call: {{status: 429, retry_after: 100}}\n  retry: {{{}}}"
    ran = carry_out(tmp_path / "for", scenario(text.format("for: 2s")))
    assert ["IT110", "IT101"] == _codes(ran)
    assert (
        "the answer asked to wait 1m40s (Retry-After), which `retry` has no time for" == sentences(ran.result.steps)[0]
    )
    assert ["IT101"] == _codes(carry_out(tmp_path / "attempts", scenario(text.format("attempts: 1"))))


def test_a_name_that_was_never_captured_says_which_step_it_waited_for(tmp_path):
    """Skipped, or without such a value; a value from before stays."""
    steps = "- id: off\n  if: 1 == 2\n  call: x\n  capture: {token: body}\n- assert: token == 1"
    ran = carry_out(tmp_path / "a", scenario(steps))
    assert "`token` was not captured: step 1 off was skipped" == sentences(ran.result.steps)[-1]
    steps = "- call: {says: {}}\n  capture: {token: $.no}\n- assert: token == 1"
    ran = carry_out(tmp_path / "b", scenario(steps, continue_on_failure="true"))
    assert "`token` was not captured: step 1 call gave no such value" == sentences(ran.result.steps)[-1]
    steps = "- if: 1 == 2\n  call: x\n  capture: {token: body}\n- assert: token == 1"
    assert "passed" == carry_out(tmp_path / "c", scenario(steps, vars="{token: 1}")).result.outcome


def test_a_step_that_the_scenarios_timeout_ended_says_so(tmp_path):
    """And not the step's own."""
    ran = carry_out(tmp_path, {"a.yaml": scenario("- call: {hangs: true}", timeout="20ms")})
    assert "it was the scenario's `timeout` that passed" in ran.result.steps[0].fault.hint
    ran = carry_out(tmp_path, {"a.yaml": scenario("- call: {hangs: true}\n  timeout: 20ms", timeout="20s")})
    assert "scenario's" not in ran.result.steps[0].fault.hint


def test_a_retry_that_the_scenario_has_no_time_for_is_told(tmp_path):
    """With what was wrong at last; and what an attempt failed by is said in words."""
    steps = "- call: {status: 500}\n  retry: {for: 60s, every: 30s}"
    ran = carry_out(tmp_path, scenario(steps, timeout="10s"))
    assert ["IT101", "IT110"] == _codes(ran)
    (step,) = ran.result.steps
    assert "the scenario's `timeout` left no time for another attempt" == step.mismatches[1].message
    assert ["status 500; success was expected"] == [attempt.summary for attempt in step.attempts]
