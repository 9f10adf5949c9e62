"""`itest init`: the first files of a project."""

from __future__ import annotations

import os
from pathlib import Path

import typer

import itest
from itest.cli.exits import Exit
from itest.files.chosen import chosen
from itest.files.place import create
from itest.model.problem import Problem, UsageError

PROJECT = """\
# The project: services, environments, variables. Everything in it is optional.
services:
  api: {url: "http://127.0.0.1:8000"}

# environments:
#   staging:
#     services: {api: {url: https://api.staging.example.com}}
"""

FIRST = """\
name: The API is up
description: The health check answers, and quickly.
tags: [smoke]
service: api

steps:
  - name: Ask for its health
    request: GET /health
    expect:
      status: 200
      time: 1s
"""


def begin(folder: Path, *, demo: bool) -> int:
    """Write itest.yaml and a first scenario; nothing that is there already is touched (raises `UsageError`)."""
    files = _demo_files() if demo else {"itest.yaml": PROJECT, "scenarios/first.yaml": FIRST}
    there = [name for name in files if os.path.lexists(folder / name)]
    if there:
        message = f"`{folder / there[0]}` is there already; nothing was written."
        raise UsageError([Problem(code="IT404", message=message, hint="Begin in an empty folder.")])
    for name, text in files.items():
        path = folder / name
        try:
            create(chosen(folder) / name, text.encode())
        except OSError as error:
            message = f"`{path}` cannot be written: {error.strerror}."
            raise UsageError([Problem(code="IT404", message=message)]) from error
        typer.echo(f"wrote {path}")
    typer.echo("next   " + ("itest run" if folder == Path() else f"cd {folder} && itest run"))
    return Exit.PASSED


def _demo_files() -> dict[str, str]:
    """The demo project of this repository, by path: its itest.yaml, scenarios and the schemas they name."""
    package = Path(itest.__file__).parent
    # Installed, it lies in the package; in a checkout it is the checkout itself.
    top = package / "demo_project" if (package / "demo_project").is_dir() else package.parent
    paths = [top / "itest.yaml", *sorted((top / "scenarios").rglob("*")), *sorted((top / "schemas").glob("*.json"))]
    own = {"scenario.schema.json", "project.schema.json"}
    return {
        str(path.relative_to(top)): path.read_text(encoding="utf-8")
        for path in paths
        if path.is_file() and path.name not in own
    }
