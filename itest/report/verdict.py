"""Verdicts: why something broke, as its code, one line and the whole block; the same in every report."""

from __future__ import annotations

from collections.abc import Sequence

from itest.evaluate.telling.explanation import Styled, explain_all, explain_phase, plain
from itest.model.events import ProjectSteps
from itest.model.record import Record
from itest.model.result import Outcome, ScenarioResult


class Verdict(Record, kw_only=True):
    """`code` (`IT104`) and `headline` (one line, the code in front) of the first thing that broke, `text` of all."""

    outcome: Outcome
    code: str = ""
    headline: str = ""
    text: str = ""


def verdict_of(result: ScenarioResult) -> Verdict:
    """The verdict over a broken case."""
    return _verdict(result.outcome, explain_all(result))


def phase_verdict(phase: ProjectSteps) -> Verdict | None:
    """The verdict over the project's setup or teardown; None where nothing in it broke."""
    blocks = explain_phase(phase.phase, phase.results, phase.fault)
    if not blocks:
        return None
    failed = not phase.fault and all(step.outcome is not Outcome.ERROR for step in phase.results)
    return _verdict(Outcome.FAILED if failed else Outcome.ERROR, blocks)


def headline_of(blocks: Sequence[Sequence[Styled]]) -> str:
    """The second line of the first block, which says what is wrong, and how many further blocks there are."""
    if not blocks or len(blocks[0]) < 2:
        return ""
    more = f" (and {len(blocks) - 1} more)" if len(blocks) > 1 else ""
    return plain(blocks[0][1:2]) + more


def code_of(blocks: Sequence[Sequence[Styled]]) -> str:
    """The first code that the blocks name."""
    return next((text for block in blocks for line in block for role, text in line if role == "code"), "")


def _verdict(outcome: Outcome, blocks: Sequence[Sequence[Styled]]) -> Verdict:
    return Verdict(
        outcome=outcome,
        code=code_of(blocks),
        headline=headline_of(blocks) or outcome.value,
        text="\n\n".join(plain(block) for block in blocks) or f"{outcome.value} without a reason",
    )
