"""The pool: locks, order, halts and defects."""

import pytest

from itest.engine.plan import PlannedCase
from itest.engine.pool import Pool
from itest.model.deadline import Stop
from itest.model.result import Case
from itest.model.scenario import Scenario
from itest.model.source import Source, SourceMap
from tests.engine.canned import carry_out, scenario

MEET = "- call: {meets: {place: p, count: 2}}\n  assert: [body.met == %s]"


def test_scenarios_without_a_common_lock_run_together(tmp_path):
    """Two calls meet."""
    text = MEET % "true"
    assert carry_out(
        tmp_path, {"a.yaml": scenario(text, locks="[x]"), "b.yaml": scenario(text, locks="[y]")}
    ).finished.ok


def test_scenarios_that_share_a_lock_never_run_together(tmp_path):
    """Neither call meets the other."""
    text = MEET % "false"
    assert carry_out(
        tmp_path, {"a.yaml": scenario(text, locks="[x]"), "b.yaml": scenario(text, locks="[y, x]")}
    ).finished.ok


def test_with_one_job_cases_run_in_planned_order(tmp_path):
    """By file and row."""
    files = {f"{name}.yaml": scenario(f"- call: {name}") for name in "cab"}
    assert ["a", "b", "c"] == carry_out(tmp_path, files, jobs=1).action.sent


def _case(name, *locks):
    sources = SourceMap(Source(name, ""))
    return PlannedCase(
        case=Case(id=name, file=name, title=name),
        scenario=Scenario(path=name, file=name, name=name, sources=sources, locks=locks),
    )


def _ran(cases, work, jobs=1, stop=None):
    return list(Pool(cases, work, stop or Stop()).run(jobs))


def test_a_case_that_may_not_go_on_halts_the_pool():
    """Cases that have not begun stay out."""

    def work(case, worker, tell):
        tell(case.case.id)
        return case.case.id != "b"

    assert ["a", "b"] == _ran([_case(name) for name in "abc"], work)


def test_a_stop_keeps_further_cases_from_starting():
    """The one that runs goes on to its end."""
    stop = Stop()

    def work(case, worker, tell):
        stop.set()
        tell(case.case.id)
        return True

    assert ["a"] == _ran([_case(name) for name in "abc"], work, stop=stop)


def test_a_stop_wakes_workers_that_wait_for_a_lock():
    """Otherwise they would wait for ever."""
    stop = Stop()

    def work(case, worker, tell):
        stop.set()
        tell(case.case.id)
        return True

    assert 1 == len(_ran([_case(name, "lock") for name in "abc"], work, jobs=3, stop=stop))


def test_a_defect_of_a_worker_surfaces_on_the_callers_thread():
    """Not lost on its own."""

    def work(case, worker, tell):
        raise ZeroDivisionError("ours")

    with pytest.raises(ZeroDivisionError, match="ours"):
        _ran([_case("a"), _case("b")], work, jobs=2)


def test_no_cases_need_no_workers():
    """Nothing is told."""
    assert [] == _ran([], lambda *_: True, jobs=4)


def test_a_case_whose_lock_is_held_lets_the_next_one_pass():
    """Order gives way to progress."""
    told = _ran(
        [_case("a", "x"), _case("b", "x"), _case("c")], lambda case, _, tell: tell(case.case.id) or True, jobs=1
    )
    assert ["a", "b", "c"] == told
