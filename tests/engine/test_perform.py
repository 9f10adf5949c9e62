"""Performing: sessions send, the engine sets, waits and uses."""

import pytest

from tests.engine.canned import carry_out, scenario, sentences

LOGIN = """\
name: Sign in
inputs: {user: {default: ada}, password: {secret: true}}
steps:
  - id: session
    call: {name: "{{ user }}/{{ password }}", says: {token: "t-{{ user }}"}}
    capture: {token: $.token}
outputs: {token: "{{ token }}"}
cleanup:
  - call: "bye {{ token }}"
"""


def _use(tmp_path, steps, *, login=LOGIN, **keys):
    cleanup = keys.pop("cleanup", "")
    return carry_out(tmp_path, {"a.yaml": scenario(steps, **keys) + cleanup, "_shared/login.yaml": login})


def test_set_gives_variables_and_replaces_them(tmp_path):
    """Each with the type of its value."""
    steps = "- set: {x: 1, y: '{{ z }}'}\n- set: {x: '{{ x + 1 }}'}\n- assert: [x == 2, 'y == [3]']"
    assert "passed" == carry_out(tmp_path, scenario(steps, vars="{z: [3]}")).result.outcome


def test_a_wait_waits_and_is_cut_short_by_the_deadline(tmp_path):
    """What was not waited to its end is an error."""
    ran = carry_out(tmp_path, scenario("- wait: 5ms\n- wait: 1h\n  timeout: 20ms"))
    assert (["passed", "error"], "IT203") == (ran.outcomes, ran.result.steps[1].fault.code)


def test_a_wait_for_no_duration_is_an_error_with_its_place(tmp_path):
    """A template may come to anything."""
    ran = carry_out(tmp_path, scenario("- wait: '{{ 1 }} parsec'"))
    fault = ran.result.steps[0].fault
    assert ("IT208", 3) == (fault.code, fault.excerpt.span.line)


def test_a_request_that_cannot_be_prepared_is_an_error_at_its_argument(tmp_path):
    """With the action's sentence and hint; nothing is sent."""
    ran = carry_out(tmp_path, scenario("- call:\n    wants: more"))
    fault = ran.result.steps[0].fault
    assert ("IT208", "it wants more", "Give it.", 4) == (fault.code, fault.message, fault.hint, fault.excerpt.span.line)
    assert [] == ran.action.sent


def test_named_sessions_are_apart_and_the_same_name_is_the_same(tmp_path):
    """Several actors in one scenario."""
    steps = """
- call: a
- call: b
  session: ada
- call: c
  session: ada
  assert: [body.calls == 2]
- call: d
  assert: [body.calls == 2]
"""
    ran = carry_out(tmp_path, scenario(steps))
    assert ("passed", 2) == (ran.result.outcome, ran.action.events.count("open"))


# -- use -------------------------------------------------------------------------------------------------------------


def test_a_used_scenario_takes_inputs_and_gives_outputs(tmp_path):
    """Its cleanup joins the caller's, after it."""
    use = "- id: in\n  use: {scenario: _shared/login.yaml, with: {password: pw}}\n"
    steps = use + "  capture: {t: token}\n- call: '{{ t }}'"
    ran = _use(tmp_path, steps, cleanup="cleanup:\n  - call: own\n")
    assert ["ada/pw", "t-ada", "own", "bye t-ada"] == ran.action.sent
    assert ["passed"] == [str(child.outcome) for child in ran.result.steps[0].children]


def test_the_cleanup_of_used_scenarios_runs_last_used_first(tmp_path):
    """Each in its own variables."""
    steps = "- each: [a, b]\n  use: {scenario: _shared/login.yaml, with: {user: '{{ item }}', password: pw}}"
    assert ["a/pw", "b/pw", "bye t-b", "bye t-a"] == _use(tmp_path, steps).action.sent


def test_a_scenario_used_in_cleanup_is_cleaned_up_too(tmp_path):
    """What it created does not stay."""
    cleanup = "cleanup:\n  - use: {scenario: _shared/login.yaml, with: {password: pw}}\n"
    assert ["a", "ada/pw", "bye t-ada"] == _use(tmp_path, "- call: a", cleanup=cleanup).action.sent


def test_a_used_scenario_does_not_see_the_callers_variables(tmp_path):
    """Only its inputs and the configuration."""
    files = {
        "itest.yaml": "vars: {shared: from config}\n",
        "a.yaml": scenario("- use: _shared/b.yaml", vars="{x: 1}"),
        "_shared/b.yaml": scenario("- call: '{{ shared }}'\n- assert: [(vars.x | default('none')) == 'none']"),
    }
    ran = carry_out(tmp_path, files)
    assert (["from config"], "passed") == (ran.action.sent, ran.result.outcome)


def test_a_used_scenario_that_fails_is_a_failure_and_one_that_errs_an_error(tmp_path):
    """The fault names the step inside."""
    failing = LOGIN.replace("says:", "status: 500, says:")
    ran = _use(tmp_path, "- use: {scenario: _shared/login.yaml, with: {password: pw}}", login=failing)
    assert ("failed", "IT211") == (ran.result.outcome, ran.result.steps[0].fault.code)
    assert '`_shared/login.yaml` did not pass: step 1 "session" IT101' in ran.result.steps[0].fault.message
    erring = LOGIN.replace("says:", "error: dns, says:")
    ran = _use(tmp_path, "- use: {scenario: _shared/login.yaml, with: {password: pw}}", login=erring)
    assert "error" == ran.result.outcome


def test_a_failed_use_may_be_expected(tmp_path):
    """`error` is a result field of every step."""
    steps = "- use: {scenario: _shared/login.yaml, with: {password: pw}}\n  expect: {error: {kind: scenario}}"
    assert "passed" == _use(tmp_path, steps, login=LOGIN.replace("says:", "status: 500, says:")).result.outcome


def test_a_used_scenario_runs_in_the_callers_session(tmp_path):
    """Its cookies stay there."""
    steps = "- use: {scenario: _shared/login.yaml, with: {password: pw}}\n- call: a\n  assert: [body.calls == 2]"
    assert "passed" == _use(tmp_path, steps).result.outcome


def test_a_secret_input_is_redacted(tmp_path):
    """It is said by the used scenario and holds for the run."""
    steps = "- use: {scenario: _shared/login.yaml, with: {password: s3cret-pw}}\n- call: {status: 500, says: s3cret-pw}"
    ran = _use(tmp_path, steps)
    assert "s3cret-pw" not in repr([event for event in ran.events if type(event).__name__ == "ScenarioFinished"])


def test_a_use_that_its_deadline_cut_off_is_never_taken_for_passed(tmp_path):
    """Steps that were not reached did not pass."""
    login = (
        "name: Slow\nsteps:\n  - wait: 30ms\n    expect: {error: {kind: timeout}}\n  - call: never\noutputs: {x: 1}\n"
    )
    ran = _use(tmp_path, "- use: _shared/login.yaml\n  timeout: 20ms", login=login)
    assert ("error", []) == (ran.result.outcome, ran.action.sent)
    assert "IT203" in sentences(ran.result.steps)[0]


def test_files_of_a_used_scenario_are_relative_to_it(tmp_path):
    """As every path in a file."""
    files = {
        "a.yaml": scenario("- use: _shared/b.yaml"),
        "_shared/b.yaml": scenario("- call: \"{{ file('note.txt') }}\""),
        "_shared/note.txt": "beside b",
        "note.txt": "beside a",
    }
    assert ["beside b"] == carry_out(tmp_path, files).action.sent


@pytest.mark.parametrize("retry", ["{attempts: 2, every: 0}"])
def test_a_use_is_tried_again_as_a_whole(tmp_path, retry):
    """With the same inputs; each try is cleaned up."""
    login = LOGIN.replace("says:", "fails: 1, says:")
    ran = _use(
        tmp_path, f"- use: {{scenario: _shared/login.yaml, with: {{password: pw}}}}\n  retry: {retry}", login=login
    )
    assert ["ada/pw", "ada/pw", "bye t-ada", "bye t-ada"] == ran.action.sent
    assert "passed" == ran.result.outcome
