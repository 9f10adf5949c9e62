"""Listings: what would run, without running it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import typer

from itest.engine.plan import PlannedCase
from itest.evaluate.data.counted import counted
from itest.evaluate.data.escape import visible
from itest.model.scenario import Step

Redact = Callable[[str], str]


def show_plan(cases: Sequence[PlannedCase], redact: Redact) -> None:
    """A line a case: the place that selects it, its title and tags."""
    for planned in cases:
        case = planned.case
        place = f"{case.file}[{case.row}]" if case.row else case.file
        tags = f"  [{', '.join(case.tags)}]" if case.tags else ""
        typer.echo(visible(redact(f"{place} › {case.title}{tags}")))
    typer.echo(counted(len(cases), "scenario"))


def show_steps(cases: Sequence[PlannedCase], redact: Redact) -> None:
    """A block a case: its steps in order, cleanup and flows."""
    for planned in cases:
        typer.echo(visible(redact(f"{planned.case.file} › {planned.case.title}")))
        scenario = planned.scenario
        for phase, steps in (("", scenario.steps), ("cleanup ", scenario.cleanup)):
            for step in steps:
                typer.echo(visible(redact(f"  {phase}{step.number}. {_step(step)}")))
        for flow in scenario.flows:
            target = f"-> {flow.target.text}" if flow.target else f"nowhere in {', '.join(flow.nowhere_in)}"
            typer.echo(visible(redact(f"  flow {flow.origin.text} {target}")))
    typer.echo(f"{counted(len(cases), 'scenario')}; nothing was sent")


def _step(step: Step) -> str:
    return step.label if step.label == (step.action or "assert") else f"{step.label} ({step.action or 'assert'})"
