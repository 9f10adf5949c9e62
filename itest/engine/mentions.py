"""Mentions: which dotted paths the expressions and templates of a step, a tree or a scenario refer to, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from itest.evaluate.expressions.expression import Reference, references
from itest.evaluate.expressions.template import template_references
from itest.model.record import Record, names_of
from itest.model.scenario import Scenario, Step
from itest.model.values import Expression, Pointer, Template

_SCENARIO_PARTS = ("vars", "sessions", "rows", "outputs", "inputs", "steps", "cleanup", "flows")


def mentions(holder: Any) -> Iterator[Reference]:
    """Every reference under `holder`: a tree, an expression, a step, a scenario (its own steps, not used ones)."""
    for live, _ in live_parts(holder):
        yield from template_references(live.text) if isinstance(live, Template) else references(live.text)


def live_parts(holder: Any, pointer: Pointer = ()) -> Iterator[tuple[Template | Expression, Pointer]]:
    """Every template and expression under `holder`, with its place or one that it lies under."""
    if isinstance(holder, (Template, Expression)):
        yield holder, pointer
    elif isinstance(holder, Mapping):
        for key, value in holder.items():
            yield from live_parts(value, (*pointer, key))
    elif isinstance(holder, (tuple, list)):
        for index, value in enumerate(holder):
            yield from live_parts(value, (*pointer, index))
    elif isinstance(holder, Record):
        pointer = getattr(holder, "pointer", pointer)
        names = _SCENARIO_PARTS if isinstance(holder, Scenario) else names_of(holder)
        for name in names:
            key = holder.action if isinstance(holder, Step) and name == "arguments" else name
            yield from live_parts(getattr(holder, name), (*pointer, key))
