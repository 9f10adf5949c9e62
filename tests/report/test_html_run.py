"""`report.html_run`: a run folded from its events."""

from itest.report.history import Past
from itest.report.html_run import entries
from itest.report.told import Told

from . import events as sample
from .pages import run_of


def told(events):
    """What these events tell."""
    found = Told()
    for event in events:
        found.handle(event)
    return found


def test_cases_stand_in_planned_order_with_status_and_note():
    """However they came in."""
    found = entries(told(sample.long_run()), Past(statuses={}))
    expected = [
        ("auth/login.yaml", "passed", ""),
        ("orders/checkout.yaml", "failed", ""),
        ("health.yaml", "flaky", "passed on attempt 2 of 3"),
        ("orders/refund.yaml", "skipped", "needs REFUNDS=on"),
        ("stock/level.yaml", "error", ""),
        ("legacy/old.yaml", "quarantined", "SHOP-12 is being fixed"),
        ("orders/rows.yaml[1]", "passed", ""),
        ("orders/rows.yaml[2]", "failed", ""),
        ("orders/used.yaml", "error", ""),
    ]
    assert expected == [(entry.case.id, entry.status, entry.note) for entry in found]


def test_the_codes_of_a_case_are_those_of_its_blocks():
    """A step inside a used scenario counts, the step that uses it does not."""
    found = {entry.case.id: entry.codes() for entry in entries(told(sample.long_run()), Past(statuses={}))}
    assert ["IT104", "IT105"] == found["orders/used.yaml"]
    assert [] == found["auth/login.yaml"]


def test_anchors_are_stable_and_unique():
    """From the id alone, short, and told apart where their signs are lost."""
    ids = ["orders/rows.yaml[1]", "a b", "a-b", "ä", "x" * 300]
    cases = [sample.result(sample.case(name, "t"), sample.Outcome.PASSED) for name in ids]
    anchors = [entry.anchor for entry in entries(told(run_of(*cases)), Past(statuses={}))]
    assert ["case-orders-rows-yaml-1", "case-a-b"] == anchors[:2]
    assert 5 == len(set(anchors))
    assert max(map(len, anchors)) < 100
    assert anchors == [entry.anchor for entry in entries(told(run_of(*cases)), Past(statuses={}))]


def test_every_step_is_counted_once():
    """Those of earlier runs, of used scenarios and of the project included."""
    found = [step.label for step in told(sample.long_run()).all_steps()]
    assert 2 == found.count("Ready")
    assert {"Drop the tables", "GET /me", "Create order"} <= set(found)
