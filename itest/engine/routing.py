"""Routing: which service a step speaks to, and which services a scenario needs at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from itest.engine.mentions import mentions
from itest.evaluate.fitting import implied
from itest.model.action import ActionSpec
from itest.model.project import Project
from itest.model.scenario import Scenario, Step
from itest.model.values import Template, Tree


def service_of(step: Step, spec: ActionSpec, default: str, project: Project) -> str:
    """The service a step speaks to: its own, the file's where it fits, or the only one that fits; else ""."""
    if not spec.service:
        return ""
    named = step.arguments.get("service")
    if isinstance(named, str):
        return named
    return implied(project.services, spec, default)


def endpoint_of(step: Step, spec: ActionSpec) -> str:
    """What a step asks for, as written: `POST /orders/{{ order_id }}`."""
    return " ".join(_words(step.arguments.get(key)) for key in spec.endpoint if step.arguments.get(key) is not None)


def _words(tree: Tree) -> str:
    if isinstance(tree, Template):
        return tree.text
    return " ".join(map(_words, tree)) if isinstance(tree, tuple) else str(tree)


def needed_services(scenario: Scenario, project: Project, specs: Mapping[str, ActionSpec]) -> tuple[str, ...]:
    """The services a scenario speaks to or mentions, with those they need themselves, dependencies first."""
    if not project.services:
        return ()
    wanted: list[str] = []
    for member in scenario.with_used():
        for step in (*member.steps, *member.cleanup):
            default = member.service or scenario.service
            if step.action in specs:
                wanted.append(service_of(step, specs[step.action], default, project))
        wanted.extend(_mentioned(member, project))
    return ordered([name for name in wanted if name], project)


def ordered(names: Iterable[str], project: Project) -> tuple[str, ...]:
    """Services with everything they depend on, each after what it depends on; a cycle is broken where it closes."""
    done: dict[str, None] = {}
    entered: set[str] = set()

    def visit(name: str) -> None:
        if name in entered or name not in project.services:
            return
        entered.add(name)
        for dependency in _mentioned(project.services[name], project):
            visit(dependency)
        done[name] = None

    for name in names:
        visit(name)
    return tuple(done)


def _mentioned(holder: Any, project: Project, seen: frozenset[str] = frozenset()) -> list[str]:
    """Services that expressions under `holder` mention as `services.<name>`, directly or through project variables."""
    found = []
    for reference in mentions(holder):
        path = reference.path
        if path[0] == "services" and len(path) > 1:
            found.append(str(path[1]))
            continue
        name = reference.name
        if name in project.vars and name not in seen:
            found.extend(_mentioned(project.vars[name], project, seen | {name}))
    return found
