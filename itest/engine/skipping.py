"""Skipping: whether a step's `if` leaves it out, and whether it does so for want of a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from itest.engine.frame import Frame
from itest.engine.rendering import evaluated
from itest.engine.step_results import step_result
from itest.evaluate.expressions.access import sentence
from itest.evaluate.expressions.expression import references
from itest.model.result import Outcome, StepResult
from itest.model.scenario import Step
from itest.model.values import Expression, Missing


def skipped(step: Step, frame: Frame, item: int | None, extra: Mapping[str, Any]) -> StepResult | None:
    """The result of a step that `if` leaves out, None where its condition holds; what is not there counts as false."""
    pointer = (*step.pointer, "if")
    if step.condition is None or evaluated(step.condition, frame, pointer, extra):
        return None
    missing = _missing(step.condition, frame, extra)
    reason = f"if: {step.condition.text}" + (f" ({sentence(missing)})" if missing is not None else "")
    return step_result(
        step, frame, item, extra=extra, outcome=Outcome.SKIPPED, reason=reason, missed=missing is not None
    )


def _missing(condition: Expression, frame: Frame, extra: Mapping[str, Any]) -> Missing | None:
    """The first path into a result that leads nowhere: it may be mistyped."""
    for reference in references(condition.text):
        if not reference.guarded and isinstance(frame.results.get(reference.name), (dict, list)):
            value = evaluated(Expression(reference.text), frame, (), extra)
            if isinstance(value, Missing):
                return value
    return None
