"""The run's context: what all its scenarios share, from the configuration to the stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from itest.engine.config import Config
from itest.engine.credentials import ValuePath
from itest.engine.files import confined, read_bytes, read_text
from itest.engine.randomness import functions_for, new_case
from itest.engine.services import Services
from itest.engine.settings import RunSettings
from itest.engine.trace import Trace
from itest.engine.watch import Watch
from itest.evaluate.telling.redact import Redactor
from itest.model.action import Action, ActionSpec, SessionSettings
from itest.model.deadline import Stop
from itest.model.problem import EvaluationError
from itest.model.project import Project
from itest.model.record import State, field, replace
from itest.model.values import Value


class Actions:
    """The action kinds of a run, created when first used and closed once at its end."""

    def __init__(self, specs: Mapping[str, ActionSpec], create: Callable[[str], Action]) -> None:
        self.specs = specs
        self._create = create
        self._made: dict[str, Action] = {}
        self._lock = threading.Lock()

    def get(self, kind: str) -> Action:
        with self._lock:
            if kind not in self._made:
                self._made[kind] = self._create(kind)
            return self._made[kind]

    def close(self) -> None:
        for action in self._made.values():
            action.close()


class RunContext(State, kw_only=True):
    """`stop` ends the run but leaves cleanup its time; `kill` ends cleanup too. `shared` are the captures of setup,
    `credentials` what of them the scenarios use to prove who is asking.

    `read_data` reads a JSON or YAML file as a value and raises `ValueError` with a plain sentence.
    """

    project: Project
    settings: RunSettings
    actions: Actions
    redactor: Redactor
    config: Config
    services: Services
    run_id: str
    run_dir: Path
    read_data: Callable[[Path], Value]
    stop: Stop = field(default_factory=Stop)
    kill: Stop = field(default_factory=Stop)
    watch: Watch = field(default_factory=Watch)
    defects: list[Exception] = field(default_factory=list)
    """What went wrong in itest itself; the scenario it came up in is an error, and the others go on."""
    shared: dict[str, Value] = field(default_factory=dict)
    credentials: frozenset[ValuePath] = frozenset()

    def functions_for(self, identity: str, base: Path) -> Mapping[str, Any]:
        """The functions of a case; `file(path)` reads relative to `base`, under the root."""
        root = self.project.root
        return functions_for(self.settings.seed, identity, lambda path: read_text(path, base, root))

    def functions_in(self, base: Path, functions: Mapping[str, Any]) -> Mapping[str, Any]:
        """The functions of a case as a scenario in another folder has them: the same draws, its own files."""
        return {**functions, "file": self.functions_for("", base)["file"]}

    def names_of_case(self) -> Mapping[str, Value]:
        """What `run` stands for in one run of a case."""
        return {**self.config.namespaces["run"], "case": new_case()}

    def trace_of(self, identity: str) -> Trace:
        """The trace that the requests of a case belong to."""
        return Trace(self.settings.seed, identity)

    def session_settings(self, base: Path) -> SessionSettings:
        return replace(self.config.session_settings(base), kept=self.settings.kept)

    def read_bytes(self, name: str, base: Path) -> bytes:
        """The content of a file under the root, named relative to a folder; raises `EvaluationError`."""
        return read_bytes(name, base, self.project.root)

    def read_schema(self, path: Path) -> Value:
        """The JSON Schema in a file under the root, as a value; raises `EvaluationError`."""
        real = confined(path, path.parent, self.project.root)
        try:
            return self.read_data(real)
        except ValueError as error:
            raise EvaluationError(f"{error}.", code="IT322") from error
