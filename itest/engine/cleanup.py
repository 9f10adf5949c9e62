"""Cleanup: the steps that always run, each whatever the others did, within a budget of their own."""

from __future__ import annotations

from itest.engine.frame import Frame
from itest.engine.mentions import mentions
from itest.engine.step_results import step_result
from itest.engine.steps import OnStep, run_step, untold
from itest.evaluate.expressions.expression import evaluate
from itest.model.deadline import Deadline
from itest.model.problem import EvaluationError
from itest.model.record import replace
from itest.model.result import Fault, Outcome, StepResult
from itest.model.scenario import Scenario, Step
from itest.model.values import Expression, Missing

BUDGET = 30.0
"""Seconds that the cleanup of a scenario may take, whatever became of its own deadline."""


def run_cleanup(frame: Frame, on_step: OnStep = untold) -> tuple[StepResult, ...]:
    """The scenario's cleanup in order, then that of the scenarios it used, the last used first."""
    deadline = Deadline.after(BUDGET, frame.run.kill)
    results: list[StepResult] = []

    def clean(owner: Frame) -> None:
        cleaning = replace(owner, phase="cleanup", deadline=deadline, joined=[])
        for step in owner.scenario.cleanup:
            for result in _clean(step, cleaning):
                results.append(result)
                on_step(result)
        for used in reversed(cleaning.joined):
            clean(used)  # What a cleanup used has a cleanup of its own.

    for owner in (frame, *reversed(frame.joined)):
        clean(owner)
    return tuple(results)


def _clean(step: Step, frame: Frame) -> tuple[StepResult, ...]:
    lacking = "" if step.left_out else _never_captured(step, frame)
    if lacking:
        reason = f"needs `{lacking}`, which was never captured"
        return (step_result(step, frame, None, outcome=Outcome.SKIPPED, reason=reason, missed=True),)
    if frame.deadline.passed():
        excerpt = frame.scenario.sources.excerpt(step.pointer)
        fault = Fault(code="IT203", message=f"cleanup had {BUDGET:g} seconds, and they had passed", excerpt=excerpt)
        return (step_result(step, frame, None, outcome=Outcome.ERROR, fault=fault),)
    return run_step(step, frame)


def _never_captured(step: Step, frame: Frame) -> str:
    """What the step cannot do without and the scenario's steps would have given, had they come so far; else "".

    Where they did come so far and passed, a path that leads nowhere is a mistake, and the step says so itself.
    """
    promised = _promised(frame.scenario)
    for reference in mentions((step.condition, step.each, step.loop, step.arguments)):
        name = reference.name
        if name not in promised or reference.guarded:
            continue
        if _lacking(name, frame) or (frame.origins.get(name) in frame.broken and _lacking(reference.text, frame)):
            return reference.text
    return ""


def _lacking(path: str, frame: Frame) -> bool:
    try:
        with frame.limited():
            return isinstance(evaluate(Expression(path), frame.scope()), Missing)
    except EvaluationError:
        return True  # It is there and cannot be read, which is as good as not there.


def _promised(scenario: Scenario) -> frozenset[str]:
    """Every name that a step of the scenario captures, sets or stands for."""
    names: set[str] = set()
    for step in scenario.steps:
        names.update(capture.name for capture in step.capture)
        names.update(step.arguments if step.action == "set" else ())
        names.add(step.id)
    return frozenset(names)
