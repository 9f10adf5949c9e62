"""What a run cannot do without: secrets, environment variables and inputs that its cases use and nobody gave."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from itest.engine.mentions import live_parts, mentions
from itest.engine.plan import PlannedCase
from itest.evaluate.data.suggest import did_you_mean
from itest.evaluate.expressions.template import template_references
from itest.model.problem import Problem
from itest.model.project import Project
from itest.model.record import Record
from itest.model.scenario import Row, Scenario, Step
from itest.model.source import SourceMap
from itest.model.values import Pointer, Template


def lacking(cases: Sequence[PlannedCase], project: Project, env: Mapping[str, str]) -> tuple[Problem, ...]:
    """A problem (IT405) for each value that is used without `default(…)` and neither `env` nor an override gives."""
    scenarios = {used.path: used for planned in cases for used in planned.scenario.with_used()}.values()
    services = {name for planned in cases for name in planned.case.services}
    steps = (*project.setup, *project.teardown)
    used = [project.services[name] for name in project.services if name in services]
    found = [
        *_secrets([*scenarios, *steps, *used], project, env),
        *_environment(_Places(project, env), _reached([planned.scenario for planned in cases]), [*steps, *used]),
        *_inputs(cases, project.overrides),
    ]
    return tuple(dict.fromkeys(found))


def not_found(scenarios: Sequence[Scenario], project: Project, env: Mapping[str, str]) -> tuple[Problem, ...]:
    """A problem (IT405) for each secret that is declared, and each environment variable that some scenario needs, of
    which `env` knows nothing; what a run asks for is `lacking`."""
    configured = [*project.setup, *project.teardown, *project.services.values()]
    found = [
        *(_no_value(project, index, "is not set") for index, name in enumerate(project.secrets) if name not in env),
        *_environment(_Places(project, env), _reached(scenarios), configured),
    ]
    return tuple(dict.fromkeys(found))


def _no_value(project: Project, index: int, said: str) -> Problem:
    excerpt = project.sources.excerpt(("secrets", index)) if project.sources else None
    return Problem(code="IT405", message=f"The secret `{project.secrets[index]}` {said}.", hint=_GIVE, excerpt=excerpt)


def _secrets(holders: Sequence[Any], project: Project, env: Collection[str]) -> Iterator[Problem]:
    if all(name in env for name in project.secrets):
        return
    used = set(_used_secrets(holders, project, frozenset()))
    for index, name in enumerate(project.secrets):
        if name in used and name not in env:
            yield _no_value(project, index, "is used and has no value")


def _used_secrets(holders: Any, project: Project, seen: frozenset[str]) -> Iterator[str]:
    """Secrets mentioned directly, or through a variable of the project."""
    for reference in mentions(holders):
        root, *rest = reference.path
        if root == "secrets" and rest and not reference.guarded:
            yield str(rest[0])
        name = reference.name
        if name in project.vars and name not in seen and name not in project.overrides:
            yield from _used_secrets(project.vars[name], project, seen | {name})


class _Places(Record):
    """Where environment variables are used that are not set."""

    project: Project
    env: Mapping[str, str]

    def under(
        self, holder: Any, pointer: Pointer, sources: SourceMap | None, seen: frozenset[str]
    ) -> Iterator[Problem]:
        """Those that templates need, directly or through a variable of the project. What an expression makes of an
        absent value is its own matter."""
        for live, place in live_parts(holder, pointer):
            for reference in template_references(live.text) if isinstance(live, Template) else ():
                root, *rest = reference.path
                if root == "env" and rest and not reference.guarded and rest[0] not in self.env:
                    yield self._problem(str(rest[0]), sources, place)
                name = reference.name
                variables = self.project.vars
                if name in variables and name not in seen and name not in self.project.overrides:
                    yield from self.under(variables[name], ("vars", name), self.project.sources, seen | {name})

    def _problem(self, name: str, sources: SourceMap | None, place: Pointer) -> Problem:
        excerpt = sources.excerpt(place) if sources else None
        hint = did_you_mean(name, sorted(self.env)) or f"{_GIVE[:-1]}, or write `env.{name} | default(…)`."
        message = f"The environment variable `{name}` is used and is not set."
        return Problem(code="IT405", message=message, hint=hint, excerpt=excerpt)


def _environment(places: _Places, scenarios: Collection[Scenario], configured: Sequence[Any]) -> Iterator[Problem]:
    yield from places.under(_certain(configured), (), places.project.sources, frozenset())
    for scenario in scenarios:
        replaced = {*places.project.overrides, *(name for row in scenario.rows for name in row.values)}
        own = frozenset({*scenario.vars, *(entry.name for entry in scenario.inputs), *replaced})
        variables = {name: tree for name, tree in scenario.vars.items() if name not in replaced}
        yield from places.under(variables, ("vars",), scenario.sources, own)
        yield from places.under(scenario.sessions, ("sessions",), scenario.sources, own)
        steps = _certain((*scenario.steps, *scenario.cleanup))
        yield from places.under(steps, (), scenario.sources, own)


def _reached(scenarios: Sequence[Scenario]) -> Collection[Scenario]:
    """The scenarios that run in any case: of the used ones those whose step has no condition."""
    found: dict[str, Scenario] = {}
    waiting = [scenario for scenario in scenarios if not (scenario.skip or scenario.skip_if)]
    while waiting:
        scenario = waiting.pop()
        if scenario.key not in found:
            found[scenario.key] = scenario
            steps = _certain((*scenario.steps, *scenario.cleanup))
            waiting += [scenario.uses[str(step.arguments["scenario"])] for step in steps if step.action == "use"]
    return found.values()


def _certain(holders: Sequence[Any]) -> list[Any]:
    """Without the steps that may be skipped: their condition may ask just for what they use."""
    return [holder for holder in holders if not (isinstance(holder, Step) and (holder.condition or holder.left_out))]


def _inputs(cases: Sequence[PlannedCase], given: Collection[str]) -> Iterator[Problem]:
    """Inputs of a scenario that is run by itself."""
    for planned in cases:
        scenario = planned.scenario
        if scenario.skip or scenario.skip_if:
            continue
        absent = {entry.name for entry in scenario.inputs if entry.required} - _given(scenario, planned.row, given)
        used = {reference.name for reference in mentions(scenario) if not reference.guarded} if absent else set()
        for name in sorted(absent & used):
            message = f"The input `{name}` is used and has no value."
            hint = f"Give it with --var {name}=…; a scenario that others `use` may lie in a folder such as `_shared/`."
            yield Problem(code="IT405", message=message, hint=hint, excerpt=scenario.sources.excerpt(("inputs", name)))


def _given(scenario: Scenario, row: Row | None, given: Collection[str]) -> set[str]:
    return {*scenario.vars, *(row.values if row else ()), *given}


_GIVE = "Set it in the environment or in an .env file."
