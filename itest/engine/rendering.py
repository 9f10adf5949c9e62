"""Rendering: parts of a step that may be templates or expressions, as values; what cannot be is a `StepFault`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from itest.engine.fault import StepFault, fault_of
from itest.engine.frame import Frame
from itest.evaluate.data.documents import read
from itest.evaluate.data.duration import parse_duration
from itest.evaluate.data.json_text import short
from itest.evaluate.expressions.expression import evaluate
from itest.evaluate.expressions.template import render
from itest.evaluate.expressions.text_form import to_text
from itest.model.problem import EvaluationError
from itest.model.result import Fault
from itest.model.scenario import Step
from itest.model.values import EMPTY, Expression, Pointer, Template, Tree, Value

LARGEST = 10**9


def rendered(tree: Tree, frame: Frame, pointer: Pointer, extra: Mapping[str, Any] = EMPTY) -> Value:
    """The value of a tree, or of an expression where it is one."""
    if tree is None or isinstance(tree, (str, int, Decimal)):
        return tree
    if isinstance(tree, Expression):
        return evaluated(tree, frame, pointer, extra)
    try:
        with frame.limited():
            return render(tree, frame.scope(extra), pointer)
    except EvaluationError as error:
        raise StepFault(fault_of(error, frame.scenario.sources, pointer)) from error


def evaluated(expression: Expression, frame: Frame, pointer: Pointer, extra: Mapping[str, Any]) -> Value:
    """The value of an expression, read where it is a document."""
    try:
        with frame.limited():
            return read(evaluate(expression, frame.scope(extra)))
    except EvaluationError as error:
        raise StepFault(fault_of(error, frame.scenario.sources, pointer)) from error


def session(step: Step, frame: Frame, extra: Mapping[str, Any]) -> str:
    """The actor whom the step names, else the frame's."""
    if "{{" not in step.session:
        return step.session or frame.session
    pointer = (*step.pointer, "session")
    value = rendered(Template(step.session), frame, pointer, extra)
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)) or value == "":
        message = f"`session` takes a name, not {short(value, 40)}."
        raise StepFault(Fault(code="IT201", message=message, excerpt=frame.scenario.sources.excerpt(pointer)))
    return to_text(value)


def duration(tree: Tree, frame: Frame, pointer: Pointer, extra: Mapping[str, Any] = EMPTY) -> float:
    """The seconds of a duration."""
    try:
        return float(parse_duration(rendered(tree, frame, pointer, extra)))
    except ValueError as error:
        excerpt = frame.scenario.sources.excerpt(pointer)
        raise StepFault(Fault(code="IT201", message=str(error), excerpt=excerpt)) from error


def number(tree: Tree, frame: Frame, pointer: Pointer, extra: Mapping[str, Any]) -> float:
    """A number of at least 1; one beyond `LARGEST`, which an answer may hold, stands for it."""
    value = rendered(tree, frame, pointer, extra)
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool) and value >= 1:
        return float(min(value, LARGEST))
    message = f"{pointer[-1]} takes a number of at least 1, not {short(value, 40)}."
    raise StepFault(Fault(code="IT201", message=message, excerpt=frame.scenario.sources.excerpt(pointer)))


def whole(tree: Tree, frame: Frame, pointer: Pointer, extra: Mapping[str, Any]) -> int:
    """The same without a fraction."""
    value = number(tree, frame, pointer, extra)
    if not value.is_integer():
        message = f"{pointer[-1]} takes a whole number, not {short(Decimal(str(value)), 40)}."
        raise StepFault(Fault(code="IT201", message=message, excerpt=frame.scenario.sources.excerpt(pointer)))
    return int(value)
