"""What was verified: a passed case as the documentation keeps it, made of its result, and as JSON and back.

Everything comes redacted. Texts name neither this machine's folders nor the free port of a service that was started for
the run: `$ORDERS_URL` stands for its address in commands, `$RUN_DIR` for the folder of the run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from itest.model.exchange import Transcript
from itest.model.record import Record, defaults_of, names_of
from itest.model.result import ScenarioResult, StepResult

MAX_ITEMS = 3
"""Runs of an `each` step that are kept."""


class VerifiedStep(Record, kw_only=True):
    """A step as it went: `file` is the scenario file it is written in, `runs` how often it ran (`each`), `took`
    milliseconds. `sent`, `received` and `command` are those of its last attempt."""

    phase: str
    number: int
    file: str = ""
    id: str = ""
    label: str = ""
    action: str = ""
    service: str = ""
    endpoint: str = ""
    item: int | None = None
    runs: int = 1
    attempts: int = 0
    took: int = 0
    skipped: str = ""
    title: str = ""
    sent: tuple[str, ...] = ()
    received: tuple[str, ...] = ()
    tool: str = ""
    command: str = ""
    handovers: tuple[tuple[str, str, str], ...] = ()
    children: tuple[VerifiedStep, ...] = ()


class VerifiedCase(Record, kw_only=True):
    """A case that passed: `file` and the number of its data row say which, `fingerprint` what it did then."""

    file: str
    row: int | None = None
    title: str = ""
    fingerprint: str = ""
    date: str = ""
    environment: str = ""
    version: str = ""
    took: int = 0
    steps: tuple[VerifiedStep, ...] = ()
    flows: tuple[tuple[str, str], ...] = ()
    """Label and outcome of each declared flow."""

    @property
    def key(self) -> tuple[str, int]:
        return self.file, self.row or 0


class Surroundings(Record, kw_only=True):
    """What is replaced in texts: folders (`{path: name}`, the longest first), and in commands addresses of services."""

    folders: Mapping[str, str]
    addresses: Mapping[str, str]
    file: Callable[[str], str]
    """The file that people see to its path in the project."""

    def text(self, text: str) -> str:
        for path, name in self.folders.items():
            text = text.replace(path, name)
        return text

    def command(self, text: str) -> str:
        text = self.text(text)
        for address, name in self.addresses.items():
            text = _quoted(text, address, name)
        return text


def address_variable(service: str) -> str:
    """The shell variable that stands for the address of a started service."""
    return f"{re.sub(r'[^A-Z0-9]+', '_', service.upper())}_URL"


def _quoted(text: str, address: str, name: str) -> str:
    """The address as a shell variable; a word in single quotes gets double ones, in which it is still one."""
    inside = re.compile(rf"'{re.escape(address)}(?![0-9])([^'\"$`\\!]*)'")
    text = inside.sub(lambda match: f'"${name}{match[1]}"', text)
    return re.sub(rf"(?<!'){re.escape(address)}(?![0-9])", f"${name}", text)


def verified_steps(result: ScenarioResult, around: Surroundings) -> tuple[VerifiedStep, ...]:
    """The steps of a result, of those that ran for many items the first few."""
    return _steps(result.steps, around)


def _steps(steps: tuple[StepResult, ...], around: Surroundings) -> tuple[VerifiedStep, ...]:
    runs: dict[tuple[str, int, str], int] = {}
    for step in steps:
        runs[_place(step)] = runs.get(_place(step), 0) + 1
    kept = [step for step in steps if step.item is None or step.item < MAX_ITEMS]
    return tuple(_step(step, runs[_place(step)], around) for step in kept)


def _place(step: StepResult) -> tuple[str, int, str]:
    return step.phase, step.number, step.excerpt.span.file if step.excerpt else ""


def _step(step: StepResult, runs: int, around: Surroundings) -> VerifiedStep:
    told = step.transcript or Transcript()
    return VerifiedStep(
        phase=step.phase,
        number=step.number,
        file=around.file(step.excerpt.span.file) if step.excerpt else "",
        id=step.id,
        label=step.label,
        action=step.action,
        service=step.service,
        endpoint=step.endpoint,
        item=step.item,
        runs=runs if step.item is not None else 1,
        attempts=len(step.attempts),
        took=round(step.duration * 1000),
        skipped=step.reason,
        title=around.text(told.title),
        sent=tuple(around.text(line.text) for line in told.sent),
        received=tuple(around.text(line.text) for line in told.received),
        tool=told.label,
        command=around.command(told.command),
        handovers=tuple((each.name, each.target, each.origin) for each in step.handovers),
        children=_steps(step.children, around),
    )


# -- as JSON ---------------------------------------------------------------------------------------------------------


def as_json(node: VerifiedCase | VerifiedStep) -> dict[str, Any]:
    """The fields that say something."""
    rest = defaults_of(node)
    held = ((name, getattr(node, name)) for name in names_of(node))
    return {name: _plain(value) for name, value in held if name not in rest or value != rest[name]}


def _plain(value: Any) -> Any:
    if isinstance(value, VerifiedStep):
        return as_json(value)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def case_of(data: Any) -> VerifiedCase:
    """The case that `as_json` wrote; raises `ValueError` for anything else."""
    return VerifiedCase(**_checked(data, _CASE))


def _step_of(data: Any) -> VerifiedStep:
    return VerifiedStep(**_checked(data, _STEP))


def _checked(data: Any, shape: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    if not isinstance(data, dict) or not set(data) <= set(shape):
        raise ValueError("this is no record of a verified case")
    return {name: shape[name](value) for name, value in data.items()}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("text is missing in a record")
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("a number is missing in a record")
    return value


def _maybe_number(value: Any) -> int | None:
    return None if value is None else _number(value)


def _many(item: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise ValueError("a list is missing in a record")
        return tuple(map(item, value))

    return read


def _texts(count: int) -> Callable[[Any], Any]:
    def read(value: Any) -> tuple[str, ...]:
        texts: tuple[str, ...] = _many(_text)(value)
        if len(texts) != count:
            raise ValueError(f"{count} texts belong together in a record")
        return texts

    return read


_STEP: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("phase", "file", "id", "label", "action", "service", "endpoint"), _text),
    **dict.fromkeys(("skipped", "title", "tool", "command"), _text),
    **dict.fromkeys(("number", "runs", "attempts", "took"), _number),
    "item": _maybe_number,
    "sent": _many(_text),
    "received": _many(_text),
    "handovers": _many(_texts(3)),
    "children": _many(_step_of),
}
_CASE: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("file", "title", "fingerprint", "date", "environment", "version"), _text),
    "row": _maybe_number,
    "took": _number,
    "steps": _many(_step_of),
    "flows": _many(_texts(2)),
}
