"""Mentions: which dotted paths the expressions and templates of a step, a tree or a scenario refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from itest.evaluate.expressions.expression import Reference, references
from itest.evaluate.expressions.template import template_references
from itest.model.scenario import Scenario
from itest.model.values import Expression, Template

_SCENARIO_PARTS = ("vars", "rows", "outputs", "inputs", "steps", "cleanup", "flows")


def mentions(holder: Any) -> Iterator[Reference]:
    """Every reference under `holder`: a tree, an expression, a step, a scenario (its own steps, not used ones)."""
    if isinstance(holder, Template):
        yield from template_references(holder.text)
    elif isinstance(holder, Expression):
        yield from references(holder.text)
    elif isinstance(holder, Mapping):
        for value in holder.values():
            yield from mentions(value)
    elif isinstance(holder, (tuple, list)):
        for value in holder:
            yield from mentions(value)
    elif is_dataclass(holder) and not isinstance(holder, type):
        names = _SCENARIO_PARTS if isinstance(holder, Scenario) else [field.name for field in fields(holder)]
        for name in names:
            yield from mentions(getattr(holder, name))
