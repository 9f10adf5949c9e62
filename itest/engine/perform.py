"""Performing one attempt of a step: an action's session sends, or the engine itself sets, waits or uses a scenario."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from itest.engine.actors import as_actor
from itest.engine.fault import StepFault
from itest.engine.frame import Frame
from itest.engine.leading import is_answered, is_led
from itest.engine.rendering import duration
from itest.engine.routing import service_of
from itest.engine.sensitive import made_of_secret, secret_arguments, speaks_of_secret
from itest.engine.signing import Rendered
from itest.engine.step_results import NOT_REACHED
from itest.engine.variables import starting_variables
from itest.evaluate.data.duration import parse_duration
from itest.evaluate.expressions.template import render
from itest.model.action import Call
from itest.model.deadline import Deadline
from itest.model.exchange import ActionError, Exchange, PrepareError
from itest.model.problem import EvaluationError
from itest.model.record import Record, replace
from itest.model.result import Fault, StepResult
from itest.model.scenario import Scenario, Step
from itest.model.values import Value


class Performed(Record, kw_only=True):
    """What an attempt came to, with the steps of a used scenario."""

    exchange: Exchange
    children: tuple[StepResult, ...] = ()
    fault: Fault | None = None
    """The fault of a used scenario; told instead of the exchange's error, since it knows the place."""

    @property
    def timed_out(self) -> bool:
        """Whether its deadline ended it."""
        return self.exchange.error is not None and self.exchange.error.kind == "timeout"


Perform = Callable[[Deadline], Performed]
RunSteps = Callable[[Frame], tuple[StepResult, ...]]

USED_FAILED = "IT211"

UNTIMED = frozenset({"use", "set", "wait"})
"""Actions that have no deadline of their own unless the step gives one: what they do is bounded otherwise."""


def prepared(step: Step, frame: Frame, given: Rendered, actor: str, run_steps: RunSteps) -> Perform:
    """The rendered step as something that can be attempted; raises `StepFault` where it cannot be made."""
    special = _CONTROL.get(step.action)
    if special:
        return special(step, frame, given.arguments, actor, run_steps)
    action = frame.run.actions.get(step.action)
    service = service_of(step, action.spec, frame.service, frame.run.project)
    call = Call(
        arguments={name: value for name, value in given.arguments.items() if name != "service"},
        service=service,
        base_dir=frame.scenario.path.parent,
        actor=as_actor(actor, service, frame) if "headers" in action.spec.keys else None,
        traceparent=frame.trace.traceparent,
        holds_secret=frame.run.redactor.holds,
        made_of_secret=lambda name: made_of_secret(name, step, frame),
        led=is_led(step, action.spec, frame),
        answered=lambda name: is_answered(step.arguments.get(name), step, frame),
        secret_arguments=lambda: secret_arguments(step, frame),
        late=given.late,
    )
    try:
        request = action.prepare(call, frame.sessions.settings)
    except PrepareError as error:
        pointer = (*step.pointer, step.action, *error.pointer)
        excerpt = frame.scenario.sources.excerpt(pointer)
        raise StepFault(Fault(code=error.code, message=error.message, hint=error.hint, excerpt=excerpt)) from error
    session = frame.sessions.get(action, actor)

    def perform(deadline: Deadline) -> Performed:
        if fault := frame.run.services.overtaken(frame.needs):
            # The place is the step's: what it has to send is for the service alone.
            raise StepFault(
                replace(fault, excerpt=frame.scenario.sources.excerpt((*step.pointer, step.action), key=True))
            )
        return Performed(exchange=session.send(request, deadline))

    return perform


def _assertion(step: Step, frame: Frame, arguments: Mapping[str, Value], actor: str, run_steps: RunSteps) -> Perform:
    return lambda _: Performed(exchange=Exchange(started=time.time()))


def _set(step: Step, frame: Frame, arguments: Mapping[str, Value], actor: str, run_steps: RunSteps) -> Perform:
    def perform(_: Deadline) -> Performed:
        started = time.time()
        for name, value in arguments.items():
            frame.assign(name, value, step)
        return Performed(exchange=Exchange(request=arguments, started=started))

    return perform


def _wait(step: Step, frame: Frame, arguments: Mapping[str, Value], actor: str, run_steps: RunSteps) -> Perform:
    try:
        seconds = float(parse_duration(arguments["duration"]))
    except ValueError as error:
        excerpt = frame.scenario.sources.excerpt((*step.pointer, "wait"))
        raise StepFault(Fault(code="IT208", message=f"wait: {error}", excerpt=excerpt)) from error

    def perform(deadline: Deadline) -> Performed:
        started, clock = time.time(), time.monotonic()
        deadline.sleep(seconds)
        waited = time.monotonic() - clock
        error = None if waited >= seconds else _cut_short(deadline, "wait")
        return Performed(exchange=Exchange(request=arguments, started=started, duration=waited, error=error))

    return perform


def _use(step: Step, frame: Frame, arguments: Mapping[str, Value], actor: str, run_steps: RunSteps) -> Perform:
    scenario = frame.scenario.uses[arguments["scenario"]]
    given = arguments.get("with") or {}

    def perform(deadline: Deadline) -> Performed:
        started, clock = time.time(), time.monotonic()
        functions = frame.run.functions_in(scenario.path.parent, frame.functions)
        variables = _used_variables(frame, scenario, functions, given)
        used = replace(
            frame, scenario=scenario, variables=variables, results={}, origins={}, specs={}, uncaptured={}, broken=set()
        )
        used.functions = functions
        used.origins.update(dict.fromkeys(given, "input"))
        made_of = step.arguments.get("with")
        inputs = dict(made_of if isinstance(made_of, Mapping) else dict.fromkeys(given, made_of))
        used.answered = frozenset(name for name, tree in inputs.items() if is_answered(tree, step, frame))
        used.private |= {name for name, tree in inputs.items() if speaks_of_secret(tree, step, frame)}
        used.service = scenario.service or frame.service
        used.session = actor
        used.caller = frame
        used.deadline = deadline
        if scenario.timeout is not None:
            used.deadline = deadline.earlier(duration(scenario.timeout, used, ("timeout",)))
        if scenario.cleanup:
            frame.joined.append(used)
        children = run_steps(used)
        if not any(child.broken or child.reason == NOT_REACHED for child in children):
            from itest.engine.flows import flow_steps  # start-up cost: only where a scenario is used

            children += flow_steps(used)
        fault = _used_fault(step, frame, used, children)
        outputs: Mapping[str, Value] = {}
        if not fault:
            try:
                with used.limited():
                    outputs = render(scenario.outputs, used.scope(), ("outputs",))
            except EvaluationError as error:
                excerpt = scenario.sources.excerpt(error.pointer or ("outputs",))
                fault = Fault(code=error.code, message=error.message, hint=error.hint, excerpt=excerpt)
        failure = ActionError(kind="scenario", message=fault.message, code=USED_FAILED) if fault else None
        took = time.monotonic() - clock
        exchange = Exchange(request=arguments, fields=outputs, error=failure, started=started, duration=took)
        return Performed(exchange=exchange, children=children, fault=fault)

    return perform


def _used_variables(
    frame: Frame, scenario: Scenario, functions: Mapping[str, Any], given: Mapping[str, Value]
) -> dict[str, Value]:
    try:
        names = {**functions, "run": frame.run_names}
        return starting_variables(frame.run, scenario, names, given=given)
    except EvaluationError as error:
        excerpt = scenario.sources.excerpt(error.pointer or ())
        raise StepFault(Fault(code=error.code, message=error.message, hint=error.hint, excerpt=excerpt)) from error


def _used_fault(step: Step, frame: Frame, used: Frame, children: tuple[StepResult, ...]) -> Fault | None:
    broken = next((child for child in children if child.broken), None)
    if broken is None:
        left = next((child for child in children if child.reason == NOT_REACHED), None)
        return _unfinished(step, frame, used, left) if left else None
    why = broken.fault.message if broken.fault else "; ".join(f"{m.where}: {m.message}" for m in broken.mismatches[:3])
    place = "flow" if broken.phase == "flow" else f"step {broken.number}"
    code = broken.fault.code if broken.fault else broken.mismatches[0].code if broken.mismatches else USED_FAILED
    return Fault(
        code=USED_FAILED,
        message=f'`{used.scenario.file}` did not pass: {place} "{broken.label}" {code} {why}',
        excerpt=frame.scenario.sources.excerpt((*step.pointer, step.action)),
    )


def _unfinished(step: Step, frame: Frame, used: Frame, left: StepResult) -> Fault:
    """The fault of a used scenario that was cut off between two steps: what did not run did not pass."""
    why = "IT212 its `timeout` passed" if used.timed_out() else "IT203 the deadline passed"
    if frame.deadline.stop.is_set():
        why = "IT213 the run was interrupted"
    return Fault(
        code=USED_FAILED,
        message=f'`{used.scenario.file}` did not reach step {left.number} "{left.label}": {why}',
        excerpt=frame.scenario.sources.excerpt((*step.pointer, step.action)),
    )


def _cut_short(deadline: Deadline, phase: str) -> ActionError:
    if deadline.stop.is_set():
        return ActionError(kind="interrupted", message="the run was interrupted", code="IT213", phase=phase)
    return ActionError(kind="timeout", message="the deadline passed", code="IT203", phase=phase)


_CONTROL: Mapping[str, Callable[[Step, Frame, Mapping[str, Value], str, RunSteps], Perform]] = {
    "": _assertion,
    "set": _set,
    "wait": _wait,
    "use": _use,
}
