"""`report.junit_cases`: what results come to as entries; the files they make are `test_junit`'s ground."""

import pytest

from itest.model.events import RunFinished
from itest.model.result import Outcome, Totals
from itest.report.junit_cases import scenario_entry, unfinished_entry

from . import events as sample


def test_a_quarantined_case_does_not_fail_the_build():
    """It is skipped with its reason and what it came to."""
    entry = scenario_entry(sample.QUARANTINED)
    assert (entry.outcome, entry.message) == (
        Outcome.SKIPPED,
        "quarantined: SHOP-12 is being fixed; IT102 1 of 1 check failed: status",
    )


@pytest.mark.parametrize(
    ("interrupted", "stopped_early", "begun", "outcome", "message"),
    [
        ("SIGTERM", "", False, Outcome.ERROR, "did not run: interrupted by SIGTERM"),
        ("SIGTERM", "--maxfail 1", False, Outcome.ERROR, "did not run: interrupted by SIGTERM"),
        ("", "--maxfail 1", False, Outcome.SKIPPED, "did not run: --maxfail 1"),
        ("", "--maxfail 1", True, Outcome.ERROR, "did not finish: the run ended before"),
        ("", "", True, Outcome.ERROR, "did not finish: the run ended before"),
    ],
)
def test_what_has_no_result_says_why(interrupted, stopped_early, begun, outcome, message):
    """Left out on purpose is skipped; lost is an error."""
    end = RunFinished(
        totals=Totals(), duration=1, finished=1, ok=False, interrupted=interrupted, stopped_early=stopped_early
    )
    entry = unfinished_entry(sample.LOGIN, end, begun=begun)
    assert (entry.outcome, entry.message) == (outcome, message)
