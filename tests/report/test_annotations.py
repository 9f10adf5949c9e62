"""`report.annotations`: what broke stands at its line, within the budget that GitHub shows."""

from pathlib import Path

import pytest

from itest.model.events import RunFinished
from itest.model.problem import Problem
from itest.model.record import replace
from itest.model.result import Outcome, Totals
from itest.report.annotations import BUDGET, path_in_checkout, problem_annotations, run_annotations
from itest.report.told import Told
from itest.report.workflow_commands import Place

from . import events as sample
from . import hostile

HERE = Path.cwd()


def found(events, root=HERE):
    told = Told()
    for event in events:
        told.handle(event)
    return run_annotations(told, root)


def test_a_failure_stands_at_its_expectation():
    """File, line and columns of what did not hold; a flaky case is a warning."""
    error, warning = found(sample.short_run())
    assert ("error", "IT104 Create and read an order") == (error.level, error.title)
    assert Place(file="scenarios/orders/checkout.yaml", line=18, column=19, end_column=28) == error.place
    assert error.message.startswith("IT104 1 of 3 checks failed: body $.status\n")
    assert ("warning", "IT101 flaky: Ready") == (warning.level, warning.title)
    assert Place(file="scenarios/health.yaml", line=1) == warning.place


def test_each_kind_of_fault_has_its_place():
    """A step without an expectation at its own line, a flow at its own, the project's teardown nowhere."""
    places = {each.title: each.place and (each.place.file, each.place.line) for each in found(sample.long_run())}
    assert {
        "IT209 teardown": None,
        "IT104 Create and read an order": ("scenarios/orders/checkout.yaml", 18),
        "IT202 Stock level": ("scenarios/stock/level.yaml", 5),
        "IT107 Order [bold]": ("scenarios/orders/rows.yaml", 30),
        "IT104 A used scenario breaks": ("scenarios/orders/checkout.yaml", 18),
        "IT101 flaky: Ready": ("scenarios/health.yaml", 1),
        "IT102 quarantined: The old API answers": ("scenarios/legacy/old.yaml", 1),
    } == places


def test_nine_are_told_and_the_rest_is_counted():
    """GitHub shows ten of a kind."""
    told = found(hostile.many_failures(25))
    assert BUDGET + 1 == len(told)
    assert "16 more failed in the summary and the log" == told[-1].message


def test_warnings_have_a_budget_of_their_own():
    """Flaky cases do not push out failures."""
    failed = [hostile.broken(sample.case(f"f{n}.yaml", "F")) for n in range(12)]
    flaky = [replace(each, outcome=Outcome.PASSED, runs=(each,)) for each in failed]
    renamed = [replace(each, case=replace(each.case, id=f"flaky-{each.case.id}")) for each in flaky]
    levels = [each.level for each in found(hostile.run_of(*failed, *renamed))]
    assert (BUDGET + 1, BUDGET + 1) == (levels.count("error"), levels.count("warning"))


def test_an_interrupt_is_told():
    """What did not run has no failure of its own."""
    (only,) = found(sample.interrupted_run())
    assert "interrupted by SIGINT: 3 scenarios did not finish" == only.message


def test_a_green_run_has_none():
    """Nothing to say."""
    end = RunFinished(totals=Totals(planned=1, passed=1), duration=1, finished=sample.STARTED, ok=True)
    events = [sample.started((sample.LOGIN,)), *sample.finished(sample.SIGNED_IN), end]
    assert [] == found(events)


def test_paths_are_those_of_the_checkout(tmp_path):
    """From the top of the checkout, wherever the run stood; what lies outside keeps its name."""
    assert "scenarios/a.yaml" == path_in_checkout("scenarios/../scenarios/a.yaml", HERE)
    assert f"{HERE.name}/a.yaml" == path_in_checkout("a.yaml", HERE.parent)
    assert "a.yaml" == path_in_checkout("a.yaml", tmp_path)


@pytest.mark.parametrize("count", [1, 12])
def test_problems_are_told_within_the_budget(count):
    """A file that cannot be meant is an error at its line."""
    problem = Problem(code="IT304", message="`stpes` means nothing here.", hint="steps?", excerpt=sample.STATUS_EXCERPT)
    told = problem_annotations([problem] * count, HERE)
    assert min(count, BUDGET + 1) == len(told)
    assert ("IT304 scenario", "`stpes` means nothing here. steps?", 18) == (
        told[0].title,
        told[0].message,
        told[0].place.line,
    )
