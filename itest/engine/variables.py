"""Variables that a scenario starts with: layered from the configuration to the command line, rendered in any order."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from typing import Any

from itest.engine.config import LazyTable
from itest.engine.context import RunContext
from itest.engine.overrides import typed_like
from itest.engine.watch import LIMIT
from itest.evaluate.expressions.scope import Scope
from itest.evaluate.expressions.template import render, to_text
from itest.model.deadline import Deadline
from itest.model.problem import EvaluationError
from itest.model.scenario import Row, Scenario
from itest.model.values import EMPTY, Missing, Pointer, Tree, Value


def starting_variables(
    run: RunContext,
    scenario: Scenario,
    names: Mapping[str, Any],
    *,
    row: Row | None = None,
    given: Mapping[str, Value] = EMPTY,
) -> dict[str, Value]:
    """Every variable by name. Nearer wins: configuration, captures of `setup`, inputs, the scenario, the row, the
    command line. `names` are the functions and `run`; `given` are the inputs of a used scenario.

    Raises `EvaluationError` with the place in the file.
    """
    outer: dict[str, Value] = {**run.config.vars, **run.shared}
    trees = _own_trees(scenario, row, given)
    overrides = {name: text for name, text in run.project.overrides.items() if name not in given}

    def make(name: str) -> Value:
        if name in given:
            return given[name]
        tree, pointer = trees.get(name, (outer.get(name), ()))
        try:
            value = render(tree, scope, pointer) if name in trees else tree
        except EvaluationError:
            if name not in overrides:
                raise
            value = ""  # What is replaced need not be there; the command line's text stands for itself.
        return typed_like(value, overrides[name], name) if name in overrides else value

    table = LazyTable("vars", {**outer, **trees, **given, **overrides}, make)
    seen = ChainMap(dict(names), {**run.config.namespaces, "vars": table}, table)  # type: ignore[arg-type]  # read only
    scope = Scope(names=seen, conceal=run.redactor.add)
    with run.watch.within(Deadline.after(LIMIT, run.stop)):
        variables = dict(table)
    private = (entry.name for entry in scenario.inputs if entry.secret)
    for name in (*run.project.secrets, *scenario.secrets, *private):
        if name in variables:
            conceal(run, variables[name], name)
    return variables


def _own_trees(scenario: Scenario, row: Row | None, given: Mapping[str, Value]) -> dict[str, tuple[Tree, Pointer]]:
    """What the file itself says of each name, with its place."""
    trees: dict[str, tuple[Tree, Pointer]] = {}
    for entry in scenario.inputs:
        if entry.name not in given:
            absent = Missing(entry.name, "is an input that was not given")
            trees[entry.name] = (absent if entry.required else entry.default, ("inputs", entry.name, "default"))
    trees.update({name: (tree, ("vars", name)) for name, tree in scenario.vars.items()})
    if row:
        trees.update({name: (tree, (*row.pointer, name)) for name, tree in row.values.items()})
    return trees


def conceal(run: RunContext, value: Value, name: str) -> None:
    """Every text and number in the value of this name becomes a secret of the run."""
    if isinstance(value, Mapping):
        for item in value.values():
            conceal(run, item, name)
    elif isinstance(value, (list, tuple)):
        for item in value:
            conceal(run, item, name)
    elif value is not None and not isinstance(value, (bool, Missing)):
        run.redactor.add(to_text(value), name)
