"""`itest docs build`: the living documentation of scenarios and of the last run in which they passed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from itest.cli.exits import Exit
from itest.cli.loading import Asked, all_specs, load_asked
from itest.engine.mentions import mentions
from itest.engine.routing import service_of
from itest.evaluate.data.counted import counted
from itest.evaluate.data.suggest import did_you_mean
from itest.files.chosen import chosen as chosen_place
from itest.files.place import Place
from itest.load.loading import Loaded
from itest.model.action import ActionSpec
from itest.model.problem import Problem, UsageError
from itest.model.project import Project
from itest.model.record import Record
from itest.model.scenario import Scenario, Step
from itest.model.values import Template
from itest.report.docs.blocks import State
from itest.report.docs.chapters import Material, ServiceFacts
from itest.report.docs.recorder import in_project, key_of
from itest.report.docs.records import chosen, keys_of, last, recorded
from itest.report.docs.site import FORMATS, Site, carry_out, changes, site

USUAL = Path("docs/scenarios")
"""The folder it is built in if nobody says where."""


class DocsOptions(Record, kw_only=True):
    """The options of `itest docs build`, beside which scenarios; without `out`, in the usual folder."""

    out: Path | None = None
    form: str = "markdown"
    check: bool = False
    refresh: bool = False


def build(asked: Asked, options: DocsOptions) -> int:
    """Build the documentation, or with `check` only say whether it is up to date; the exit code."""
    if options.form not in FORMATS:
        hint = did_you_mean(options.form, FORMATS) or f"It is one of {', '.join(FORMATS)}."
        raise UsageError([Problem(code="IT404", message=f"There is no format `{options.form}`.", hint=hint)])
    specs = all_specs()
    loaded = load_asked(asked, specs)
    shown = options.out or USUAL
    out = chosen_place(options.out) if options.out else Place(Path.cwd(), USUAL.parts)
    built = site(_material(loaded, specs, out, options), out.path, options.form)
    changed = changes(built.files, out)
    if options.check:
        return _checked(built, [*changed.write, *changed.remove], shown)
    carry_out(changed, built.files, out)
    typer.echo(f"{_told(built)}; {counted(len(changed.write), 'file')} written in {shown}")
    if any(chapter.state is not State.VERIFIED for chapter in built.chapters):
        typer.echo("Examples of what was seen come from `itest run --examples`.")
    return Exit.PASSED


def _checked(built: Site, changed: Sequence[str], out: Path) -> int:
    """Stale documentation fails, too: its examples are of what the scenario did before."""
    for name in changed:
        typer.echo(f"not up to date   {out / name}")
    stale = [chapter for chapter in built.chapters if chapter.state is State.STALE]
    for chapter in stale:
        typer.echo(f"stale            {chapter.file}")
    if changed or stale:
        typer.echo("`itest run --examples && itest docs build` brings it up to date.")
        return Exit.FAILED
    typer.echo(f"{_told(built)}; up to date in {out}")
    return Exit.PASSED


def _told(built: Site) -> str:
    states = [chapter.state for chapter in built.chapters if chapter.selected]
    words = [f"{states.count(state)} {state.word}" for state in State if state in states]
    return f"{counted(len(states), 'scenario')}: {', '.join(words)}" if states else "no scenarios"


def _material(loaded: Loaded, specs: Mapping[str, ActionSpec], out: Place, options: DocsOptions) -> Material:
    project = loaded.project
    root = project.root.resolve()

    def key(scenario: Scenario) -> str:
        return key_of(in_project(scenario.path, root), scenario)

    scenarios = {key(each): each for scenario in loaded.scenarios for each in scenario.with_used()}
    keys = [key for file, scenario in scenarios.items() for key in keys_of(scenario, file)]
    # A check judges what is committed, whatever was run on this machine.
    latest = {} if options.check else last(root, keys)
    return Material(
        root=root,
        scenarios=scenarios,
        selected=frozenset(map(key, loaded.scenarios)),
        services=_services(project),
        specs=specs,
        service_of=lambda scenario, step: _service_of(scenario, step, specs, project),
        cases=chosen(recorded(out), latest, scenarios, refresh=options.refresh),
    )


def _service_of(scenario: Scenario, step: Step, specs: Mapping[str, ActionSpec], project: Project) -> str:
    spec = specs.get(step.action)
    return service_of(step, spec, scenario.service, project) if spec else ""


def _services(project: Project) -> dict[str, ServiceFacts]:
    return {
        name: ServiceFacts(
            name=name,
            url=service.url.text if isinstance(service.url, Template) else str(service.url or ""),
            started=service.start is not None,
            needs=tuple(sorted(_named(service) - {name})),
        )
        for name, service in project.services.items()
    }


def _named(service: object) -> set[str]:
    """The services that a service's settings name."""
    paths = (reference.path for reference in mentions(service))
    return {str(path[1]) for path in paths if path[0] == "services" and len(path) > 1}
