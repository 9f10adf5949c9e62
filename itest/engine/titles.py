"""Titles: the rendered names of cases; rows that their name does not tell apart are told apart by their columns."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping

from itest.engine.context import RunContext
from itest.engine.variables import starting_variables
from itest.evaluate.data.escape import cut
from itest.evaluate.data.json_text import short
from itest.evaluate.expressions.scope import Scope
from itest.evaluate.expressions.template import render, to_text
from itest.model.deadline import Deadline
from itest.model.problem import EvaluationError, Problem, UsageError
from itest.model.record import Record
from itest.model.scenario import Row, Scenario
from itest.model.values import EMPTY, Template, Value

MAX_TITLE = 1_000
"""Characters of a title."""
PATIENCE = 10.0
"""Seconds that all titles of a run may take together."""


class _Named(Record):
    """A name as rendered, and the variables of its case."""

    name: str
    variables: Mapping[str, Value] = EMPTY


class Titles:
    """Gives each case its title: the same one whichever other cases are selected."""

    def __init__(self, run: RunContext) -> None:
        self._run = run
        self._left = PATIENCE
        self._shared: dict[str, frozenset[str]] = {}
        """The names that several rows have, by the key of their scenario."""

    def __call__(self, scenario: Scenario, row: Row | None, identity: str) -> str:
        if row is None and "{{" not in scenario.name:
            return cut(scenario.name, MAX_TITLE)
        return cut(self._title(scenario, row, identity), MAX_TITLE)

    def _title(self, scenario: Scenario, row: Row | None, identity: str) -> str:
        try:
            named = self._named(scenario, row, identity)
        except EvaluationError:
            return scenario.name  # The case itself reports it, with its place.
        if row is None or ("{{" in scenario.name and named.name not in self._names_of_several(scenario)):
            return named.name
        return f"{named.name} [{', '.join(f'{name}={short(named.variables.get(name), 24)}' for name in row.values)}]"

    def _named(self, scenario: Scenario, row: Row | None, identity: str) -> _Named:
        """The name, as long as all of them have not taken too long together; raises `UsageError` (IT216) then."""
        begun = time.monotonic()
        try:
            with self._run.watch.within(Deadline.after(self._left, self._run.stop)):
                return self._rendered(scenario, row, identity)
        finally:
            self._left -= time.monotonic() - begun
            if self._left < 0:
                message, hint = f"the names of the cases take longer than {PATIENCE:g} s", "their templates do too much"
                place = scenario.sources.excerpt(("name",))
                raise UsageError([Problem(code="IT216", message=message, hint=hint, excerpt=place, file=scenario.file)])

    def _rendered(self, scenario: Scenario, row: Row | None, identity: str) -> _Named:
        run = self._run
        functions = run.functions_for(identity, scenario.path.parent)
        variables = starting_variables(run, scenario, functions, row=row)
        if "{{" not in scenario.name:
            return _Named(scenario.name, variables)
        names = {**run.config.namespaces, **functions, **variables, "vars": variables}
        scope = Scope(names=names, conceal=run.redactor.add)
        # Shortened here, where time is counted: each look at a name of megabytes takes some.
        return _Named(to_text(render(Template(scenario.name), scope, ("name",)))[: MAX_TITLE + 1], variables)

    def _names_of_several(self, scenario: Scenario) -> frozenset[str]:
        key = scenario.key
        if key not in self._shared:
            counted = Counter(self._name_of(scenario, row) for row in scenario.rows)
            self._shared[key] = frozenset(name for name, count in counted.items() if count > 1)
        return self._shared[key]

    def _name_of(self, scenario: Scenario, row: Row) -> str:
        try:
            return self._named(scenario, row, f"{scenario.key}[{row.number}]").name
        except EvaluationError:
            return scenario.name
