"""`report.verdict`: why something broke, in one line and in full."""

from itest.model.events import ProjectSteps
from itest.model.result import Outcome
from itest.report.verdict import phase_verdict, verdict_of

from . import events as sample


def test_a_failure_is_told_by_its_first_block():
    """Code and sentence come from what broke first; the text has every block."""
    verdict = verdict_of(sample.CHECKED_OUT)
    assert (Outcome.FAILED, "IT104") == (verdict.outcome, verdict.code)
    assert "IT104 1 of 3 checks failed: body $.status" == verdict.headline
    assert "POST /orders → 201 Created" in verdict.text


def test_further_blocks_are_counted():
    """One line says that it is not the only one."""
    assert "(and 1 more)" in verdict_of(sample.USED_FAILED).headline


def test_a_phase_without_a_flaw_has_none():
    """Setup that went well is nobody's news."""
    assert phase_verdict(ProjectSteps(phase="setup", results=(sample.passed_step(1, "Create"),))) is None
