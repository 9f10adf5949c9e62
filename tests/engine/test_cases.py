"""Cases: a case always comes to a result, and runs again where reruns allow it."""

import pytest

from tests.engine.canned import carry_out, plan, scenario, sentences

PASS = "- call: a"
FAIL = "- call: {status: 500}"


def test_a_case_passes_when_its_steps_do(tmp_path):
    """Every step, in order, once."""
    ran = carry_out(tmp_path, scenario("- call: a\n- call: b"))
    assert ("passed", ["a", "b"], True) == (ran.result.outcome, ran.action.sent, ran.finished.ok)


def test_a_skipped_scenario_sends_nothing_and_says_why(tmp_path):
    """`skip` is a reason, `skip_if` an expression."""
    ran = carry_out(tmp_path, {"a.yaml": scenario(PASS, skip="later"), "b.yaml": scenario(PASS, skip_if="1 < 2")})
    assert [("skipped", "later"), ("skipped", "skip_if: 1 < 2")] == [
        (result.outcome, result.reason) for _, result in sorted(ran.results.items())
    ]
    assert [] == ran.action.sent


def test_a_skip_if_that_does_not_hold_skips_nothing(tmp_path):
    """And one that cannot be evaluated is an error with its place."""
    ran = carry_out(tmp_path, {"a.yaml": scenario(PASS, skip_if="1 > 2"), "b.yaml": scenario(PASS, skip_if="1 + 'a'")})
    assert "passed" == ran.results["a.yaml"].outcome
    broken = ran.results["b.yaml"]
    assert ("error", "IT201", 2) == (broken.outcome, broken.fault.code, broken.fault.excerpt.span.line)


def test_reruns_run_the_whole_case_again_until_it_passes(tmp_path):
    """Passing on a rerun is flaky; what the first run came to is kept."""
    ran = carry_out(tmp_path, scenario("- call: {fails: 2}", reruns="3"))
    assert ("passed", 2, 4, True) == (
        ran.result.outcome,
        len(ran.result.runs),
        ran.result.allowed_runs,
        ran.result.flaky,
    )


def test_reruns_end_where_they_are_used_up(tmp_path):
    """Failed throughout is failed."""
    ran = carry_out(tmp_path, scenario("- call: {fails: 9}", reruns="2"))
    assert ("failed", 2, 3) == (ran.result.outcome, len(ran.result.runs), ran.result.allowed_runs)


def test_a_rerun_draws_other_random_values(tmp_path):
    """A name that the first run took is not taken again."""
    ran = carry_out(tmp_path, scenario("- call: {name: '{{ uuid() }}', status: 500}", reruns="1"))
    first, second = ran.action.sent
    assert first != second


def test_the_scenarios_own_reruns_win_over_the_command_line(tmp_path):
    """`reruns: 0` is said on purpose."""
    ran = carry_out(tmp_path, {"a.yaml": scenario(FAIL, reruns="0"), "b.yaml": scenario(FAIL)}, reruns=1)
    assert [0, 1] == [len(result.runs) for _, result in sorted(ran.results.items())]


def test_the_deadline_of_a_scenario_ends_its_steps_and_not_its_cleanup(tmp_path):
    """Steps that are left are told as not reached, with IT212; cleanup has a budget of its own."""
    text = scenario("- call: {hangs: true}\n  continue_on_failure: true\n- call: never", timeout="50ms")
    ran = carry_out(tmp_path, text + "cleanup:\n  - call: cleaned\n")
    assert ("error", "IT212") == (ran.result.outcome, ran.result.fault.code)
    assert "The scenario's timeout passed; 1 step did not run." == ran.result.fault.message
    assert ["error", "skipped", "passed"] == ran.outcomes
    assert [None, "cleaned"] == ran.action.sent


def test_items_that_a_deadline_cut_off_are_never_taken_for_passed(tmp_path):
    """An `each` of which only some ran is not green, even as the last step."""
    step = "- each: 3\n  call: {hangs: true}\n  timeout: 40ms\n  expect: {error: {kind: timeout}}"
    ran = carry_out(tmp_path, scenario(step, timeout="60ms"))
    assert ("error", "IT212") == (ran.result.outcome, ran.result.fault.code)


def test_a_broken_timeout_is_an_error_with_its_place(tmp_path):
    """A template may come to anything."""
    ran = carry_out(tmp_path, scenario(PASS, vars="{t: soon}", timeout="'{{ t }}'"))
    assert ("error", "IT201", 3) == (ran.result.outcome, ran.result.fault.code, ran.result.fault.excerpt.span.line)


def test_the_first_thing_that_broke_decides_between_failure_and_error(tmp_path):
    """A failure followed by an error is a failure, and the other way round."""
    ran = carry_out(
        tmp_path,
        {
            "a.yaml": scenario(FAIL + "\n- call: {error: connect}", continue_on_failure="true"),
            "b.yaml": scenario("- call: {error: connect}\n" + FAIL, continue_on_failure="true"),
        },
    )
    assert ["failed", "error"] == [str(result.outcome) for _, result in sorted(ran.results.items())]


def test_a_case_whose_steps_are_all_skipped_is_skipped(tmp_path):
    """Nothing was looked at, so nothing passed."""
    ran = carry_out(tmp_path, scenario("- call: a\n  if: false"))
    assert ("skipped", "every step was skipped") == (ran.result.outcome, ran.result.reason)


def test_an_interrupted_case_is_an_error_and_is_cleaned_up(tmp_path):
    """The step that hangs is woken, further steps do not run, cleanup does; no rerun."""
    text = scenario("- call: {hangs: true}\n- call: never", reruns="3") + "cleanup:\n  - call: cleaned\n"
    planned = plan(tmp_path, text)
    planned.action.when_sent(lambda: planned.run.interrupt("SIGINT"))
    ran = planned.carry_out()
    assert ("error", "IT213", 0) == (ran.result.outcome, ran.result.fault.code, len(ran.result.runs))
    assert [None, "cleaned"] == ran.action.sent
    assert ("SIGINT", False) == (ran.finished.interrupted, ran.finished.ok)


def test_a_case_that_was_over_when_the_interrupt_came_keeps_its_verdict(tmp_path):
    """What ran to its end is not called interrupted."""
    planned = plan(tmp_path, scenario("- call: only"))
    planned.action.when_sent(lambda: planned.run.interrupt("SIGINT"))
    assert "passed" == planned.carry_out().result.outcome


@pytest.mark.parametrize(
    ("text", "place"),
    [(scenario("- call: a\n- call: {status: 500}"), "a.yaml:4"), (scenario(FAIL, examples="[{x: 1}]"), "'a.yaml[1]'")],
)
def test_the_rerun_line_leads_to_the_broken_step_or_to_the_row(tmp_path, text, place):
    """With the words that the run itself had."""
    ran = carry_out(tmp_path, text, rerun_arguments=("--env", "a b"))
    assert f"itest run {place} --env 'a b'" == ran.result.rerun_command


def test_sessions_are_given_back_however_a_case_ends(tmp_path):
    """One session, closed once."""
    assert ["open", "close", "close action"] == carry_out(tmp_path, scenario(FAIL)).action.events


def test_a_variable_that_cannot_be_rendered_is_an_error_with_its_place(tmp_path):
    """Nothing was sent."""
    ran = carry_out(tmp_path, scenario("- call: '{{ a }}'", vars="{b: text, a: '{{ b + 1 }}'}"))
    assert ("error", "IT201", 2) == (ran.result.outcome, ran.result.fault.code, ran.result.fault.excerpt.span.line)
    assert [] == ran.action.sent


def test_a_data_row_is_a_case_of_its_own(tmp_path):
    """Its columns are nearer than `vars`."""
    text = scenario("- call: '{{ x }}'", vars="{x: 0}", examples="[{x: 1}, {x: 2}]")
    ran = carry_out(tmp_path, text, jobs=1)
    assert (["a.yaml[1]", "a.yaml[2]"], [1, 2]) == (sorted(ran.results), ran.action.sent)
    assert [""] == sentences(ran.results["a.yaml[1]"].steps)


@pytest.mark.parametrize(
    ("steps", "keys", "outcome", "xfailed"),
    [
        (FAIL, {}, "failed", True),
        (FAIL, {"reruns": "3"}, "failed", True),
        (f"{FAIL}\n- call: b", {"continue_on_failure": "true"}, "failed", True),
        ("- call: {error: connect}", {}, "error", False),
        (f"{FAIL}\n- call: {{error: connect}}", {"continue_on_failure": "true"}, "failed", False),
        (FAIL, {"cleanup": "[{call: {status: 500}}]"}, "failed", False),
        (PASS, {"cleanup": "[{call: {status: 500}}]"}, "failed", False),
        (FAIL, {"cleanup": "[{call: {error: connect}}]"}, "failed", False),
        ("- skip: later\n  call: a", {}, "skipped", False),
        ("- set: {a: 1}", {}, "error", False),
        (PASS, {"skip": "later"}, "skipped", False),
    ],
)
def test_only_the_failure_of_steps_and_flows_is_expected(tmp_path, steps, keys, outcome, xfailed):
    """An error, a cleanup that fails, and what was not looked at are none; green is what failed as expected."""
    ran = carry_out(tmp_path, scenario(steps, xfail="known", **keys))
    assert (outcome, xfailed, xfailed or outcome == "skipped") == (
        ran.result.outcome,
        ran.result.xfailed,
        ran.finished.ok,
    )
    assert int(xfailed) == ran.finished.totals.xfailed


def test_passing_where_a_failure_is_expected_fails(tmp_path):
    """At the word itself, and without another run."""
    ran = carry_out(tmp_path, scenario(PASS, xfail="known", reruns="2"))
    assert ("failed", "IT112", True, False, 1) == (
        ran.result.outcome,
        ran.result.fault.code,
        ran.result.xpassed,
        ran.finished.ok,
        len(ran.action.sent),
    )
    assert "it passed, and `xfail` says that it fails: known" == ran.result.fault.message


def test_an_error_is_run_again_before_a_failure_is_expected(tmp_path):
    """As `reruns` says."""
    ran = carry_out(tmp_path, scenario("- call: {raises: oops}", xfail="known", reruns="1"))
    assert ("error", 1, False) == (ran.result.outcome, len(ran.result.runs), ran.result.xfailed)


def test_nothing_of_a_quarantined_case_fails_the_run(tmp_path):
    """Its passing where a failure is expected neither."""
    ran = carry_out(tmp_path, scenario(PASS, xfail="known", quarantine="elsewhere"))
    assert (True, True, 1) == (ran.result.quarantined, ran.finished.ok, ran.finished.totals.quarantined)
