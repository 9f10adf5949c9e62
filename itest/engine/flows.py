"""The flows of a scenario, looked at once its steps have run."""

from __future__ import annotations

from typing import Any

from itest.engine.frame import Frame
from itest.evaluate.data.documents import read
from itest.evaluate.data.json_text import short
from itest.evaluate.data.jsonpath import Path, path_text
from itest.evaluate.expressions.access import sentence
from itest.evaluate.expressions.expression import evaluate, references
from itest.evaluate.expressions.paths import plain_path
from itest.evaluate.flow import arrived, leaks, lost, lost_on_the_way, places_of, tells
from itest.evaluate.matching.near import type_hint
from itest.evaluate.matching.views import Cookie
from itest.model.problem import EvaluationError
from itest.model.result import Check, DiffLine, FlowResult, Mismatch, Outcome, StepResult
from itest.model.scenario import Flow
from itest.model.values import Document, Expression, Missing, Nothing, Value


def check_flows(frame: Frame) -> tuple[FlowResult, ...]:
    """What each declared flow came to; one of a step that did not run is skipped."""
    return tuple(_FlowCheck(flow, frame).result() for flow in frame.scenario.flows)


def flow_steps(frame: Frame) -> tuple[StepResult, ...]:
    """The flows of a used scenario, told among the steps of it: what they came to is what it came to."""
    return tuple(_as_step(flow, number) for number, flow in enumerate(check_flows(frame), 1))


def _as_step(flow: FlowResult, number: int) -> StepResult:
    mismatches = (flow.mismatch,) if flow.mismatch else ()
    checked = flow.outcome is not Outcome.SKIPPED
    return StepResult(
        number=number,
        label=flow.label,
        outcome=flow.outcome,
        written=flow.label,
        phase="flow",
        reason=flow.reason,
        checks=(Check(kind="flow", label=flow.label, mismatches=mismatches),) if checked else (),
        excerpt=flow.mismatch.excerpt if flow.mismatch else None,
    )


class _FlowCheck:
    """One flow over the results of the steps it names."""

    def __init__(self, flow: Flow, frame: Frame) -> None:
        self._flow = flow
        self._frame = frame
        self._target = flow.target.text if flow.target else ", ".join(flow.nowhere_in)
        arrow = "->" if flow.target else "nowhere in"
        self._label = flow.name or f"{flow.origin.text} {arrow} {self._target}"

    def result(self) -> FlowResult:
        for step in self._steps():
            held = self._frame.results.get(step)
            if held is None or isinstance(held, Missing):
                return self._came_to(Outcome.SKIPPED, reason=f"step `{step}` did not run")
        try:
            with self._frame.limited():
                mismatch = self._mismatch()
        except EvaluationError as error:
            mismatch = self._failed(error.code, error.message, error.hint)
        if mismatch is None:
            return self._came_to(Outcome.PASSED)
        outcome = Outcome.ERROR if mismatch.code.startswith("IT2") else Outcome.FAILED
        return self._came_to(outcome, mismatch)

    def _steps(self) -> list[str]:
        """The steps that the flow speaks of; of `nowhere_in` those that ran are enough."""
        ends = [self._flow.origin, *([self._flow.target] if self._flow.target else [])]
        named = [str(ref.path[0]) for end in ends for ref in references(end.text) if ref.path[0] in self._ids()]
        ran = [step for step in self._flow.nowhere_in if isinstance(self._frame.results.get(step), (dict, list))]
        return [*named, *(self._flow.nowhere_in[:1] if self._flow.nowhere_in and not ran else ())]

    def _ids(self) -> frozenset[str]:
        return frozenset(step.id for step in self._frame.scenario.steps if step.id)

    def _mismatch(self) -> Mismatch | None:
        try:
            sent = self._end(self._flow.origin)
            if isinstance(sent, Missing):
                return self._failed("IT107", f"nothing left `{self._flow.origin.text}`: {sentence(sent)}")
            if self._flow.target is None:
                return self._leaked(sent)
            found = self._end(self._flow.target)
        except EvaluationError as error:
            code = error.code if error.code in ("IT207", "IT216") else "IT107"
            return self._failed(code, error.message, hint=error.hint)
        if not isinstance(found, Missing) and arrived(sent, found, text=self._holds_text()):
            return None
        return self._lost(sent, found, self._flow.target)

    def _end(self, expression: Expression) -> Value | Missing:
        value = read(evaluate(expression, self._frame.scope()))
        if isinstance(value, dict) and _is_cookie(expression):
            return Cookie(value)
        return value.missing() if isinstance(value, Nothing) else value

    def _lost(self, sent: Value, found: Value | Missing, target: Expression) -> Mismatch:
        absent = isinstance(found, Missing)
        alike = "" if absent else type_hint(sent, found)
        message = lost(
            short(sent, 80), self._flow.origin.text, target.text, () if alike else self._places(sent, target)
        )
        left, arrived_as = short(sent, 120), "(absent)" if absent else short(found, 120)
        diff = (
            DiffLine(mark="-", text=left, note=f"left {self._flow.origin.text}"),
            DiffLine(mark="+", text=arrived_as, note=f"arrived at {target.text}"),
        )
        hint = sentence(found) if isinstance(found, Missing) else alike or self._where(sent, found)
        return self._failed("IT107", message, hint, diff=diff, expected=left, found=arrived_as)

    def _where(self, sent: Value, found: Value) -> str:
        """Where inside of a structure the first difference is."""
        parts = lost_on_the_way(sent, found, text=self._holds_text())
        if not parts:
            return ""
        left, there = (Path(text="", singular=True, parts=parts).find(end) for end in (sent, found))
        place, now = path_text(parts)[1:].lstrip("."), f"is {short(there[0], 60)}" if there else "is not there"
        return f"`{place}` left as {short(left[0], 60)} and {now}"

    def _places(self, sent: Value, target: Expression) -> tuple[str, ...]:
        """Where the lost value is instead; the ends of the flow are no such places."""
        ends = {reference.text for end in (self._flow.origin, target) for reference in references(end.text)}
        return tuple(place for place in places_of(sent, *self._searched_for(target)) if place not in ends)

    def _searched_for(self, target: Expression) -> tuple[str, Any]:
        """Where a lost value is looked for: B's step, of an `each` step the item that B speaks of, with its name."""
        step, *keys = next(ref.path for ref in references(target.text) if ref.path[0] in self._ids())
        held = self._frame.results[str(step)]
        if isinstance(held, list) and keys and isinstance(keys[0], int) and -len(held) <= keys[0] < len(held):
            return f"{step}[{keys[0]}]", held[keys[0]]
        return str(step), held

    def _leaked(self, value: Value) -> Mismatch | None:
        if not tells(value):
            message = f"`{self._flow.origin.text}` is {short(value, 80)}, which would show up anywhere or nowhere"
            return self._failed("IT107", message, "A flow to nowhere follows text and numbers.")
        places: list[str] = []
        for step in self._flow.nowhere_in:
            held = self._frame.results.get(step)
            if held is not None and not isinstance(held, Missing):
                places.extend(leaks(value, step, self._searched(step, held)))
        if not places:
            return None
        shown = ", ".join(f"`{place}`" for place in places[:5]) + (f" and {len(places) - 5} more" if places[5:] else "")
        return self._failed("IT108", f"the value of `{self._flow.origin.text}` shows up at {shown}")

    def _searched(self, step: str, held: Any) -> Any:
        """A step's result; without its request where the value left from there, since it stands there by intention, and
        without what only repeats the main field (the text and the bytes of a body)."""
        own = any(ref.path[:2] == (step, "request") for ref in references(self._flow.origin.text))
        if isinstance(held, list):
            return dict(enumerate(held))
        spec = self._frame.specs.get(step)
        main = held.get(spec.main) if spec else None
        said = {"request"} if own else set()
        if isinstance(main, Document):
            said |= {name for name, value in held.items() if value is not main and _bytes(value) == main.data}
        return {name: value for name, value in held.items() if name not in said}

    def _holds_text(self) -> bool:
        """Whether one of the two ends can hold only text."""
        return any(self._is_text(end) for end in (self._flow.origin, self._flow.target) if end)

    def _is_text(self, end: Expression) -> bool:
        """Whether an end stands where only text can be (a header, the query, standard output)."""
        for reference in references(end.text):
            spec = self._frame.specs.get(str(reference.path[0]))
            keys = [part for part in reference.path[1:] if isinstance(part, str)]
            if (
                spec
                and keys
                and (
                    keys[0] in spec.text_fields or (keys[0] == "request" and keys[1:] and keys[1] in spec.request_text)
                )
            ):
                return True
        return False

    def _failed(
        self,
        code: str,
        message: str,
        hint: str = "",
        *,
        diff: tuple[DiffLine, ...] = (),
        expected: str = "",
        found: str = "",
    ) -> Mismatch:
        return Mismatch(
            code=code,
            where=f"flow {self._label}",
            message=message,
            hint=hint,
            diff=diff,
            expected=expected,
            actual=found,
            excerpt=self._frame.scenario.sources.excerpt(self._flow.pointer),
        )

    def _came_to(self, outcome: Outcome, mismatch: Mismatch | None = None, *, reason: str = "") -> FlowResult:
        return FlowResult(
            label=self._label,
            origin=self._flow.origin.text,
            target=self._target,
            outcome=outcome,
            mismatch=mismatch,
            reason=reason,
        )


def _is_cookie(end: Expression) -> bool:
    """Whether an end is a cookie of an answer, as such."""
    path = plain_path(end.text) or ()
    return len(path) == 3 and path[1] == "cookies"


def _bytes(value: Any) -> bytes | None:
    return value.data if isinstance(value, Document) else value if isinstance(value, bytes) else None
