"""Flows: what left one step arrived at another, or shows up nowhere."""

import pytest

from tests.engine.canned import carry_out, scenario

STEPS = """
- id: a
  call: {name: n, says: {qty: 217, text: "217", none: null}}
- id: b
  call: {name: n, says: {quantity: 217, other: "is 217", list: [1]}}
- id: off
  if: false
  call: x
"""


def _flow(tmp_path, flow, steps=STEPS):
    (result,) = carry_out(tmp_path, scenario(steps) + f"flow:\n  - {flow}\n").result.flows
    return result


@pytest.mark.parametrize(
    ("flow", "outcome"),
    [
        ("a.body.qty -> b.body.quantity", "passed"),
        ("a.body.qty * 2 -> b.body.quantity + 217", "passed"),
        ("{from: a.request.name, to: b.request.name}", "passed"),
        ("a.body.gone | default(1) -> b.body.list[0]", "passed"),
        ("a.body.none -> b.body.list[0]", "failed"),
        ("{from: a.body.qty, nowhere_in: [b]}", "failed"),
        ("{from: a.request.name, nowhere_in: [a]}", "passed"),
    ],
)
def test_a_flow_holds_or_does_not(tmp_path, flow, outcome):
    """Ends are expressions over results and requests."""
    assert outcome == _flow(tmp_path, flow).outcome


def test_a_value_that_went_elsewhere_is_found_there(tmp_path):
    """Renamed?"""
    mismatch = _flow(tmp_path, "a.body.qty -> b.body.qty").mismatch
    assert (
        "217 left `a.body.qty` and was not found at `b.body.qty`; the same value is at `b.body.quantity` – renamed?"
    ) == mismatch.message
    assert [("-", "217"), ("+", "(absent)")] == [(line.mark, line.text) for line in mismatch.diff]


def test_a_number_is_not_its_text_where_an_end_could_hold_a_number(tmp_path):
    """Only ends that hold only text are compared as text."""
    assert "failed" == _flow(tmp_path, "a.body.text -> b.body.quantity").outcome


def test_nothing_at_the_start_is_a_failure(tmp_path):
    """There was nothing to arrive."""
    mismatch = _flow(tmp_path, "a.body.gone -> b.body.quantity").mismatch
    assert mismatch.message.startswith("nothing left `a.body.gone`: `a.body.gone` is not there:")


def test_a_flow_of_a_skipped_step_is_skipped(tmp_path):
    """It says which step did not run."""
    flow = _flow(tmp_path, "a.body.qty -> off.body.qty")
    assert ("skipped", "step `off` did not run") == (flow.outcome, flow.reason)


def test_a_leak_names_every_place_once(tmp_path):
    """Inside a text, too."""
    flow = _flow(tmp_path, "{from: a.body.text, nowhere_in: [b], name: quiet}")
    assert ("quiet", "failed", "IT108") == (flow.label, flow.outcome, flow.mismatch.code)
    assert "`b.body.other`" in flow.mismatch.message


def test_where_the_value_left_from_the_request_it_stands_there_by_intention(tmp_path):
    """The request of the step itself is not searched."""
    steps = "- id: a\n  call: {name: s3cret, says: ok}"
    assert "passed" == _flow(tmp_path, "{from: a.request.name, nowhere_in: [a]}", steps).outcome


def test_a_broken_flow_fails_the_scenario(tmp_path):
    """Its steps passed."""
    ran = carry_out(tmp_path, scenario(STEPS) + "flow:\n  - a.body.qty -> b.body.qty\n")
    assert ("failed", False) == (ran.result.outcome, ran.finished.ok)


def test_the_flow_of_a_step_with_each_speaks_of_its_list(tmp_path):
    """And a leak is searched in every item."""
    steps = "- id: a\n  call: {name: x9, says: 1}\n- id: b\n  each: 2\n  call: {name: 'x9 {{ index }}'}"
    assert "failed" == _flow(tmp_path, "{from: a.request.name, nowhere_in: [b]}", steps).outcome


EACH = """
- id: a
  each: [5, 7, 7]
  call: {name: "n{{ item }}", says: {kept: "{{ item }}", amount: "{{ item }}"}}
"""


@pytest.mark.parametrize(
    ("flow", "place"),
    [
        ("a[1].body.kept -> a[2].body.qty", "a[2].body.kept"),
        ("a[1].body.kept -> a[-1].body.qty", "a[-1].body.kept"),
        ("a[1].body.kept -> a[1].body.qty", "a[1].body.amount"),
        ("a[0].request.says.kept -> a[0].body.qty", "a[0].body.kept"),
    ],
)
def test_a_lost_value_is_looked_for_in_the_item_that_the_flow_speaks_of(tmp_path, flow, place):
    """And the end it left from is no place where it went."""
    assert f"the same value is at `{place}` – renamed?" in _flow(tmp_path, flow, EACH).mismatch.message


def test_a_flow_to_an_item_that_is_not_there_looks_through_all(tmp_path):
    """The number of the item may be what is wrong."""
    assert "at `a[0].body.amount`" in _flow(tmp_path, "a[0].body.kept -> a[7].body.kept", EACH).mismatch.message


def test_a_number_that_arrives_as_its_text_is_said_to(tmp_path):
    """It was not lost, and not renamed."""
    mismatch = _flow(tmp_path, "a.body.qty -> a.body.text").mismatch
    assert "a number was expected and text came" in mismatch.hint
    assert "renamed" not in mismatch.message
