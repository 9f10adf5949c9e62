"""Mentions: which dotted paths the expressions and templates of a step, a tree or a scenario refer to, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from itest.evaluate.expressions.expression import Reference, references
from itest.evaluate.expressions.template import template_references
from itest.model.record import Record, names_of
from itest.model.scenario import Scenario, Step
from itest.model.values import Expression, Pointer, Template

Live = tuple[Template | Expression, Pointer]
_LIFELESS = frozenset({str, int, bool, type(None), Decimal, bytes, float})
_SCENARIO_PARTS = ("vars", "sessions", "rows", "outputs", "inputs", "steps", "cleanup", "flows")


def mentions(holder: Any) -> Iterator[Reference]:
    """Every reference under `holder`: a tree, an expression, a step, a scenario (its own steps, not used ones)."""
    for live, _ in live_parts(holder):
        yield from template_references(live.text) if isinstance(live, Template) else references(live.text)


def live_parts(holder: Any, pointer: Pointer = ()) -> list[Live]:
    """Every template and expression under `holder`, with its place or one that it lies under."""
    found: list[Live] = []
    _gather(holder, pointer, found)
    return found


def _gather(holder: Any, pointer: Pointer, found: list[Live]) -> None:
    kind = type(holder)
    if kind in _LIFELESS:
        return
    if kind is Template or kind is Expression:
        found.append((holder, pointer))
    elif kind is tuple or kind is list:
        for index, value in enumerate(holder):
            if type(value) not in _LIFELESS:
                _gather(value, (*pointer, index), found)
    elif isinstance(holder, Record):
        pointer = getattr(holder, "pointer", pointer)
        for name in _SCENARIO_PARTS if kind is Scenario else names_of(holder):
            value = getattr(holder, name)
            if type(value) not in _LIFELESS:
                key = holder.action if isinstance(holder, Step) and name == "arguments" else name
                _gather(value, (*pointer, key), found)
    elif isinstance(holder, Mapping):
        for key, value in holder.items():
            if type(value) not in _LIFELESS:
                _gather(value, (*pointer, key), found)
