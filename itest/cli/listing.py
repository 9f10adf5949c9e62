"""Listings: what would run, without running it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import typer

from itest.engine.plan import PlannedCase
from itest.evaluate.data.counted import counted
from itest.evaluate.data.escape import visible
from itest.evaluate.data.userinfo import without_users
from itest.evaluate.telling.redact import MASK, Redactor
from itest.model.scenario import Scenario, Step


def show_plan(cases: Sequence[PlannedCase], redactor: Redactor) -> None:
    """A line a case: the place that selects it, its title and tags."""
    for planned in cases:
        case = redactor.redact(planned.case)
        tags = f"  [{', '.join(case.tags)}]" if case.tags else ""
        typer.echo(visible(f"{case.place} › {case.title}{tags}"))
    typer.echo(counted(len(cases), "scenario"))


def show_steps(cases: Sequence[PlannedCase], redactor: Redactor) -> None:
    """A block a case: its steps in order, cleanup and flows."""
    for planned in cases:
        case = redactor.redact(planned.case)
        typer.echo(visible(f"{case.place} › {case.title}"))
        for line in _lines(planned.scenario):
            typer.echo(visible(f"  {without_users(line, MASK)}"))
    typer.echo(f"{counted(len(cases), 'scenario')}; nothing was sent")


def _lines(scenario: Scenario) -> Iterator[str]:
    """Its steps and flows, as they are written."""
    for phase, steps in (("", scenario.steps), ("cleanup ", scenario.cleanup)):
        yield from (f"{phase}{step.number}. {_step(step)}" for step in steps)
    for flow in scenario.flows:
        target = f"-> {flow.target.text}" if flow.target else f"nowhere in {', '.join(flow.nowhere_in)}"
        yield f"flow {flow.origin.text} {target}"


def _step(step: Step) -> str:
    return step.label if step.label == (step.action or "assert") else f"{step.label} ({step.action or 'assert'})"
