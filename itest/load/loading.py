"""Loading: the files under some paths, with their project, to scenarios; all that is wrong with them at once."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from itest.load.context import Context
from itest.load.discover import common_folder, discover, find_project, project_at, shown
from itest.load.findings import Findings, TooMany, in_order
from itest.load.names import check_names
from itest.load.project import ProjectReading, ProjectRequest, read_project, surroundings
from itest.load.routing import check_routes, check_service
from itest.load.scenario import read_scenario
from itest.load.scenario_list import Part, parts_of
from itest.load.text_file import Unreadable, leads_outside, read_lines, read_source
from itest.load.yaml_reader import Templates, read_yaml
from itest.model.action import ActionSpec
from itest.model.problem import LoadError, Problem
from itest.model.project import Project
from itest.model.record import Record, State, field, replace
from itest.model.scenario import Scenario
from itest.model.source import Source, SourceMap
from itest.model.values import EMPTY, Pointer

MAX_CASES = 100_000
"""Cases of all files together: scenarios, or their data rows."""
MAX_USE_DEPTH = 20
"""Scenarios that may use one another in a row."""
MAX_USED = 1_000
"""Scenarios that one may use, counted each time."""


class Loaded(Record, kw_only=True):
    """The project and the scenarios, by file and place; `passed_over` are project files that another user owns."""

    project: Project
    scenarios: tuple[Scenario, ...]
    passed_over: tuple[Path, ...] = ()


def load(
    paths: Sequence[Path],
    *,
    actions: Mapping[str, ActionSpec],
    environment: str | None = None,
    env_file: Path | None = None,
    overrides: Mapping[str, str] = EMPTY,
    env: Mapping[str, str] = EMPTY,
    cwd: Path,
    project: Path | None = None,
    typed: bool = True,
) -> Loaded:
    """Load the scenarios under the paths and their project, which is the nearest unless it is named.

    Paths that nobody `typed` are those that are looked at where none is given: no link leads from there elsewhere.
    Raises `LoadError` with every problem of every file by place, and `UsageError` for a path (IT402) or environment
    (IT403) that is not there.
    """
    cwd = cwd.resolve()
    files = discover(paths, cwd)
    found = project_at(project, cwd) if project else find_project(paths, cwd, typed=typed)
    root = found.file.parent if found.file else common_folder(paths, cwd, typed=typed)
    request = ProjectRequest(
        root=root,
        cwd=cwd,
        file=found.file,
        chosen=project is not None,
        environment=environment,
        env_file=env_file,
        overrides=overrides,
        env=env,
    )
    with _collector_paused():
        return replace(_load(request, files, actions), passed_over=found.passed_over)


def _load(request: ProjectRequest, files: Mapping[Path, str], actions: Mapping[str, ActionSpec]) -> Loaded:
    loader = _Loader(request.cwd, request.root, actions)
    reading = loader.read_project(request)
    project = reading.project
    in_order_of_files = sorted(files.items(), key=lambda entry: entry[1])
    scenarios: tuple[Scenario, ...] = ()
    try:
        scenarios = tuple(scenario for path, file in in_order_of_files for scenario in loader.scenarios(path, file))
        loader.check(reading, files)
    except TooMany as error:
        loader.problems += error.problems
    if loader.problems:
        texts = _texts({**files, **({request.file: ""} if request.file else {}), **dict.fromkeys(loader.read, "")})
        from itest.load.concealment import concealed  # start-up cost: only where something is wrong

        raise LoadError(concealed(in_order(loader.problems), texts, project, request.env))
    return Loaded(project=project, scenarios=scenarios)


def _texts(paths: Iterable[Path]) -> Iterator[str]:
    """The texts of the files, as far as they can be read."""
    for path in paths:
        with suppress(Unreadable):
            yield read_source(path, "").text


@contextmanager
def _collector_paused() -> Iterator[None]:
    """What is loaded stays and has no cycles: walking all of it again and again took a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class _Pending(Record):
    """A scenario that is read and whose names are not checked yet."""

    scenario: Scenario
    findings: Findings
    templates: Templates


class _Loader(State):
    """Reads each file once, whichever way it is reached."""

    cwd: Path
    root: Path
    actions: Mapping[str, ActionSpec]
    problems: list[Problem] = field(default_factory=list)
    read: dict[Path, tuple[Scenario, ...]] = field(default_factory=dict)
    entered: list[Path] = field(default_factory=list)
    pending: list[_Pending] = field(default_factory=list)
    cases: int = 0
    used: dict[Path, int] = field(default_factory=dict)

    def read_project(self, request: ProjectRequest) -> ProjectReading:
        path = request.file or self.root / "itest.yaml"
        try:
            reading = read_project(request, self._context(path, Findings(SourceMap(Source("", "")))), self.actions)
        except TooMany as error:
            raise LoadError(error.problems) from error
        self.problems += reading.problems
        return reading

    def scenarios(self, path: Path, file: str) -> tuple[Scenario, ...]:
        """The scenarios in a file; none where nothing can be told of it. Problems are collected."""
        if path in self.read:
            return self.read[path]
        self.entered.append(path)
        try:
            self.read[path] = self._read(path, file)
        finally:
            self.entered.pop()
        return self.read[path]

    def check(self, reading: ProjectReading, selected: Collection[Path]) -> None:
        """What needs all files and the project: names, and services as far as they could be read."""
        project, around = reading.project, replace(surroundings(reading.project), partial=reading.partial)
        for pending in self.pending:
            scenario, findings = pending.scenario, pending.findings
            check_names(scenario, findings, pending.templates, around=around, actions=self.actions)
            if not reading.partial:
                check_service(findings, scenario.service, project.services)
                # A scenario that is only used may get its service from its caller.
                lenient = scenario.path not in selected or bool(scenario.inputs or scenario.outputs)
                steps = (*scenario.steps, *scenario.cleanup)
                check_routes(findings, steps, project.services, self.actions, default=scenario.service, lenient=lenient)
            self.problems += findings.problems

    def _read(self, path: Path, file: str) -> tuple[Scenario, ...]:
        if not path.is_relative_to(self.root):
            self.problems.append(leads_outside(file))
            return ()
        try:
            reading = read_yaml(read_lines(path, file))
        except Unreadable as error:
            self.problems.append(error.problem)
            return ()
        if not reading.complete:
            self.problems += reading.problems
            return ()
        whole = Findings(reading.sources, reading.problems)
        parts = parts_of(reading, whole)
        self.problems += whole.problems
        return tuple(self._part(path, part, reading.problems) for part in parts)

    def _part(self, path: Path, part: Part, known: list[Problem]) -> Scenario:
        findings = Findings(part.sources, list(known))
        scenario = read_scenario(self._context(path, findings), part.value, part.name)
        self.pending.append(_Pending(scenario, findings, part.templates))
        self.cases += max(1, len(scenario.rows))
        if self.cases > MAX_CASES:
            message = f"with this file there are more than {MAX_CASES:,} cases"
            hint = "run fewer files at a time"
            raise TooMany([Problem(code="IT303", message=message, hint=hint, file=findings.sources.source.file)])
        return scenario

    def _context(self, path: Path, findings: Findings) -> Context:
        return Context(path=path, root=self.root, actions=self.actions, findings=findings, use=self._use)

    def _use(self, path: Path, findings: Findings, pointer: Pointer) -> Scenario | None:
        if path in self.entered:
            circle = " → ".join(shown(entry, self.cwd) for entry in [*self.entered[self.entered.index(path) :], path])
            findings.report("IT326", f"a scenario cannot use itself: {circle}", pointer)
            return None
        if len(self.entered) > MAX_USE_DEPTH:
            findings.report("IT326", f"more than {MAX_USE_DEPTH} scenarios use one another in a row", pointer)
            return None
        found = self.scenarios(path, shown(path, self.cwd))
        if found and found[0].part:
            hint = "give the one that is used a file of its own"
            message = f"`{found[0].file}` is a list of scenarios, and `use` takes one"
            findings.report("IT326", message, pointer, hint=hint)
            return None
        if found and self._used_by(found[0]) > MAX_USED:
            findings.report("IT326", f"what this uses comes to more than {MAX_USED:,} scenarios", pointer)
            return None
        return found[0] if found else None

    def _used_by(self, scenario: Scenario) -> int:
        """How many scenarios it uses, each as often as it is used on the way."""
        if scenario.path not in self.used:
            uses = scenario.uses.values()
            self.used[scenario.path] = len(uses) + sum(map(self._used_by, uses))
        return self.used[scenario.path]
