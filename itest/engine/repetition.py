"""Repetition: a step that is run for every item of `each`, or as long as its `while` holds."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from itest.engine.fault import StepFault
from itest.engine.frame import Frame
from itest.engine.rendering import rendered, whole
from itest.engine.skipping import absent, holds, skipped
from itest.engine.step_results import NO_ACTION, NOT_REACHED, step_result
from itest.evaluate.data.counted import counted
from itest.evaluate.data.json_text import short
from itest.evaluate.expressions.access import sentence
from itest.model.action import ActionSpec
from itest.model.record import State, field, replace
from itest.model.result import Check, Fault, Mismatch, Outcome, StepResult
from itest.model.scenario import Loop, Step
from itest.model.values import EMPTY, Missing, Value

MAX_ITEMS = 100_000
"""Items of one `each`."""


class Ran(State, kw_only=True):
    """A step that ran once: its result, and what its id stands for afterwards (None: skipped)."""

    result: StepResult
    fields: Any = None
    spec: ActionSpec = NO_ACTION
    captured: Mapping[str, Value] = field(default_factory=dict)


Once = Callable[[Mapping[str, Any], int], Ran]
"""A run of the step with names of its own (`item`, `index`) and its number from 0."""


class _Runs(State):
    """The runs so far, as they are reported and remembered."""

    results: list[StepResult] = field(default_factory=list)
    fields: list[Any] = field(default_factory=list)
    spec: ActionSpec = NO_ACTION

    def add(self, ran: Ran) -> None:
        self.results.append(ran.result)
        if ran.fields is not None:
            self.fields.append(ran.fields)
            self.spec = ran.spec

    def told(self, step: Step, frame: Frame, why: str, *, missed: bool) -> tuple[StepResult, ...]:
        """The results, remembered; `why` there is none where it did not run at all."""
        frame.remember(step, self.fields, self.spec)
        if not self.results:
            self.results.append(step_result(step, frame, None, outcome=Outcome.SKIPPED, reason=why, missed=missed))
        return tuple(self.results)


def run_each(step: Step, frame: Frame, once: Once) -> tuple[StepResult, ...]:
    """A result for each item; a captured name is the list of values afterwards."""
    try:
        items = _items(step, frame)
    except StepFault as error:
        return (_error(step, frame, None, error),)
    runs = _Runs()
    captured: dict[str, list[Value]] = {capture.name: [] for capture in step.capture}
    for index, item in enumerate(items):
        if frame.deadline.passed():
            # Told, so that an `each` of which only some ran is never taken for passed.
            runs.results.append(step_result(step, frame, index, outcome=Outcome.SKIPPED, reason=NOT_REACHED))
            break
        ran = once({"item": item, "index": index}, index)
        runs.add(ran)
        for name, value in ran.captured.items():
            captured[name].append(value)
        if ran.result.broken and not frame.scenario.goes_on_after(step):
            break
    for name, values in captured.items():
        frame.assign(name, values, step)
    return runs.told(step, frame, "each: no items", missed=True)


def run_while(step: Step, loop: Loop, frame: Frame, once: Once) -> tuple[StepResult, ...]:
    """A result for each run; a captured name is the last value afterwards. A run that breaks is the last one."""
    if left_out := _left_out(step, frame):
        return (left_out,)
    try:
        limit = whole(loop.limit, frame, (*step.pointer, "while", "limit"), EMPTY)
    except StepFault as error:
        return (_error(step, frame, None, error),)
    runs, why, missed = _Runs(), f"while: {loop.condition.text}", False
    while not (runs.results and runs.results[-1].broken):
        index = len(runs.results)
        if frame.deadline.passed():
            runs.results.append(step_result(step, frame, index, outcome=Outcome.SKIPPED, reason=NOT_REACHED))
            break
        try:
            goes_on = holds(loop.condition, frame, (*step.pointer, "while"), {"index": index})
        except StepFault as error:
            runs.results.append(_error(step, frame, index, error))
            break
        if not goes_on:
            missing = None if index else absent(loop.condition, frame, {"index": index})
            why += f" ({sentence(missing)})" if missing is not None else ""
            missed = missing is not None
            break
        if index == limit:
            runs.results[-1] = _endless(runs.results[-1], step, loop, frame)
            break
        runs.add(once({"index": index}, index))
    if not runs.results:
        frame.miss(step, "did not run")
    return runs.told(step, frame, why, missed=missed)


def _left_out(step: Step, frame: Frame) -> StepResult | None:
    """The result of a loop that `if` leaves out; asked once, before the first run."""
    try:
        result = skipped(step, frame, None, EMPTY)
    except StepFault as error:
        result = _error(step, frame, None, error)
    if result:
        frame.remember(step, None, NO_ACTION)
        frame.miss(step, "was skipped")
    return result


def _endless(result: StepResult, step: Step, loop: Loop, frame: Frame) -> StepResult:
    """The last run of a loop that would go on beyond its limit: a failure."""
    message = f"`{loop.condition.text}` still holds after {counted((result.item or 0) + 1, 'run')}"
    mismatch = Mismatch(
        code="IT113",
        where="while",
        message=message,
        hint="what should end it never does; `while: {if: …, limit: 500}` allows more runs",
        excerpt=frame.scenario.sources.excerpt((*step.pointer, "while")),
    )
    check = Check(kind="while", label="while", mismatches=(mismatch,))
    return replace(result, outcome=Outcome.FAILED, checks=(*result.checks, check))


def _error(step: Step, frame: Frame, item: int | None, error: StepFault) -> StepResult:
    return step_result(step, frame, item, outcome=Outcome.ERROR, fault=error.fault, started=time.time())


def _items(step: Step, frame: Frame) -> list[Value]:
    pointer = (*step.pointer, "each")
    value = rendered(step.each, frame, pointer)
    # Its size is asked first: an answer may say 1e999999999, which takes for ever to become an int.
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool) and 0 <= value <= MAX_ITEMS and value % 1 == 0:
        return list(range(int(value)))
    if isinstance(value, list) and len(value) <= MAX_ITEMS:
        return value
    found = sentence(value) if isinstance(value, Missing) else f"it is {short(value, 80)}"
    message = f"`each` takes a list or a number from 0 to {MAX_ITEMS}; {found}."
    raise StepFault(Fault(code="IT201", message=message, excerpt=frame.scenario.sources.excerpt(pointer)))
