"""Skipping: whether a condition holds before anything is sent, and why a step is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from itest.engine.condition import Condition, condition
from itest.engine.fault import StepFault
from itest.engine.frame import Frame
from itest.engine.rendering import evaluated
from itest.engine.step_results import NO_ACTION, step_result
from itest.evaluate.expressions.access import sentence
from itest.evaluate.expressions.expression import references
from itest.model.problem import EvaluationError
from itest.model.result import Fault, Outcome, StepResult
from itest.model.scenario import Step
from itest.model.values import EMPTY, Expression, Missing, Pointer


def left_out(step: Step, frame: Frame) -> StepResult:
    """The result of a step that its `skip` leaves out, with all of its runs."""
    frame.remember(step, None, NO_ACTION)
    frame.miss(step, "was skipped")
    return step_result(step, frame, None, outcome=Outcome.SKIPPED, reason=step.left_out)


def skipped(step: Step, frame: Frame, item: int | None, extra: Mapping[str, Any]) -> StepResult | None:
    """The result of a step that `if` leaves out, None where its condition holds; what is not there counts as false.

    Raises `StepFault` where the condition cannot be evaluated.
    """
    if step.condition is None or holds(step.condition, frame, (*step.pointer, "if"), extra):
        return None
    missing = absent(step.condition, frame, extra)
    reason = f"if: {step.condition.text}" + (f" ({sentence(missing)})" if missing is not None else "")
    return step_result(
        step, frame, item, extra=extra, outcome=Outcome.SKIPPED, reason=reason, missed=missing is not None
    )


def holds(expression: Expression, frame: Frame, pointer: Pointer, extra: Mapping[str, Any] = EMPTY) -> bool:
    """Whether a condition holds; raises `StepFault` where it cannot be evaluated, with the values it speaks of."""
    excerpt = frame.scenario.sources.excerpt(pointer)
    try:
        with frame.limited():
            looked = condition(expression, frame.scope(extra), frame.functions)
    except EvaluationError as error:
        looked = Condition(holds=False, why=error.message, hint=error.hint, code=error.code)
    if looked.code:
        raise StepFault(Fault(code=looked.code, message=looked.why, hint=looked.hint, excerpt=excerpt))
    return looked.holds


def absent(condition: Expression, frame: Frame, extra: Mapping[str, Any]) -> Missing | None:
    """The first path into a result that leads nowhere: it may be mistyped."""
    for reference in references(condition.text):
        if not reference.guarded and isinstance(frame.results.get(reference.name), (dict, list)):
            value = evaluated(Expression(reference.text), frame, (), extra)
            if isinstance(value, Missing):
                return value
    return None
