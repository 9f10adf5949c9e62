"""Running steps: condition, items, rendering once, attempts, and what they came to."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from itest.engine.attempts import DEFAULT_WINDOW, Policy, attempt
from itest.engine.condition import Condition, condition
from itest.engine.fault import StepFault, defect, refused
from itest.engine.frame import Frame
from itest.engine.handovers import handovers
from itest.engine.judge import Judgement, judge, names_error
from itest.engine.perform import UNTIMED, USED_FAILED, Perform, Performed, prepared
from itest.engine.rendering import duration, number, rendered, session, whole
from itest.engine.seen import Seen, seen
from itest.engine.skipping import skipped
from itest.engine.step_results import NO_ACTION, NOT_REACHED, step_result
from itest.engine.trace import ids_of
from itest.evaluate.data.counted import counted
from itest.evaluate.data.duration import format_duration
from itest.evaluate.data.json_text import short
from itest.evaluate.expressions.access import sentence
from itest.model.action import ActionSpec
from itest.model.exchange import Exchange
from itest.model.problem import EvaluationError
from itest.model.record import State, field, replace
from itest.model.result import Attempt, Check, Fault, Mismatch, Outcome, StepResult
from itest.model.scenario import Retry, Step
from itest.model.values import EMPTY, Expression, Missing, Value

MAX_ITEMS = 100_000
"""Items of one `each`."""

OnStep = Callable[[StepResult], None]


def untold(result: StepResult) -> None:
    """The steps of a used scenario are told with the step that uses it."""


def run_steps(frame: Frame, on_step: OnStep = untold) -> tuple[StepResult, ...]:
    """The steps of the frame's scenario in order; the first broken one ends them, unless told to go on."""
    results: list[StepResult] = []
    for step in frame.scenario.steps:
        if frame.deadline.passed():
            break
        ran = run_step(step, frame)
        results.extend(ran)
        for result in ran:
            on_step(result)
        if any(result.broken for result in ran):
            frame.broken.add(frame.owner(step))
            if not frame.scenario.goes_on_after(step):
                break
    reached = {result.number for result in results}
    left = [step for step in frame.scenario.steps if step.number not in reached]
    return (*results, *(step_result(step, frame, None, outcome=Outcome.SKIPPED, reason=NOT_REACHED) for step in left))


def run_step(step: Step, frame: Frame) -> tuple[StepResult, ...]:
    """What a step came to: one result, or one for each item of `each`."""
    if step.each is None:
        run = _run_once(step, frame, EMPTY, None)
        frame.remember(step, run.fields, run.spec)
        frame.miss(step, "was skipped" if run.result.outcome is Outcome.SKIPPED else "gave no such value")
        return (run.result,)
    try:
        items = _items(step, frame)
    except StepFault as error:
        return (step_result(step, frame, None, outcome=Outcome.ERROR, fault=error.fault, started=time.time()),)
    return _run_each(step, frame, items)


class _Ran(State, kw_only=True):
    """A step that ran once: its result, and what its id stands for afterwards (None: skipped)."""

    result: StepResult
    fields: Any = None
    spec: ActionSpec = NO_ACTION
    captured: Mapping[str, Value] = field(default_factory=dict)


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


def _run_each(step: Step, frame: Frame, items: list[Value]) -> tuple[StepResult, ...]:
    results: list[StepResult] = []
    fields: list[Any] = []
    captured: dict[str, list[Value]] = {capture.name: [] for capture in step.capture}
    spec = NO_ACTION
    for index, item in enumerate(items):
        if frame.deadline.passed():
            # Told, so that an `each` of which only some ran is never taken for passed.
            results.append(step_result(step, frame, index, outcome=Outcome.SKIPPED, reason=NOT_REACHED))
            break
        ran = _run_once(step, frame, {"item": item, "index": index}, index)
        results.append(ran.result)
        if ran.fields is not None:
            fields.append(ran.fields)
            spec = ran.spec
        for name, value in ran.captured.items():
            captured[name].append(value)
        if ran.result.broken and not frame.scenario.goes_on_after(step):
            break
    for name, values in captured.items():
        frame.assign(name, values, step)
    frame.remember(step, fields, spec)
    if not results:
        results.append(step_result(step, frame, None, outcome=Outcome.SKIPPED, reason="each: no items", missed=True))
    return tuple(results)


def _run_once(step: Step, frame: Frame, extra: Mapping[str, Any], item: int | None) -> _Ran:
    started = time.time()
    try:
        if left_out := skipped(step, frame, item, extra):
            return _Ran(result=left_out)
        return _StepRun(step, frame, extra, item, started).run()
    except StepFault as error:
        fault = error.fault
    except OSError as error:
        fault = refused(error, frame.scenario.sources.excerpt((*step.pointer, step.action), key=True))
    except Exception as error:  # Ours: it ends the step, so that cleanup and the other scenarios have their turn.
        frame.run.defects.append(error)
        fault = defect(error, frame.scenario.sources.excerpt((*step.pointer, step.action), key=True))
    return _Ran(result=step_result(step, frame, item, outcome=Outcome.ERROR, fault=fault, started=started))


class _StepRun:
    """One run of a step: rendered once, attempted as often as its `retry` says, judged."""

    def __init__(self, step: Step, frame: Frame, extra: Mapping[str, Any], item: int | None, started: float) -> None:
        self._step = step
        self._frame = frame
        self._extra = extra
        self._item = item
        self._started = started
        self._clock = time.monotonic()
        self._spec = frame.run.actions.specs.get(step.action, NO_ACTION)
        if step.action == "use":
            self._spec = _outputs_spec(self._spec, step, frame)
        self._retry = step.retry if step.retry is not None else _default_retry(step, frame)
        self._attempts: list[Attempt] = []

    def run(self) -> _Ran:
        step, frame = self._step, self._frame
        arguments = rendered(step.arguments, frame, (*step.pointer, step.action), self._extra)
        timeout = self._timeout()
        perform = prepared(step, frame, arguments, session(step, frame, self._extra), run_steps)
        last = self._attempted(perform, timeout)
        return self._finished(last)

    def _timeout(self) -> float | None:
        """Seconds an attempt may take; None where only the scenario's deadline bounds it."""
        own = self._step.timeout
        if own is None and self._step.action in UNTIMED:
            return None
        tree = self._frame.run.project.defaults.timeout if own is None else own
        return duration(tree, self._frame, (*self._step.pointer, "timeout"), self._extra)

    # -- attempts ------------------------------------------------------------------------------------------------

    def _attempted(self, perform: Perform, timeout: float | None) -> _Attempted:
        frame = self._frame

        def once(number: int) -> _Attempted:
            deadline = frame.deadline if timeout is None else frame.deadline.earlier(timeout)
            started = time.time()
            performed = perform(deadline)
            for secret in performed.exchange.secrets:
                frame.run.redactor.add(secret)
            attempted = self._looked_at(performed)
            self._attempts.append(
                Attempt(
                    number=number,
                    started=started,
                    duration=performed.exchange.duration,
                    summary=attempted.summary(),
                    span_id=ids_of(performed.exchange.traceparent)[1],
                )
            )
            return attempted

        if self._retry is None:
            return once(1)
        policy = self._policy(self._retry)
        last = attempt(
            policy,
            once,
            again=lambda attempted: attempted.again and not frame.deadline.stop.is_set(),
            asked=lambda attempted: attempted.performed.exchange.retry_after,
            deadline=frame.deadline,
        )
        asked = last.performed.exchange.retry_after or 0.0
        attempts_left = policy.attempts is None or len(self._attempts) < policy.attempts
        if last.again and attempts_left:
            own_pause = policy.pause(len(self._attempts), None)
            last.asked_too_much = asked if asked > own_pause else 0.0
            last.out_of_time = not frame.deadline.stop.is_set() and frame.deadline.remaining() <= own_pause
        return last

    def _policy(self, retry: Retry) -> Policy:
        base = (*self._step.pointer, "retry")
        attempts = None
        if retry.attempts is not None:
            attempts = whole(retry.attempts, self._frame, (*base, "attempts"), self._extra)
        window = None
        if retry.window is not None:
            window = duration(retry.window, self._frame, (*base, "for"), self._extra)
        elif attempts is None:
            window = DEFAULT_WINDOW
        return Policy(
            attempts=attempts,
            window=window,
            every=duration(retry.every, self._frame, (*base, "every"), self._extra),
            backoff=number(retry.backoff, self._frame, (*base, "backoff"), self._extra),
        )

    def _looked_at(self, performed: Performed) -> _Attempted:
        """`until` and `stop_if` first; then, where the attempt counts, captures, expectations and assertions."""
        retry = self._retry
        attempted = _Attempted(performed=performed, seen=seen(performed.exchange, self._spec, self._frame, self._extra))
        if retry and retry.stop_if is not None:
            attempted.stopped = self._condition(retry.stop_if, attempted).holds
        if retry and retry.until is not None:
            attempted.until = self._condition(retry.until, attempted)
            held = attempted.until.holds
        else:
            attempted.judgement = self._judged(attempted)
            held = attempted.judgement is not None and attempted.judgement.holds
        attempted.again = not held and not attempted.stopped
        return attempted

    def _judged(self, attempted: _Attempted) -> Judgement | None:
        """None where the action could not be carried out, which the step does not expect."""
        if attempted.performed.exchange.error is not None and not names_error(self._step):
            return None
        return judge(self._step, attempted.seen, self._spec, self._frame)

    def _condition(self, expression: Expression, attempted: _Attempted) -> Condition:
        try:
            with self._frame.limited():
                return condition(expression, attempted.seen.scope, self._frame.functions)
        except EvaluationError as error:
            return Condition(holds=False, why=error.message, hint=error.hint, code=error.code)

    # -- the result ----------------------------------------------------------------------------------------------

    def _finished(self, last: _Attempted) -> _Ran:
        exchange = last.performed.exchange
        judgement = last.judgement or self._judged(last)
        captured = judgement.captured if judgement else {}
        for name, value in captured.items():
            self._frame.assign(name, value, self._step)
        checks = (*self._retry_checks(last), *(judgement.checks if judgement else ()), *self._time_checks(last))
        fault = None if judgement else last.performed.fault or self._fault(exchange)
        result = step_result(
            self._step,
            self._frame,
            self._item,
            extra=self._extra,
            outcome=_outcome(checks, fault, last.performed.children),
            started=self._started,
            duration=time.monotonic() - self._clock,
            checks=checks,
            fault=fault,
            attempts=tuple(self._attempts),
            timings=tuple((name, float(seconds)) for name, seconds in exchange.timings.items()),
            size=exchange.size,
            trace_id=ids_of(exchange.traceparent)[0],
            handovers=handovers(self._step.arguments, self._frame.origins),
            captured=tuple((name, short(value, 80)) for name, value in captured.items()),
            children=last.performed.children,
        )
        return _Ran(
            result=_with_transcript(result, exchange, self._frame.run.settings.detail),
            fields=last.seen.fields,
            spec=self._spec,
            captured=captured,
        )

    def _retry_checks(self, last: _Attempted) -> list[Check]:
        retry = self._retry
        if retry is None:
            return []
        if last.stopped and retry.stop_if:
            message = f"`{retry.stop_if.text}` holds, so it was not tried again"
            return [self._retry_check("stop_if", "IT110", message)]
        if last.asked_too_much:
            wait = format_duration(last.asked_too_much)
            message = f"the answer asked to wait {wait} (Retry-After), which `retry` has no time for"
            return [self._retry_check("", "IT110", message)]
        if retry.until is None:
            return []
        if last.until is None or last.until.holds:
            return [Check(kind="until", label=retry.until.text)]
        count = len(self._attempts)
        message = f"`{retry.until.text}` did not hold in {counted(count, 'attempt')}: {last.until.why}"
        return [self._retry_check("until", last.until.code or "IT109", message, last.until.hint)]

    def _time_checks(self, last: _Attempted) -> list[Check]:
        """That `retry` was cut short by something else than its own bounds."""
        if not last.out_of_time:
            return []
        whose = "the scenario's `timeout`" if self._frame.phase == "steps" else f"the bound of {self._frame.phase}"
        return [self._retry_check("", "IT110", f"{whose} left no time for another attempt")]

    def _retry_check(self, key: str, code: str, message: str, hint: str = "") -> Check:
        pointer = (*self._step.pointer, "retry", *([key] if key else []))
        excerpt = self._frame.scenario.sources.excerpt(pointer)
        mismatch = Mismatch(code=code, where=f"retry {key}".strip(), message=message, hint=hint, excerpt=excerpt)
        return Check(kind=key or "retry", label=key or "retry", mismatches=(mismatch,))

    def _fault(self, exchange: Exchange) -> Fault:
        assert exchange.error is not None  # only called for an exchange that was not carried out
        excerpt = self._frame.scenario.sources.excerpt((*self._step.pointer, self._step.action), key=True)
        hints = [f"phase: {exchange.error.phase}"] if exchange.error.phase else []
        if exchange.error.kind == "timeout" and self._frame.phase == "steps" and self._frame.timed_out():
            hints.append("it was the scenario's `timeout` that passed")
        return Fault(code=exchange.error.code, message=exchange.error.message, hint="; ".join(hints), excerpt=excerpt)


class _Attempted(State, kw_only=True):
    """An attempt that was looked at; `judgement` is None where it was not judged (yet)."""

    performed: Performed
    seen: Seen
    judgement: Judgement | None = None
    until: Condition | None = None
    stopped: bool = False
    again: bool = False
    asked_too_much: float = 0.0
    """Seconds that the other side asked to wait, where that ended the attempts."""
    out_of_time: bool = False
    """Whether the deadline of the scenario (or the end of the run) ended the attempts."""

    def summary(self) -> str:
        """What the attempt came to, in one line."""
        exchange = self.performed.exchange
        if exchange.error:
            return exchange.error.message
        found = [
            f"{name} {short(exchange.fields[name], 24)}" for name in ("status", "exit_code") if name in exchange.fields
        ]
        if self.until and not self.until.holds:
            found.append(self.until.why.removeprefix("it is false; "))
        broken = [check for check in (self.judgement.checks if self.judgement else ()) if not check.passed]
        return "; ".join([*found, *map(_failed, broken[:3])])


def _failed(check: Check) -> str:
    return "success was expected" if check.kind == "success" else f"{check.kind} {check.label} failed"


def _outcome(checks: tuple[Check, ...], fault: Fault | None, children: tuple[StepResult, ...]) -> Outcome:
    if fault:
        # A used scenario that found the system wrong is a failure of the step that uses it, not an error.
        inner = next((child.outcome for child in children if child.broken), Outcome.ERROR)
        return inner if fault.code == USED_FAILED else Outcome.ERROR
    codes = [mismatch.code for check in checks for mismatch in check.mismatches]
    if not all(code.startswith("IT1") for code in codes):
        return Outcome.ERROR
    return Outcome.FAILED if codes else Outcome.PASSED


def _with_transcript(result: StepResult, exchange: Exchange, detail: bool) -> StepResult:
    if exchange.transcript is None or not (detail or result.broken):
        return result
    return replace(result, transcript=exchange.transcript())


def _outputs_spec(spec: ActionSpec, step: Step, frame: Frame) -> ActionSpec:
    used = frame.scenario.uses.get(str(step.arguments.get("scenario")))
    return replace(spec, fields=tuple(used.outputs)) if used else spec


def _default_retry(step: Step, frame: Frame) -> Retry | None:
    return None if step.action in ("", *UNTIMED) else frame.run.project.defaults.retry
