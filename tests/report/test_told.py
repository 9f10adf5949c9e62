"""`report.told`: events folded into cases and their statuses."""

from itest.report.told import Told, status_of

from . import events as sample


def told_of(events):
    told = Told()
    for event in events:
        told.handle(event)
    return told


def test_every_status_has_its_word():
    """The long run holds one of each kind."""
    told = told_of(sample.long_run())
    assert {"passed", "failed", "error", "flaky", "quarantined", "skipped"} == set(told.statuses().values())
    assert "not-run" == status_of(None)


def test_results_come_in_planned_order():
    """Whatever finished first."""
    told = told_of(sample.long_run())
    assert [case.id for case in told.cases] == [result.case.id for result in told.in_order()]


def test_a_case_that_did_not_run_has_a_reason():
    """The interrupt is named; without an end nobody knows."""
    assert "interrupted by SIGINT" == told_of(sample.interrupted_run()).why_not_run()
    assert "the run ended before" == told_of(sample.interrupted_run()[:-1]).why_not_run()
