"""Frames: the state of one running scenario (or used one): its variables, results, sessions and deadline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from itest.engine.context import RunContext
from itest.engine.credentials import (
    ValuePath,
    credential_paths,
    credentials_in,
    credentials_of_sessions,
    named_credentials,
)
from itest.engine.keeping import MOST, overfull, weight
from itest.engine.sessions import Sessions
from itest.engine.trace import Trace
from itest.engine.variables import conceal
from itest.engine.watch import Limit
from itest.evaluate.expressions.scope import Scope
from itest.model.action import ActionSpec
from itest.model.deadline import Deadline
from itest.model.record import State, field
from itest.model.result import Fault
from itest.model.scenario import PREVIOUS, Scenario, Step
from itest.model.values import EMPTY, Missing, Value


class Frame(State, kw_only=True):
    """What the steps of a scenario share while it runs.

    `origins` says where a name's value came from (`step 1 login`); `specs` the action kind of each step that has run,
    for flows; `uncaptured` why a name was never captured; `broken` the steps that broke, as `owner` has them; `joined`
    are the frames of used scenarios whose cleanup is still to come, in the order of their use.
    """

    run: RunContext
    scenario: Scenario
    sessions: Sessions
    functions: Mapping[str, Any]
    deadline: Deadline
    trace: Trace
    variables: dict[str, Value]
    phase: str = "steps"
    service: str = ""
    needs: tuple[str, ...] = ()
    """The services that its case needs."""
    session: str = ""
    results: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    weights: dict[str, int] = field(default_factory=dict)
    """About how many bytes each variable takes that a step has set."""
    result_weights: dict[str, int] = field(default_factory=dict)
    """The same of what is kept under the id of each step."""
    specs: dict[str, ActionSpec] = field(default_factory=dict)
    answered: frozenset[str] = frozenset()
    """Inputs whose values came from an answer."""
    private: frozenset[str] = frozenset()
    """Names of secrets: those that were declared, and inputs that are made of one."""
    uncaptured: dict[str, Missing] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    joined: list[Frame] = field(default_factory=list)
    credentials: frozenset[ValuePath] = frozenset()
    namespaces: Mapping[str, str] = EMPTY
    caller: Frame | None = None
    """The frame of the scenario that uses this one."""
    run_names: Mapping[str, Value] = EMPTY
    """What `run` stands for: the run's own names and the case's."""

    def __post_init__(self) -> None:
        # What setup captures is handed on by any scenario of the run.
        handed_on = self.run.credentials if self.phase == "setup" else frozenset()
        of_actors = frozenset(credentials_of_sessions(self.run.project.sessions))
        self.credentials = credential_paths(self.scenario) | of_actors | handed_on
        inputs = (each.name for each in self.scenario.inputs if each.secret)
        self.private |= {*self.run.project.secrets, *self.scenario.secrets, *inputs}
        self.namespaces = {**self.run.project.namespaces, **self.scenario.namespaces}

    def scope(self, extra: Mapping[str, Any] = EMPTY) -> Scope:
        """The names an expression sees here; `extra` (result fields, `item`) is nearest."""
        names = {
            **self.run.config.namespaces,
            "run": self.run_names,
            **self.functions,
            **self.uncaptured,
            **self.variables,
            **self.results,
            "vars": self.variables,
            **extra,
        }
        return Scope(names=names, conceal=self.run.redactor.add, namespaces=self.namespaces)

    def limited(self) -> Limit:
        """The context of an evaluation; raises `EvaluationError` IT216 where it takes too long."""
        return self.run.watch.within(self.deadline)

    def timed_out(self) -> bool:
        """Whether the scenario's own `timeout` has passed."""
        return self.scenario.timeout is not None and self.deadline.passed()

    def assign(self, name: str, value: Value, step: Step) -> None:
        """Set a variable; where it is declared secret, or is a credential, its value is redacted from now on.

        Raises `StepFault` IT216 where all variables would come to too much.
        """
        self._make_room(name, value, step)
        self.variables[name] = value
        self.origins[name] = self.owner(step)
        if name in self.scenario.secrets or name in self.run.project.secrets:
            conceal(self.run, value, name)
        for text in (*named_credentials(name, value), *credentials_in(name, value, self.credentials)):
            self.run.redactor.add(text, name)

    def _make_room(self, name: str, value: Value, step: Step) -> None:
        self.weights[name] = weight(value)
        if sum(self.weights.values()) <= MOST:
            return
        del self.weights[name]
        capture = next((each.pointer for each in step.capture if each.name == name), None)
        hint = "capture what is needed of an answer, not all of it"
        pointer = capture or (*step.pointer, step.action, name)
        raise overfull(f"with `{name}`, the variables", hint, self.scenario.sources, pointer)

    def remember(self, step: Step, fields: Any, spec: ActionSpec) -> Fault | None:
        """Have the step's id, and `previous`, stand for its result from now on; of a skipped step (`fields` None) for
        nothing. Gives a fault (IT216) where all that is kept by ids would come to too much: nothing stands for it then.
        """
        fault = self._no_room_for_result(step, fields)
        if fault:
            fields = Missing(step.id, "was too much to be kept")
        for name in (PREVIOUS, step.id):
            if not name:
                continue
            self.specs[name] = spec
            self.origins[name] = self.owner(step)
            self.results[name] = Missing(name, "was skipped") if fields is None else fields
            for text in credentials_in(name, fields, (path for path in self.credentials if len(path) > 1)):
                self.run.redactor.add(text, name)
        return fault

    def _no_room_for_result(self, step: Step, fields: Any) -> Fault | None:
        if not step.id or not isinstance(fields, (Mapping, list)):
            return None
        self.result_weights[step.id] = weight(fields)
        if sum(self.result_weights.values()) <= MOST:
            return None
        del self.result_weights[step.id]
        hint = "an `id` keeps the answer; leave it out where nothing asks for it, or capture what is needed"
        return overfull(f"with that of `{step.id}`, the results", hint, self.scenario.sources, step.pointer).fault

    def miss(self, step: Step, why: str) -> None:
        """Have the names that the step would have captured say why they are not there."""
        for capture in step.capture:
            self.uncaptured[capture.name] = Missing(capture.name, f"was not captured: {self.owner(step)} {why}")

    def owner(self, step: Step) -> str:
        """How people find the step again: `step 2 create`."""
        place = "step" if self.phase == "steps" else self.phase
        return f"{place} {step.number} {step.id or step.label}"
