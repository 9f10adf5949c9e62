"""From the command line's words to loaded scenarios."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from itest.cli.exits import Exit
from itest.evaluate.data.counted import counted
from itest.evaluate.data.escape import visible
from itest.model.action import ActionSpec
from itest.model.problem import Problem, UsageError
from itest.model.record import Record

if TYPE_CHECKING:
    from itest.engine.plan import Selection
    from itest.load.loading import Loaded

DEFAULT_PATH = "scenarios"


class Asked(Record, kw_only=True):
    """Which scenarios, in which environment: the words of the command line."""

    paths: Sequence[str]
    environment: str | None = None
    variables: Sequence[str] = ()
    env_file: Path | None = None
    project: Path | None = None
    keyword: str | None = None
    tags: str | None = None

    def overrides(self) -> Mapping[str, str]:
        """`--var` as names and texts; raises `UsageError` IT404."""
        found = {}
        for text in self.variables:
            name, equals, value = text.partition("=")
            if not equals or not name.isidentifier():
                # The value is not repeated: it may be a secret, and so may a text without any name.
                message = f"--var `{name}=…` is not NAME=VALUE." if equals else "--var takes NAME=VALUE."
                raise UsageError([Problem(code="IT404", message=message, hint="For example: --var tenant=acme")])
            found[name] = value
        return found


def all_specs() -> Mapping[str, ActionSpec]:
    """Every action kind, those of the engine included."""
    from itest.actions.table import Specs
    from itest.engine.control import CONTROL_SPECS

    return Specs(CONTROL_SPECS)


def load_asked(asked: Asked, specs: Mapping[str, ActionSpec]) -> Loaded:
    """The project and every scenario under the paths; raises `LoadError` or `UsageError`."""
    from itest.engine.selection import parse_target
    from itest.load.loading import load

    targets = [parse_target(text) for text in asked.paths or [_usual_path(asked)]]
    loaded = load(
        [target.path for target in targets],
        actions=specs,
        environment=asked.environment,
        env_file=asked.env_file,
        overrides=asked.overrides(),
        env=os.environ,
        cwd=Path.cwd(),
        project=asked.project,
        typed=bool(asked.paths),
    )
    _tell_passed_over(loaded)
    return loaded


def _usual_path(asked: Asked) -> str:
    """Where scenarios are looked for if nobody says where: beside the project file, where one is named."""
    if asked.project is None:
        return DEFAULT_PATH
    return str((asked.project if asked.project.is_dir() else asked.project.parent) / DEFAULT_PATH)


def _tell_passed_over(loaded: Loaded) -> None:
    from itest.cli.problems import write_lines  # start-up cost: hardly ever needed

    for path in loaded.passed_over:
        write_lines([f"warning: {visible(str(path))} belongs to another user and is passed over; --project takes it"])


def selection_of(asked: Asked, repeat: int) -> Selection:
    """What of the loaded scenarios is asked for."""
    from itest.engine.plan import Selection
    from itest.engine.selection import parse_condition, parse_target

    return Selection(
        targets=[parse_target(text) for text in asked.paths],
        keyword=parse_condition(asked.keyword, "-k") if asked.keyword is not None else None,
        tags=parse_condition(asked.tags, "--tags") if asked.tags is not None else None,
        repeat=repeat,
    )


def validate(asked: Asked) -> int:
    """Load and check; say how much is fine, and warn of what a run would lack here."""
    import typer

    loaded = load_asked(asked, all_specs())
    _warn(loaded)
    steps = sum(len(scenario.steps) + len(scenario.cleanup) for scenario in loaded.scenarios)
    typer.echo(f"{counted(len(loaded.scenarios), 'scenario')} valid, {counted(steps, 'step')}")
    return Exit.PASSED


def _warn(loaded: Loaded) -> None:
    """Of secrets and environment variables that are not found: where the scenarios run they may be."""
    from itest.cli.problems import show_warnings
    from itest.engine.lacking import not_found

    show_warnings(not_found(loaded.scenarios, loaded.project, {**loaded.project.dotenv, **os.environ}))
