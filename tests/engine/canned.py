"""An action with canned answers, and a way to carry out projects that are written in a test.

`call` answers what its step says: `says` is the body (`answers`: one a send, the last again and again), `status` the
status, `error` the kind of a failure, `hangs: true` an answer that never comes, `raises` a defect of the action itself.
`fails: 2` is status 500 for the first two sends of the run. `meets: {place, count}` waits shortly until so many calls
are at the place together and answers whether they were. `ask` is the same of a service, `query` of a database; beside
them there is a real `request`, by which services are asked whether they are ready.
"""

from __future__ import annotations

import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from itest.actions.http import HttpAction
from itest.actions.http.spec import SPEC as REQUEST
from itest.engine.control import CONTROL_SPECS
from itest.engine.plan import Selection
from itest.engine.run import Run, Tools
from itest.engine.settings import RunSettings
from itest.load.data_file import read_data_file
from itest.load.loading import load
from itest.model.action import ActionSpec, Call, SessionSettings
from itest.model.deadline import Deadline
from itest.model.events import Event, RunFinished, ScenarioFinished
from itest.model.exchange import ActionError, Exchange, PrepareError
from itest.model.record import replace
from itest.model.result import ScenarioResult, StepResult

ANY: Mapping[str, Any] = {}
KEYS = (
    "name",
    "says",
    "answers",
    "status",
    "error",
    "hangs",
    "raises",
    "meets",
    "wants",
    "retry_after",
    "secret",
    "fails",
    "headers",
)
SPEC = ActionSpec(
    kind="call",
    summary="Answers what the step says.",
    keys=dict.fromkeys(KEYS, ANY),
    first="name",
    fields=("status", "body"),
    main="body",
    endpoint=("name",),
    success="status < 400",
    success_fields=frozenset({"status"}),
)
ASK = replace(
    SPEC, kind="ask", keys={**SPEC.keys, "service": {"type": "string"}}, service=True, schemes=("http", "https")
)
"""The same of a service."""
QUERY = replace(ASK, kind="query", schemes=("sqlite",))
"""The same of a database."""
MEETING = 0.4
"""Seconds that a call waits for others; those that may meet do at once."""


class CannedAction:
    """Fulfils `Action`; `calls` are what was prepared, `sent` the names (or bodies) that were sent, in order, by every
    session."""

    def __init__(self, spec: ActionSpec) -> None:
        self.spec = spec
        self.calls: list[Call] = []
        self.sent: list[Any] = []
        self.events: list[str] = []
        self.lock = threading.Lock()
        self.places: dict[str, threading.Barrier] = {}
        self._on_sent: Callable[[], None] = lambda: None

    def open(self, settings: SessionSettings) -> CannedSession:
        self.events.append("open")
        return CannedSession(self)

    def prepare(self, call: Call, settings: SessionSettings) -> Mapping[str, Any]:
        self.calls.append(call)
        if call.arguments.get("wants"):
            raise PrepareError(f"it wants {call.arguments['wants']}", pointer=("wants",), hint="Give it.")
        return {**call.arguments, "service": call.service, "url": _url(call.service, settings)}

    def close(self) -> None:
        self.events.append("close action")

    def when_sent(self, callback: Callable[[], None]) -> None:
        """Call back once, as soon as something is sent."""
        self._on_sent = callback

    def told_sent(self) -> None:
        callback, self._on_sent = self._on_sent, lambda: None
        callback()

    def meet(self, place: str, count: int) -> bool:
        """Whether `count` calls were at the place together."""
        with self.lock:
            barrier = self.places.setdefault(place, threading.Barrier(count))
        try:
            barrier.wait(MEETING)
        except threading.BrokenBarrierError:
            barrier.reset()
            return False
        return True


class CannedSession:
    """Fulfils `Session`; counts what it sent, so that sessions can be told apart."""

    def __init__(self, action: CannedAction) -> None:
        self._action = action
        self._count = 0
        self._sends: dict[int, int] = defaultdict(int)

    def send(self, request: Mapping[str, Any], deadline: Deadline) -> Exchange:
        self._count += 1
        self._sends[id(request)] += 1
        self._action.sent.append(request.get("name"))
        self._action.told_sent()
        if request.get("raises"):
            raise RuntimeError(request["raises"])
        answer = dict(request)
        if "answers" in request:
            answers = request["answers"]
            answer |= answers[min(self._sends[id(request)], len(answers)) - 1]
        if answer.get("hangs"):
            return self._cut_short(request, deadline)
        if request.get("error"):
            error = ActionError(kind=request["error"], message=f"it was {request['error']}", code="IT202")
            return Exchange(request=request, error=error)
        if len(self._action.sent) <= answer.get("fails", 0):
            answer["status"] = 500
        body = answer.get("says")
        if "meets" in request:
            body = {"met": self._action.meet(request["meets"]["place"], int(request["meets"]["count"]))}
        fields = {"status": answer.get("status", 200), "body": {"calls": self._count} if body is None else body}
        secrets = (answer["secret"],) if "secret" in answer else ()
        asked = answer.get("retry_after")
        return Exchange(
            request=request,
            fields=fields,
            duration=0.001,
            secrets=secrets,
            retry_after=None if asked is None else float(asked),
        )

    def close(self) -> None:
        self._action.events.append("close")

    def _cut_short(self, request: Mapping[str, Any], deadline: Deadline) -> Exchange:
        interrupted = not deadline.sleep(60)
        kind, code = ("interrupted", "IT213") if interrupted else ("timeout", "IT203")
        return Exchange(request=request, error=ActionError(kind=kind, message=f"it was {kind}", code=code))


def _url(service: str, settings: SessionSettings) -> str:
    return settings.services[service].url if service else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A run that is over: its events and the action that was called."""

    events: tuple[Event, ...]
    action: CannedAction
    asked: CannedAction
    run: Run

    @property
    def results(self) -> dict[str, ScenarioResult]:
        return {event.result.case.id: event.result for event in self.events if isinstance(event, ScenarioFinished)}

    @property
    def result(self) -> ScenarioResult:
        """The only case's result."""
        (result,) = self.results.values()
        return result

    @property
    def finished(self) -> RunFinished:
        last = self.events[-1]
        assert isinstance(last, RunFinished)
        return last

    @property
    def outcomes(self) -> list[str]:
        """The outcomes of the only case's steps, cleanup included."""
        return [str(step.outcome) for step in self.result.steps]


@dataclass(slots=True, kw_only=True)
class Planned:
    """A project that is loaded and not yet run."""

    run: Run
    action: CannedAction
    asked: CannedAction
    told: list[Event] = field(default_factory=list)

    def carry_out(self) -> Ran:
        for event in self.run.events():
            self.told.append(event)
        return Ran(events=tuple(self.told), action=self.action, asked=self.asked, run=self.run)


def written(folder: Path, files: Mapping[str, str]) -> Path:
    """The files of a project, each under its path."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def plan(
    folder: Path,
    files: Mapping[str, str] | str,
    *,
    selection: Selection | None = None,
    overrides: Mapping[str, str] = MappingProxyType({}),
    env: Mapping[str, str] = MappingProxyType({}),
    paths: Sequence[str] = (".",),
    **settings: Any,
) -> Planned:
    """The project of these files (a text alone is `a.yaml`), loaded and planned."""
    written(folder, {"a.yaml": files} if isinstance(files, str) else files)
    actions = {spec.kind: CannedAction(spec) for spec in (SPEC, ASK, QUERY)}
    specs = {kind: action.spec for kind, action in actions.items()} | dict(CONTROL_SPECS) | {"request": REQUEST}
    paths_in = [folder / path for path in paths]
    loaded = load(paths_in, actions=specs, overrides=overrides, env=env, cwd=folder)
    tools = Tools(
        specs=specs,
        create=lambda kind: HttpAction() if kind == "request" else actions[kind],
        read_data=read_data_file,
        env={**env, "PYTHON": sys.executable},
    )
    chosen = RunSettings(**{"seed": 1, "jobs": 4, **settings})
    run = Run(loaded.project, loaded.scenarios, selection or Selection(), chosen, tools)
    return Planned(run=run, action=actions["call"], asked=actions["ask"])


def carry_out(folder: Path, files: Mapping[str, str] | str, **rest: Any) -> Ran:
    """The run of these files."""
    return plan(folder, files, **rest).carry_out()


def scenario(steps: str, **keys: str) -> str:
    """The text of a scenario with these steps (a YAML list) and further keys."""
    lines = [f"name: {keys.pop('name', 'A case')}", *(f"{key}: {value}" for key, value in keys.items())]
    body = "".join(f"  {line}\n" for line in steps.strip("\n").splitlines())
    return "\n".join(lines) + f"\nsteps:\n{body}"


def sentences(steps: Sequence[StepResult]) -> list[str]:
    """What each step has to say for itself: its fault, its first mismatch or its reason."""
    return [
        step.fault.message if step.fault else step.mismatches[0].message if step.mismatches else step.reason
        for step in steps
    ]
