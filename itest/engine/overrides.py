"""Overrides: texts of the command line in the type of what they replace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from itest.engine.plan import PlannedCase
from itest.evaluate.data.escape import cut
from itest.evaluate.data.json_text import JsonError, parse
from itest.evaluate.expressions.scope import Scope
from itest.evaluate.expressions.template import render
from itest.model.problem import EvaluationError, Problem
from itest.model.project import Project
from itest.model.scenario import Row, Scenario
from itest.model.source import SourceMap
from itest.model.values import EMPTY, Missing, Pointer, Tree, Value, type_name

_HINT = "What is given with --var (or ITEST_VAR_…) takes the type of the value it replaces: quote that one for a text."


def typed_like(replaced: Value, text: str, name: str) -> Value:
    """`text` in the type of what it replaces: JSON for numbers, booleans, lists and objects, else the text itself.

    Raises `EvaluationError` IT404 where it has another type.
    """
    if replaced is None or isinstance(replaced, (str, bytes, Missing)):
        return text
    kind = type_name(replaced)
    try:
        value = parse(text)
    except JsonError as error:
        raise EvaluationError(_message(name, kind, text, "text"), code="IT404", hint=_HINT) from error
    numbers = {"integer", "number"}
    found = type_name(value)
    if found != kind and not {found, kind} <= numbers:
        raise EvaluationError(_message(name, kind, text, f"of type {found}"), code="IT404", hint=_HINT)
    return value


def misfits(cases: Sequence[PlannedCase], project: Project) -> tuple[Problem, ...]:
    """A problem (IT404) for each override that has another type than the value as written that it replaces."""
    found: dict[Problem, None] = {}
    for planned in cases if project.overrides else ():
        for scenario in planned.scenario.with_used():
            row = planned.row if scenario is planned.scenario else None
            found.update(dict.fromkeys(_misfits(scenario, row, project)))
    return tuple(found)


def _misfits(scenario: Scenario, row: Row | None, project: Project) -> Iterator[Problem]:
    for name, text in project.overrides.items():
        tree, pointer, sources = _replaced(name, scenario, row, project)
        try:
            value = render(tree, Scope(names=EMPTY), pointer)
        except EvaluationError:
            continue  # Its type is known when it is rendered.
        try:
            typed_like(value, text, name)
        except EvaluationError as error:
            excerpt = sources.excerpt(pointer) if sources else None
            yield Problem(code=error.code, message=error.message, hint=error.hint, excerpt=excerpt)


def _replaced(
    name: str, scenario: Scenario, row: Row | None, project: Project
) -> tuple[Tree, Pointer, SourceMap | None]:
    """The nearest value of the name as written, and where; None where there is none."""
    if row and name in row.values:
        return row.values[name], (*row.pointer, name), scenario.sources
    if name in scenario.vars:
        return scenario.vars[name], ("vars", name), scenario.sources
    for entry in scenario.inputs:
        if entry.name == name:
            return entry.default, ("inputs", name, "default"), scenario.sources
    return project.vars.get(name), ("vars", name), project.sources


def _message(name: str, kind: str, text: str, found: str) -> str:
    return f"`{name}` is of type {kind}, and `{cut(text, 40)}`, which replaces it, is {found}."
