"""Step results: what is known of a step without running it, as every report needs it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from itest.engine.frame import Frame
from itest.engine.routing import endpoint_of, service_of
from itest.evaluate.expressions.template import render, to_text
from itest.model.action import ActionSpec
from itest.model.problem import EvaluationError
from itest.model.result import Outcome, StepResult
from itest.model.scenario import Step
from itest.model.values import EMPTY, Template

NO_ACTION = ActionSpec(kind="", summary="", keys={})
NOT_REACHED = "not reached"
"""Why a step was skipped that an earlier one, a deadline or the end of the run kept from running."""


def step_result(
    step: Step, frame: Frame, item: int | None, *, extra: Mapping[str, Any] = EMPTY, outcome: Outcome, **fields: Any
) -> StepResult:
    """The result of a step, with all that is known of it without running it."""
    spec = frame.run.actions.specs.get(step.action, NO_ACTION)
    return StepResult(
        number=step.number,
        label=_label(step, frame, extra),
        outcome=outcome,
        written=step.label,
        phase=frame.phase,
        id=step.id,
        action=step.action,
        service=service_of(step, spec, frame.service, frame.run.project),
        endpoint=endpoint_of(step, spec),
        item=item,
        excerpt=frame.scenario.sources.excerpt(step.pointer),
        **fields,
    )


def _label(step: Step, frame: Frame, extra: Mapping[str, Any]) -> str:
    if "{{" not in step.label:
        return step.label
    try:
        return to_text(render(Template(step.label), frame.scope(extra), (*step.pointer, "name")))
    except EvaluationError:
        return step.label  # A name is no check: where its values are not there it is shown as written.
