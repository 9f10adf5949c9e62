"""`report.docs.recorder`: a run leaves what its passed cases showed, and never stumbles over it."""

import pytest

from itest.model.events import RunStarted, ScenarioFinished, ServiceStarted
from itest.model.exchange import Transcript
from itest.model.record import replace
from itest.model.result import Case, Outcome, ScenarioResult
from itest.report.docs.fingerprint import fingerprint
from itest.report.docs.recorder import Recorder
from itest.report.docs.records import last
from tests.report import events as sample

from .loading import loaded


@pytest.fixture
def project(tmp_path):
    return loaded(tmp_path, a="name: A\nsteps: [{request: GET http://x/}]")


def told(root, scenario, *results):
    """What the state folder holds after these results."""
    recorder = Recorder(root, {str(root / "a.yaml"): scenario})
    run = RunStarted(version="1.2", environment="staging", seed=1, jobs=1, cases=(), started=0.0, run_id="r1")
    started = ServiceStarted(name="my-shop", url="http://127.0.0.1:80", duration=0.1)
    for event in (run, started, *(ScenarioFinished(result=result) for result in results)):
        recorder.handle(event)
    recorder.close()
    return last(root, [("a.yaml", 0), ("a.yaml", 2)])


def result(root, **values):
    run_dir = root / ".itest" / "runs" / "r1"
    step = sample.passed_step(
        1, "Ask", transcript=Transcript(title=f"{run_dir} → 200", command="curl http://127.0.0.1:80/")
    )
    case = Case(id="a", file=str(root / "a.yaml"), title="A", **values.pop("case", {}))
    return ScenarioResult(
        **{"case": case, "outcome": Outcome.PASSED, "steps": (step,), "started": sample.STARTED, **values}
    )


def test_a_passed_case_is_kept(tmp_path, project):
    """When, where, with which version, what it does, and its exchanges without this machine in them."""
    kept = told(tmp_path, project["a"], result(tmp_path))[("a.yaml", 0)]
    assert ("2026-01-02T03:04:05Z", "staging", "1.2") == (kept.date, kept.environment, kept.version)
    assert fingerprint(project["a"]) == kept.fingerprint
    assert ("$RUN_DIR → 200", "curl $MY_SHOP_URL/") == (kept.steps[0].title, kept.steps[0].command)


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.ERROR, Outcome.SKIPPED])
def test_another_outcome_leaves_what_was_there(tmp_path, project, outcome):
    """The last time it passed is what counts."""
    good = result(tmp_path)
    kept = told(tmp_path, project["a"], good, replace(good, outcome=outcome, started=0.0))
    assert "2026-01-02T03:04:05Z" == kept[("a.yaml", 0)].date


def test_rows_are_kept_apart_and_repetitions_once(tmp_path, project):
    """A file a row; of `--repeat` the first."""
    row = result(tmp_path, case={"row": 2, "repeat": 1})
    again = result(tmp_path, case={"row": 2, "repeat": 2}, started=0.0)
    kept = told(tmp_path, project["a"], row, again)
    assert {("a.yaml", 2): "2026-01-02T03:04:05Z"} == {key: case.date for key, case in kept.items()}


def test_a_folder_that_cannot_be_written_harms_no_run(tmp_path, project):
    """A file stands where the state folder should be."""
    (tmp_path / ".itest").write_text("")
    assert {} == told(tmp_path, project["a"], result(tmp_path))
