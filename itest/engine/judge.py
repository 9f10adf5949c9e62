"""Judging one attempt: captures, expectations, assertions and the default success, all carried out in any case."""

from __future__ import annotations

from collections.abc import Mapping

from itest.engine.condition import UNREADABLE, condition
from itest.engine.control import CONTROL_SPECS
from itest.engine.frame import Frame
from itest.engine.randomness import now
from itest.engine.seen import Seen
from itest.evaluate.data.documents import read
from itest.evaluate.data.json_text import JsonError, parse, short
from itest.evaluate.data.jsonpath import compile_path
from itest.evaluate.expressions.access import sentence, why_nothing
from itest.evaluate.expressions.expression import evaluate, references
from itest.evaluate.expressions.piping import counts, piped
from itest.evaluate.matching.expectation import MatchContext, Subject, check_expectations
from itest.model.action import ActionSpec
from itest.model.problem import EvaluationError
from itest.model.record import Record
from itest.model.result import Check, Mismatch
from itest.model.scenario import Capture, Step
from itest.model.values import Expression, Missing, Nothing, Pointer, Value


class Judgement(Record, kw_only=True):
    """What was looked at, and what was captured on the way (name to value)."""

    checks: tuple[Check, ...]
    captured: Mapping[str, Value]

    @property
    def holds(self) -> bool:
        return all(check.passed for check in self.checks)


def names_error(step: Step) -> bool:
    """Whether the step's `expect` or `assert` speaks of `error`: then it may fail to be carried out."""
    return "error" in step.expect or _asserts_name(step, frozenset({"error"}))


def judge(step: Step, seen: Seen, spec: ActionSpec, frame: Frame) -> Judgement:
    """Look at one attempt; nothing is raised for what it holds."""
    return _Judge(step, seen, spec, frame).judge()


class _Judge:
    """One attempt under judgement; collects checks while captures widen the scope."""

    def __init__(self, step: Step, seen: Seen, spec: ActionSpec, frame: Frame) -> None:
        self._step = step
        self._spec = spec
        self._frame = frame
        self._fields = seen.fields
        self._scope = seen.scope
        self._captured: dict[str, Value] = {}

    def judge(self) -> Judgement:
        checks: list[Check] = []
        try:
            with self._frame.limited():
                for look in (self._captures, self._expectations, self._assertions, self._success):
                    checks += look()
        except EvaluationError as error:
            pointer = (*self._step.pointer, self._step.action or "assert")
            late = self._mismatch(error.code, "evaluation", error.message, pointer, error.hint, key=True)
            checks.append(Check(kind="limit", label="evaluation", mismatches=(late,)))
        # What a wrong status brings is told after it: the error page lacks what a capture looks for.
        checks.sort(key=lambda check: not self._tells_of_success(check))
        return Judgement(checks=tuple(checks), captured=self._captured)

    def _tells_of_success(self, check: Check) -> bool:
        spoken = self._spec.success_fields
        if check.kind == "assert":
            return _speaks_of(check.label, spoken)
        return check.kind == "success" or (check.kind == "expect" and check.label in spoken)

    # -- captures ------------------------------------------------------------------------------------------------

    def _captures(self) -> list[Check]:
        failed = []
        for capture in self._step.capture:
            mismatch = self._capture(capture)
            if mismatch:
                failed.append(Check(kind="capture", label=capture.name, mismatches=(mismatch,)))
        return failed

    def _capture(self, capture: Capture) -> Mismatch | None:
        try:
            value = read(self._found(capture))
        except EvaluationError as error:
            code = error.code if error.code in UNREADABLE else "IT106"
            return self._mismatch(code, f"capture {capture.name}", error.message, capture.pointer, error.hint)
        if isinstance(value, Nothing):
            value = value.missing()
        if isinstance(value, Missing):
            message = f"nothing to capture: {sentence(value)}"
            return self._mismatch("IT106", f"capture {capture.name}", message, capture.pointer, self._advice(capture))
        self._captured[capture.name] = value
        self._scope = self._scope.extended({capture.name: value, "vars": {**self._frame.variables, **self._captured}})
        return None

    def _advice(self, capture: Capture) -> str:
        """How a capture that found nothing may be meant."""
        main = self._spec.main
        if capture.path and main and isinstance(read(self._fields.get(main)), str):
            return f"It is a text: `{main} | from_json | jsonpath('{capture.path}')` reads the JSON in it."
        return "Where nothing is a fair answer, add `| default(…)`."

    def _found(self, capture: Capture) -> Value:
        if capture.expression is not None:
            return evaluate(capture.expression, self._scope)
        value = self._at_path(capture.path, counted=counts(capture.filters))
        return piped(capture.path, capture.filters, value, self._scope) if capture.filters else value

    def _at_path(self, path: str, *, counted: bool) -> Value:
        main = self._spec.main
        value = read(self._fields.get(main, Missing(main, "is not in this result"))) if main else self._fields
        if isinstance(value, Missing):
            return value
        if isinstance(value, str) and main in self._spec.text_fields:
            # The output of a command has no media type; a body that has one was read by it, once.
            try:
                value = parse(value)
            except JsonError as error:
                said = f"is text, not JSON: {error.message}" if value.strip() else "is empty, so there is no JSON in it"
                raise EvaluationError(f"{main} {said}") from error
        compiled = compile_path(path)
        found = compiled.find(value)
        if not found and not (counted and not compiled.singular):
            where = f"found nothing in {'the text of ' if isinstance(value, str) else ''}{main or 'the result'}"
            if compiled.parts is not None and not isinstance(value, str):
                return Missing(path, f"{where}: {why_nothing('$', compiled.parts, value)}")
            return Missing(path, f"{where} {short(value, 80)}")
        return found[0] if compiled.singular else found

    # -- expectations --------------------------------------------------------------------------------------------

    def _expectations(self) -> list[Check]:
        if not self._step.expect:
            return []
        frame = self._frame
        subject = Subject(
            fields=self._fields,
            main=self._spec.main,
            text_fields=self._spec.text_fields,
            request_text=self._spec.request_text,
            remark=self._spec.remark,
        )
        context = MatchContext(
            scope=self._scope,
            sources=frame.scenario.sources,
            pointer=(*self._step.pointer, "expect"),
            now=now,
            base_dir=frame.scenario.path.parent,
            read_schema=frame.run.read_schema,
            read_file=lambda name: frame.run.read_bytes(name, frame.scenario.path.parent),
        )
        return list(check_expectations(self._step.expect, subject, context))

    # -- assertions ----------------------------------------------------------------------------------------------

    def _assertions(self) -> list[Check]:
        return [self._assertion(index, expression) for index, expression in enumerate(self._step.asserts)]

    def _assertion(self, index: int, expression: Expression) -> Check:
        pointer = (*self._step.pointer, "assert", index)
        if pointer not in self._frame.scenario.sources.values:
            pointer = pointer[:-1]
        mismatch = self._broken_assertion(expression, pointer)
        return Check(kind="assert", label=expression.text, mismatches=(mismatch,) if mismatch else ())

    def _broken_assertion(self, expression: Expression, pointer: Pointer) -> Mismatch | None:
        looked = condition(expression, self._scope, self._frame.functions)
        if looked.holds:
            return None
        return self._mismatch(looked.code or "IT105", f"assert {expression.text}", looked.why, pointer, looked.hint)

    # -- success -------------------------------------------------------------------------------------------------

    def _success(self) -> list[Check]:
        """Where neither `expect` nor `assert` speaks of it, what was carried out has to be a success."""
        spoken = self._spec.success_fields
        if "error" in self._fields or spoken & self._step.expect.keys() or _asserts_name(self._step, spoken):
            return []
        if not self._spec.success:
            # Of what the engine does itself, being carried out says nothing about the system.
            silent = self._step.expect or self._step.asserts or self._step.action in ("", *CONTROL_SPECS)
            return [] if silent else [Check(kind="success", label="carried out")]
        if evaluate(Expression(self._spec.success), self._scope) is True:
            return [Check(kind="success", label="success")]
        return [Check(kind="success", label="success", mismatches=(self._no_success(),))]

    def _no_success(self) -> Mismatch:
        named = sorted(self._spec.success_fields & self._fields.keys())
        found = {name: short(read(self._fields[name]), 80) for name in named}
        wanted = self._spec.success_words or f"`{self._spec.success}`"
        told = "; ".join(f"{name} is {value}" for name, value in found.items())
        right = ", ".join(f"{name}: {value}" for name, value in found.items())
        hints = (
            self._spec.remark(self._fields),
            f"where this is the right answer, say so: `expect: {{{right}}}`" if right else "",
        )
        pointer = (*self._step.pointer, self._step.action)
        message = f"success was expected ({wanted}), and {told}"
        return self._mismatch("IT101", "success", message, pointer, "; ".join(filter(None, hints)), key=True)

    def _mismatch(
        self, code: str, where: str, message: str, pointer: Pointer, hint: str = "", *, key: bool = False
    ) -> Mismatch:
        excerpt = self._frame.scenario.sources.excerpt(pointer, key=key)
        return Mismatch(code=code, where=where, message=message, hint=hint, excerpt=excerpt)


def _asserts_name(step: Step, names: frozenset[str]) -> bool:
    return any(_speaks_of(expression.text, names) for expression in step.asserts)


def _speaks_of(expression: str, names: frozenset[str]) -> bool:
    return any(reference.path[0] in names for reference in references(expression))
