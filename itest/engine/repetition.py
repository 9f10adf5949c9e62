"""Repetition: a step that is run for every item of `each`, or as long as its `while` holds."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from itest.engine.fault import StepFault
from itest.engine.frame import Frame
from itest.engine.keeping import MOST, overfull, weight
from itest.engine.rendering import rendered, whole
from itest.engine.skipping import absent, holds, skipped
from itest.engine.step_results import NO_ACTION, NOT_REACHED, step_result
from itest.evaluate.data.counted import counted
from itest.evaluate.data.json_text import short
from itest.evaluate.expressions.access import sentence
from itest.model.action import ActionSpec
from itest.model.record import State, field, replace
from itest.model.result import Check, Fault, Mismatch, Outcome, StepResult
from itest.model.scenario import PREVIOUS, Loop, Step
from itest.model.values import EMPTY, Missing, Value

MAX_ITEMS = 100_000
"""Items of one `each`."""
KEPT = {Outcome.PASSED: 1000, Outcome.SKIPPED: 1000, Outcome.FAILED: 100, Outcome.ERROR: 100}
"""Results of one loop that are kept; further ones are counted."""

_LESS = "with an `id`, the answers of all runs are kept; capture what is needed of each, not all of it"


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

    count: int = 0
    last: StepResult | None = None
    kept: list[StepResult] = field(default_factory=list)
    fields: list[Any] = field(default_factory=list)
    spec: ActionSpec = NO_ACTION
    seen: Counter[Outcome] = field(default_factory=Counter)
    further: dict[Outcome, StepResult] = field(default_factory=dict)
    """The first result of each outcome that was not kept."""
    missed: bool = False
    """Whether one of those was skipped for want of a value."""
    asked_for: bool = True
    """Whether anything may ask for the fields of the runs."""
    weight: int = 0
    """About how many bytes what is kept of the runs takes."""

    def add(self, ran: Ran, step: Step, frame: Frame) -> None:
        """Keep what a run came to; raises `StepFault` IT216 where that would be too much."""
        self.add_result(ran.result)
        if ran.fields is None:
            return
        self.spec = ran.spec
        if self.asked_for:
            self.weight += weight(ran.fields)
        if step.each is not None:
            self.weight += weight(ran.captured)
        if self.weight > MOST:
            pointer = (*step.pointer, "each" if step.each is not None else "while")
            raise overfull("what is kept of the runs", _LESS, frame.scenario.sources, pointer)
        if self.asked_for:
            self.fields.append(ran.fields)

    def add_result(self, result: StepResult) -> None:
        self.count += 1
        self.last = result
        self.seen[result.outcome] += 1
        if self.seen[result.outcome] <= KEPT[result.outcome]:
            self.kept.append(result)
        else:
            self.further.setdefault(result.outcome, result)
            self.missed = self.missed or result.missed

    def end_badly(self, made: Callable[[StepResult], StepResult]) -> None:
        """Have another result stand for the last run."""
        last = self.last
        if last is None:
            return
        if self.kept and self.kept[-1] is last:
            self.kept.pop()
        self.seen[last.outcome] -= 1
        if self.seen[last.outcome] <= KEPT[last.outcome]:
            self.further.pop(last.outcome, None)
        self.count -= 1
        self.add_result(made(last))

    def told(self, step: Step, frame: Frame, why: str, *, missed: bool) -> tuple[StepResult, ...]:
        """The results, remembered; `why` there is none where it did not run at all."""
        fault = frame.remember(step, self.fields, self.spec)
        if fault:
            self.add_result(_error(step, frame, None, StepFault(fault)))
        if not self.count:
            return (step_result(step, frame, None, outcome=Outcome.SKIPPED, reason=why, missed=missed),)
        return (*self.kept, self._rest(step, frame)) if self.further else tuple(self.kept)

    def _rest(self, step: Step, frame: Frame) -> StepResult:
        """One result for all that were not kept: as bad as the worst of them."""
        counts = {outcome: self.seen[outcome] - KEPT[outcome] for outcome in KEPT if outcome in self.further}
        told = ", ".join(f"{count:,} {_SAID[outcome]}" for outcome, count in counts.items())
        sentence = f"{sum(counts.values()):,} of {self.count:,} runs are not told one by one: {told}"
        outcome = next(each for each in _WORST_FIRST if each in counts)
        worst = self.further[outcome]
        result = step_result(step, frame, None, outcome=outcome, started=worst.started, missed=self.missed)
        result = replace(result, label=f"{step.label} ({sentence})")
        if outcome is Outcome.ERROR:
            code = worst.fault.code if worst.fault else worst.mismatches[0].code
            return replace(result, fault=Fault(code=code, message=f"{sentence}.", excerpt=result.excerpt))
        if outcome is Outcome.FAILED:
            code = worst.mismatches[0].code if worst.mismatches else "IT105"
            mismatch = Mismatch(code=code, where="each", message=sentence, excerpt=result.excerpt)
            return replace(result, checks=(Check(kind="each", label="each", mismatches=(mismatch,)),))
        return replace(result, reason=sentence if outcome is Outcome.SKIPPED else "")


_SAID = {
    Outcome.PASSED: "passed",
    Outcome.SKIPPED: "skipped",
    Outcome.FAILED: "failed",
    Outcome.ERROR: "could not be carried out",
}
_WORST_FIRST = (Outcome.ERROR, Outcome.FAILED, Outcome.PASSED, Outcome.SKIPPED)


def run_each(step: Step, frame: Frame, once: Once) -> tuple[StepResult, ...]:
    """A result for each item; a captured name is the list of values afterwards."""
    try:
        items = _items(step, frame)
    except StepFault as error:
        return (_error(step, frame, None, error),)
    runs = _Runs(asked_for=_asked_for(step, frame))
    captured: dict[str, list[Value]] = {capture.name: [] for capture in step.capture}
    for index, item in enumerate(items):
        if frame.deadline.passed():
            # Told, so that an `each` of which only some ran is never taken for passed.
            runs.kept.append(step_result(step, frame, index, outcome=Outcome.SKIPPED, reason=NOT_REACHED))
            runs.count += 1
            break
        ran = once({"item": item, "index": index}, index)
        try:
            runs.add(ran, step, frame)
        except StepFault as error:
            runs.add_result(_error(step, frame, index, error))
            break
        for name, value in ran.captured.items():
            captured[name].append(value)
        if ran.result.broken and not frame.scenario.goes_on_after(step):
            break
    try:
        for name, values in captured.items():
            frame.assign(name, values, step)
    except StepFault as error:
        runs.add_result(_error(step, frame, None, error))
    return runs.told(step, frame, "each: no items", missed=True)


def run_while(step: Step, loop: Loop, frame: Frame, once: Once) -> tuple[StepResult, ...]:
    """A result for each run; a captured name is the last value afterwards. A run that breaks is the last one."""
    if left_out := _left_out(step, frame):
        return (left_out,)
    try:
        limit = whole(loop.limit, frame, (*step.pointer, "while", "limit"), EMPTY)
    except StepFault as error:
        return (_error(step, frame, None, error),)
    runs, why, missed = _Runs(asked_for=_asked_for(step, frame)), f"while: {loop.condition.text}", False
    while not (runs.last and runs.last.broken):
        index = runs.count
        if frame.deadline.passed():
            runs.add_result(step_result(step, frame, index, outcome=Outcome.SKIPPED, reason=NOT_REACHED))
            break
        try:
            goes_on = holds(loop.condition, frame, (*step.pointer, "while"), {"index": index})
        except StepFault as error:
            runs.add_result(_error(step, frame, index, error))
            break
        if not goes_on:
            missing = None if index else absent(loop.condition, frame, {"index": index})
            why += f" ({sentence(missing)})" if missing is not None else ""
            missed = missing is not None
            break
        if index == limit:
            runs.end_badly(partial(_endless, step=step, loop=loop, frame=frame))
            break
        try:
            runs.add(once({"index": index}, index), step, frame)
        except StepFault as error:
            runs.add_result(_error(step, frame, index, error))
            break
    if not runs.count:
        frame.miss(step, "did not run")
    return runs.told(step, frame, why, missed=missed)


def _asked_for(step: Step, frame: Frame) -> bool:
    """Whether anything of the file may ask for what the runs of a loop came to, by its id or as `previous`."""
    return bool(step.id) or PREVIOUS in frame.scenario.sources.source.text


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


def _endless(result: StepResult, *, step: Step, loop: Loop, frame: Frame) -> StepResult:
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
