"""Secrets that a run cannot do without: those its cases mention and nobody gave a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from itest.engine.mentions import mentions
from itest.engine.plan import PlannedCase
from itest.model.problem import Problem
from itest.model.project import Project


def secrets_without_value(cases: Sequence[PlannedCase], project: Project, known: frozenset[str]) -> tuple[Problem, ...]:
    """A problem (IT405) for each secret that is used without `default(…)` and is not `known`."""
    unknown = [name for name in project.secrets if name not in known]
    if not unknown:
        return ()
    used = set(_used(cases, project))
    hint = "Set it in the environment or in an .env file."
    return tuple(
        Problem(
            code="IT405",
            message=f"The secret `{name}` is used and has no value.",
            hint=hint,
            excerpt=project.sources.excerpt(("secrets", index)) if project.sources else None,
        )
        for index, name in enumerate(project.secrets)
        if name in unknown and name in used
    )


def _used(cases: Sequence[PlannedCase], project: Project) -> Iterator[str]:
    scenarios = {planned.scenario.path: planned.scenario for planned in cases}
    holders: list[Any] = [project.setup, project.teardown]
    for scenario in scenarios.values():
        holders.extend(scenario.with_used())
    services = {name for planned in cases for name in planned.case.services}
    holders.extend(service for name, service in project.services.items() if name in services)
    yield from _secrets(holders, project, frozenset())


def _secrets(holders: Any, project: Project, seen: frozenset[str]) -> Iterator[str]:
    """Secrets mentioned directly, or through a variable of the project."""
    for reference in mentions(holders):
        root, *rest = reference.path
        if root == "secrets" and rest and not reference.guarded:
            yield str(rest[0])
        name = reference.name
        if name in project.vars and name not in seen and name not in project.overrides:
            yield from _secrets(project.vars[name], project, seen | {name})
