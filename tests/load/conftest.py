"""A project folder for one test: files are written into it, loaded, and what was wrong is read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from itest.actions.table import Specs
from itest.engine.control import CONTROL_SPECS
from itest.load.loading import Loaded, load
from itest.model.problem import ItestError, Problem
from itest.model.scenario import Scenario

ACTIONS = Specs(CONTROL_SPECS, plugins=())


@dataclass(frozen=True)
class Folder:
    path: Path

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for name, content in files.items():
            target = self.path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)

    def load(self, *paths: str, **options: Any) -> Loaded:
        return load([Path(path) for path in paths or ["."]], actions=ACTIONS, cwd=self.path, **options)

    def problems(self, *paths: str, **options: Any) -> list[Problem]:
        try:
            self.load(*paths, **options)
        except ItestError as error:
            return list(error.problems)
        return []

    def places(self, *paths: str, **options: Any) -> list[str]:
        return [f"{problem.place} {problem.code}" for problem in self.problems(*paths, **options)]

    def scenario(self, text: str) -> Scenario:
        self.write({"a.yaml": text})
        return self.load("a.yaml").scenarios[0]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path.resolve())
