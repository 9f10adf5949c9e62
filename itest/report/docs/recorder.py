"""The recorder: keeps what each passed case of a run showed, for the documentation that is built from it later.

Part of a run with `--examples`. One small file a case in the state folder, replaced whole; whatever is wrong there, the
run goes on.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from itest.model.events import Event, RunStarted, ScenarioFinished, ServiceStarted
from itest.model.result import Outcome, ScenarioResult
from itest.model.scenario import Scenario
from itest.report.docs.fingerprint import fingerprint
from itest.report.docs.records import keep
from itest.report.docs.verified import Surroundings, VerifiedCase, address_variable, verified_steps

RUNS = ".itest/runs"
"""Where the folder of a run lies, under the project's."""


class Recorder:
    """A reporter that writes `.itest/verified/`. `scenarios` are those of the run by their keys, `root` is the
    project's folder."""

    def __init__(self, root: Path, scenarios: Mapping[str, Scenario]) -> None:
        self._root = root
        self._scenarios = scenarios
        self._fingerprints: dict[str, str] = {}
        self._run: RunStarted | None = None
        self._addresses: dict[str, str] = {}
        self._files: dict[str, str] = {}

    def handle(self, event: Event) -> None:
        match event:
            case RunStarted():
                self._run = event
            case ServiceStarted():
                self._addresses[event.url] = address_variable(event.name)
            case ScenarioFinished() if event.result.outcome is Outcome.PASSED and event.result.case.repeat in (None, 1):
                with contextlib.suppress(OSError, ValueError):
                    keep(self._root, self._case(event.result))
            case _:
                pass

    def close(self) -> None:
        """Everything is written already."""

    def _case(self, result: ScenarioResult) -> VerifiedCase:
        case, run = result.case, self._run
        around = self._around()
        return VerifiedCase(
            file=key_of(around.file(case.file), self._scenarios[case.key]),
            row=case.row,
            title=case.title,
            fingerprint=self._fingerprint(case.key),
            date=f"{datetime.fromtimestamp(result.started, UTC):%Y-%m-%dT%H:%M:%SZ}",
            environment=run.environment if run else "",
            version=run.version if run else "",
            took=round(result.duration * 1000),
            steps=verified_steps(result, around),
            flows=tuple((flow.label, flow.outcome.value) for flow in result.flows),
        )

    def _fingerprint(self, key: str) -> str:
        if key not in self._fingerprints:
            self._fingerprints[key] = fingerprint(self._scenarios[key])
        return self._fingerprints[key]

    def _around(self) -> Surroundings:
        run = f"{self._root}/{RUNS}/{self._run.run_id}" if self._run else ""
        folders = {run: "$RUN_DIR"} if run else {}
        return Surroundings(folders={**folders, str(self._root): "."}, addresses=self._addresses, file=self._in_project)

    def _in_project(self, file: str) -> str:
        if file not in self._files:
            self._files[file] = in_project(Path(file), self._root)
        return self._files[file]


def key_of(file: str, scenario: Scenario) -> str:
    """What a scenario is known by in the documentation: its path in the project, with its name where it is one of a
    list."""
    return f"{file}::{scenario.part}" if scenario.part else file


def in_project(path: Path, root: Path) -> str:
    """The path of a file in the project, with slashes; its name where it lies outside. Bytes that are not UTF-8 are
    written out, as in the name that people see."""
    real = path.resolve()
    name = real.relative_to(root).as_posix() if real.is_relative_to(root) else real.name
    return os.fsencode(name).decode("utf-8", "backslashreplace")
