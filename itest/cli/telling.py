"""What itest tells about itself: codes and editor schemas."""

from __future__ import annotations

from pathlib import Path

import typer

import itest
from itest.cli.exits import Exit
from itest.evaluate.data.suggest import did_you_mean
from itest.model.codes import CODES
from itest.model.problem import Problem, UsageError

SCHEMAS = ("scenario", "project")


def tell_code(code: str) -> int:
    """The title and explanation of a code; `all` lists the titles."""
    if code.lower() == "all":
        for name, known in CODES.items():
            typer.echo(f"{name}  {known.title}")
        return Exit.PASSED
    known_code = CODES.get(code.upper())
    if known_code is None:
        hint = did_you_mean(code.upper(), CODES) or "`itest explain all` lists the codes."
        raise UsageError([Problem(code="IT404", message=f"There is no code `{code}`.", hint=hint)])
    typer.echo(f"{code.upper()} · {known_code.title}\n\n{known_code.explanation}")
    return Exit.PASSED


def tell_schema(which: str) -> int:
    """The JSON Schema of scenario or project files."""
    if which not in SCHEMAS:
        hint = did_you_mean(which, SCHEMAS) or "There are: scenario, project."
        raise UsageError([Problem(code="IT404", message=f"There is no schema `{which}`.", hint=hint)])
    typer.echo(_schema_text(which), nl=False)
    return Exit.PASSED


def _schema_text(which: str) -> str:
    package = Path(itest.__file__).parent
    # Installed, the schemas lie in the package; in a checkout they lie at its top.
    for folder in (package / "schemas", package.parent / "schemas"):
        path = folder / f"{which}.schema.json"
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise FileNotFoundError(f"{which}.schema.json")
