"""The run: its events from start to end, whatever happens on the way."""

import pytest

from itest.files.run_folders import open_run
from itest.model.problem import UsageError
from tests.engine.canned import carry_out, plan, scenario


def _names(ran):
    return [type(event).__name__ for event in ran.events]


def test_a_run_is_told_from_its_plan_to_its_verdict(tmp_path):
    """Each event once, in order; of each step as it ends only who asks for that detail."""
    ran = carry_out(tmp_path, scenario("- call: a"), detail=True)
    expected = ["RunStarted", "ScenarioStarted", "StepFinished", "ScenarioFinished", "RunFinished"]
    assert expected == _names(ran)
    expected.remove("StepFinished")
    assert expected == _names(carry_out(tmp_path, scenario("- call: a")))
    assert ["a.yaml"] == [case.id for case in ran.events[0].cases]


def test_nothing_is_sent_before_the_events_are_asked_for(tmp_path):
    """Planning is not running."""
    planned = plan(tmp_path, scenario("- call: a"))
    assert [] == planned.action.sent
    assert not (tmp_path / ".itest").exists()


def test_the_same_seed_gives_the_same_values_whatever_runs_beside(tmp_path):
    """Random values come from the seed and the case; other seeds give others."""
    text = scenario("- call: '{{ uuid() }} {{ random_int(1, 1000000) }} {{ random_string(9) }}'")
    once = carry_out(tmp_path / "1", {"a.yaml": text, "b.yaml": text}, seed=7, jobs=1)
    again = carry_out(tmp_path / "2", {"0.yaml": text, "a.yaml": text, "b.yaml": text}, seed=7, jobs=1)
    other = carry_out(tmp_path / "3", {"a.yaml": text}, seed=8)
    assert once.action.sent == again.action.sent[1:]
    assert other.action.sent[0] not in again.action.sent


def test_maxfail_leaves_cases_out_and_says_so(tmp_path):
    """They are planned and not finished, so the run is not green."""
    files = {f"{name}.yaml": scenario("- call: {status: 500}") for name in "abcd"}
    ran = carry_out(tmp_path, files, jobs=1, maxfail=2)
    assert (4, 2, "stopped after 2 broken scenarios") == (
        ran.finished.totals.planned,
        ran.finished.totals.failed,
        ran.finished.stopped_early,
    )
    assert not ran.finished.ok


def test_a_quarantined_failure_does_not_fail_the_run(tmp_path):
    """It runs and is reported."""
    ran = carry_out(tmp_path, scenario("- call: {status: 500}", quarantine="known"))
    assert ("failed", 1, True) == (ran.result.outcome, ran.finished.totals.quarantined, ran.finished.ok)


def test_a_flaky_case_fails_the_run_only_where_asked(tmp_path):
    """`--fail-on-flaky`."""
    text = scenario("- call: {fails: 1}")
    assert carry_out(tmp_path / "a", text, reruns=1).finished.ok
    assert not carry_out(tmp_path / "b", text, reruns=1, fail_on_flaky=True).finished.ok


def test_an_interrupt_before_anything_ran_leaves_every_case_out(tmp_path):
    """And is no green run."""
    planned = plan(tmp_path, scenario("- call: a"))
    planned.run.interrupt("SIGTERM")
    ran = planned.carry_out()
    assert (["RunStarted", "RunFinished"], "SIGTERM", False) == (_names(ran), ran.finished.interrupted, ran.finished.ok)


def test_a_defect_of_an_action_stays_in_its_scenario(tmp_path):
    """Its cleanup and the other scenarios have their turn; it is ours to tell, with its traceback."""
    broken = scenario("- call: {raises: oops}") + "cleanup: [{call: cleaned}]\n"
    planned = plan(tmp_path, {"a.yaml": broken, "b.yaml": scenario("- call: b")}, jobs=1)
    ran = planned.carry_out()
    assert ["cleaned", "b"] == ran.action.sent[-2:]
    assert ["error", "passed"] == [result.outcome.value for result in ran.results.values()]
    assert ("IT901", "a defect of itest: RuntimeError") == (
        ran.results["a.yaml"].steps[0].fault.code,
        ran.results["a.yaml"].steps[0].fault.message,
    )
    assert "oops" == str(planned.run.defect)


def test_the_state_folder_ignores_itself_and_keeps_the_last_runs(tmp_path):
    """Its folder is for the run's files."""
    for _ in range(3):
        carry_out(tmp_path, scenario("- call: a"))
    for number in range(20):
        open_run(tmp_path, f"2001{number:02d}")
    carry_out(tmp_path, scenario("- call: a"))
    assert "*\n" == (tmp_path / ".itest" / ".gitignore").read_text()
    assert 10 == len(list((tmp_path / ".itest" / "runs").iterdir()))


def test_a_state_folder_that_cannot_be_made_is_told_before_anything_is_sent(tmp_path):
    """A sentence, not a traceback."""
    (tmp_path / ".itest").write_text("a file\n")
    planned = plan(tmp_path, scenario("- call: a"))
    with pytest.raises(UsageError) as raised:
        planned.carry_out()
    assert "IT404" == raised.value.problems[0].code
    assert [] == planned.action.sent


def test_the_folder_of_the_run_is_there_for_its_steps(tmp_path):
    """`run.dir`, with `run.id` at its end."""
    ran = carry_out(tmp_path, scenario("- call: '{{ run.dir }} {{ run.id }} {{ run.started_at }}'"))
    folder, identity, _ = ran.action.sent[0].split()
    assert folder.endswith(identity)
    assert str(tmp_path / ".itest" / "runs") in folder


def test_secrets_of_the_project_are_redacted_in_every_event(tmp_path):
    """Also where a case's title shows them."""
    files = {
        "itest.yaml": "secrets: [API_TOKEN]\n",
        "a.yaml": scenario(
            "- call: {says: '{{ secrets.API_TOKEN }}'}\n  expect: {body: x}", name="Hi {{ secrets.API_TOKEN }}"
        ),
    }
    ran = carry_out(tmp_path, files, env={"API_TOKEN": "t0k3n-value"})
    assert "t0k3n-value" not in repr(ran.events)


def test_a_used_secret_without_a_value_is_lacking(tmp_path):
    """Known before anything is sent."""
    files = {"itest.yaml": "secrets: [A, B]\n", "a.yaml": scenario("- call: '{{ secrets.A }}'")}
    assert ["IT405"] == [problem.code for problem in plan(tmp_path, files).run.lacking()]
    assert () == plan(tmp_path, files, env={"A": "1"}).run.lacking()


def test_what_a_case_speaks_to_is_known_from_the_start(tmp_path):
    """For catalogues."""
    files = {"itest.yaml": "services: {shop: {url: 'http://x'}}\n", "a.yaml": scenario("- ask: a")}
    assert ("shop",) == plan(tmp_path, files).run.cases[0].case.services
