"""Running steps: condition, items, rendering once, attempts, and what they came to."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from itest.engine.attempted import Attempted
from itest.engine.attempts import attempt
from itest.engine.condition import Condition, condition
from itest.engine.fault import StepFault, defect, refused
from itest.engine.frame import Frame
from itest.engine.handovers import handovers
from itest.engine.judge import Judgement, judge, names_error
from itest.engine.limits import Limits, limits_of
from itest.engine.perform import UNTIMED, USED_FAILED, Perform, Performed, prepared
from itest.engine.rendering import session
from itest.engine.repetition import Ran, run_each, run_while
from itest.engine.retrying import answered, policy_of, retry_checks, time_checks
from itest.engine.seen import seen
from itest.engine.signing import render_arguments
from itest.engine.skipping import left_out, skipped
from itest.engine.step_results import NO_ACTION, NOT_REACHED, step_result
from itest.engine.trace import ids_of
from itest.evaluate.data.json_text import short
from itest.evaluate.expressions.text_form import to_text
from itest.evaluate.telling.environment import hidden_values
from itest.model.action import ActionSpec
from itest.model.exchange import Exchange
from itest.model.problem import EvaluationError
from itest.model.record import replace
from itest.model.result import Attempt, Check, Fault, Outcome, StepResult
from itest.model.scenario import Retry, Step
from itest.model.values import EMPTY, Expression

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
    """What a step came to: one result, or one for each run of `each` and `while`."""
    if step.left_out:
        return (left_out(step, frame),)
    if step.each is not None:
        return run_each(step, frame, lambda extra, item: _run_once(step, frame, extra, item))
    if step.loop is not None:
        # Its `if` is asked once, before the first run.
        asked = replace(step, condition=None)
        return run_while(step, step.loop, frame, lambda extra, item: _run_once(asked, frame, extra, item))
    run = _run_once(step, frame, EMPTY, None)
    fault = frame.remember(step, run.fields, run.spec)
    frame.miss(step, "was skipped" if run.result.outcome is Outcome.SKIPPED else "gave no such value")
    return (replace(run.result, outcome=Outcome.ERROR, fault=run.result.fault or fault) if fault else run.result,)


def _run_once(step: Step, frame: Frame, extra: Mapping[str, Any], item: int | None) -> Ran:
    started = time.time()
    try:
        if result := skipped(step, frame, item, extra):
            return Ran(result=result)
        return _StepRun(step, frame, extra, item, started).run()
    except StepFault as error:
        fault = error.fault
    except OSError as error:
        fault = refused(error, frame.scenario.sources.excerpt((*step.pointer, step.action), key=True))
    except Exception as error:  # Ours: it ends the step, so that cleanup and the other scenarios have their turn.
        frame.run.defects.append(error)
        fault = defect(error, frame.scenario.sources.excerpt((*step.pointer, step.action), key=True))
    return Ran(result=step_result(step, frame, item, outcome=Outcome.ERROR, fault=fault, started=started))


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

    def run(self) -> Ran:
        step, frame = self._step, self._frame
        arguments = render_arguments(step, self._spec, frame, self._extra)
        if isinstance(given := arguments.arguments.get("env"), Mapping):
            for secret, name in hidden_values({name: to_text(value) for name, value in given.items()}):
                frame.run.redactor.add(secret, name)
        limits = limits_of(step, frame, self._extra)
        perform = prepared(step, frame, arguments, session(step, frame, self._extra), run_steps)
        last = self._attempted(perform, limits)
        return self._finished(last)

    # -- attempts ------------------------------------------------------------------------------------------------

    def _attempted(self, perform: Perform, limits: Limits) -> Attempted:
        frame = self._frame
        policy = None if self._retry is None else policy_of(self._step, self._retry, frame, self._extra)
        bound = None if policy is None or policy.bound is None else frame.deadline.earlier(policy.bound)

        def once(number: int) -> Attempted:
            deadline = limits.under(frame.deadline)
            bounded = bound is not None and bound.at < deadline.at
            started = time.time()
            performed = perform(limits.under(bound) if bounded and bound else deadline)
            for secret in performed.exchange.secrets:
                frame.run.redactor.add(secret)
            attempted = self._looked_at(performed)
            attempted.cut_short = bounded and performed.timed_out
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

        if policy is None:
            return once(1)
        last = attempt(
            policy,
            answered(once),
            again=lambda attempted: attempted.again and not (attempted.cut_short or frame.deadline.stop.is_set()),
            asked=lambda attempted: attempted.performed.exchange.retry_after,
            deadline=frame.deadline,
        )
        asked = last.performed.exchange.retry_after or 0.0
        attempts_left = policy.attempts is None or len(self._attempts) < policy.attempts
        if last.again and attempts_left and not last.cut_short:
            own_pause = policy.pause(len(self._attempts), None)
            last.asked_too_much = asked if asked > own_pause else 0.0
            last.out_of_time = not frame.deadline.stop.is_set() and frame.deadline.remaining() <= own_pause
        return last

    def _looked_at(self, performed: Performed) -> Attempted:
        """`until` and `stop_if` first; then, where the attempt counts, captures, expectations and assertions."""
        retry = self._retry
        attempted = Attempted(performed=performed, seen=seen(performed.exchange, self._spec, self._frame, self._extra))
        if retry and retry.stop_if is not None:
            attempted.stop_if = self._condition(retry.stop_if, attempted)
        if retry and retry.until is not None:
            attempted.until = self._condition(retry.until, attempted)
            held = attempted.until.holds
        else:
            attempted.judgement = self._judged(attempted)
            held = attempted.judgement is not None and attempted.judgement.holds
        attempted.again = not held and not attempted.stopped
        return attempted

    def _judged(self, attempted: Attempted) -> Judgement | None:
        """None where the action could not be carried out, which the step does not expect."""
        if attempted.performed.exchange.error is not None and not names_error(self._step):
            return None
        return judge(self._step, attempted.seen, self._spec, self._frame)

    def _condition(self, expression: Expression, attempted: Attempted) -> Condition:
        try:
            with self._frame.limited():
                return condition(expression, attempted.seen.scope, self._frame.functions)
        except EvaluationError as error:
            return Condition(holds=False, why=error.message, hint=error.hint, code=error.code)

    # -- the result ----------------------------------------------------------------------------------------------

    def _finished(self, last: Attempted) -> Ran:
        exchange = last.performed.exchange
        judgement = last.judgement or self._judged(last)
        captured = judgement.captured if judgement else {}
        for name, value in captured.items():
            self._frame.assign(name, value, self._step)
        checks = (
            *retry_checks(self._step, self._retry, self._frame, last, len(self._attempts)),
            *(judgement.checks if judgement else ()),
            *time_checks(self._step, self._frame, last),
        )
        fault = None if judgement else last.performed.fault or self._fault(exchange)
        if fault or not all(check.passed for check in checks):
            from itest.engine.outage import outage  # start-up cost: only where a step broke

            fault = outage(self._step, self._frame, exchange, fault)
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
        return Ran(
            result=_with_transcript(result, exchange, self._frame.run.settings.detail),
            fields=last.seen.fields,
            spec=self._spec,
            captured=captured,
        )

    def _fault(self, exchange: Exchange) -> Fault:
        assert exchange.error is not None  # only called for an exchange that was not carried out
        excerpt = self._frame.scenario.sources.excerpt((*self._step.pointer, self._step.action), key=True)
        hints = [f"phase: {exchange.error.phase}"] if exchange.error.phase else []
        if exchange.error.kind == "timeout" and self._frame.phase == "steps" and self._frame.timed_out():
            hints.append("it was the scenario's `timeout` that passed")
        return Fault(code=exchange.error.code, message=exchange.error.message, hint="; ".join(hints), excerpt=excerpt)


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
