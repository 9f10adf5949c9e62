"""Scenarios for the tests, loaded from text."""

from pathlib import Path

from itest.cli.loading import all_specs
from itest.load.loading import load


def loaded(folder: Path, **files: str):
    """The scenarios in the files (`a="name: …"` is `a.yaml`), by name."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found = load([folder], actions=all_specs(), cwd=folder).scenarios
    return {scenario.path.stem: scenario for scenario in found}
