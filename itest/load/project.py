"""The project: itest.yaml for one environment, with `.env` files and overrides beneath the command line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from itest.evaluate.data.suggest import did_you_mean
from itest.files.reading import NotRead, Why, within
from itest.load.context import Context
from itest.load.discover import shown
from itest.load.findings import Findings
from itest.load.kinds import ANY, NAMES, SIZE, TIMEOUT, VARIABLES, VERSION, Key, Keys, checked, read_mapping, wrong_kind
from itest.load.merge import Merge, live_texts
from itest.load.names import check_steps, defined_by, group
from itest.load.prefixes import PREFIXES
from itest.load.retry import read_retry
from itest.load.routing import check_routes
from itest.load.service import read_services
from itest.load.sessions import read_sessions
from itest.load.step import read_steps
from itest.load.text_file import Unreadable, leads_outside, read_lines
from itest.load.visible import Surroundings, Visible
from itest.load.yaml_reader import read_yaml
from itest.model.action import ActionSpec
from itest.model.problem import Problem, UsageError
from itest.model.project import Defaults, Project
from itest.model.record import Record, State, field
from itest.model.source import SourceMap
from itest.model.values import EMPTY, Pointer, Tree

VARIABLE_PREFIX = "ITEST_VAR_"
ENVIRONMENT_VARIABLE = "ITEST_ENV"
ENVIRONMENT_KEYS = ("services", "vars", "secrets", "sessions", "defaults")

PROJECT_KEYS: Keys = {
    "version": VERSION,
    "services": Key(ANY, "The services under test, by name."),
    "environments": Key(
        ANY, f"By name, what differs there: {', '.join(f'`{key}`' for key in ENVIRONMENT_KEYS)}; null removes."
    ),
    "vars": Key(VARIABLES, "Variables that every scenario sees."),
    "secrets": Key(NAMES, "Names read from the environment or .env; redacted everywhere."),
    "namespaces": Key(PREFIXES, "Prefixes for XPaths and the namespaces that they stand for."),
    "sessions": Key(ANY, "Credentials of actors, by the name of their `session`: `headers`, `auth`, `tls`."),
    "defaults": Key(ANY, "What steps have where they say nothing."),
    "setup": Key(ANY, "Steps once before the run; their captures are visible to all."),
    "teardown": Key(ANY, "Steps once after the run."),
}
_FOLLOW = {"type": ["boolean", "integer"], "minimum": 0, "maximum": 100}
DEFAULTS_KEYS: Keys = {
    "timeout": Key(TIMEOUT, "Deadline of one attempt of a step; `{connect, total}` says both."),
    "retry": Key(ANY, "How steps are tried again."),
    "follow_redirects": Key(checked(_FOLLOW), "Of requests that say nothing of it: false, true or a limit."),
    "max_body": Key(SIZE, "The most that is read of a body (`10MB`), of requests that say nothing of it."),
}


class ProjectRequest(Record, kw_only=True):
    """What the command line and the world say of the project. `file` is its itest.yaml, None where there is none;
    where a person chose it, it may be a link that leads out of its folder."""

    root: Path
    cwd: Path
    file: Path | None
    environment: str | None
    env_file: Path | None
    overrides: Mapping[str, str]
    env: Mapping[str, str]
    chosen: bool = False


class ProjectReading(State):
    """The project as read so far, with what was wrong; `partial`: so that names of it are not known."""

    project: Project
    problems: list[Problem] = field(default_factory=list)
    partial: bool = False


def read_project(request: ProjectRequest, context: Context, actions: Mapping[str, ActionSpec]) -> ProjectReading:
    """The project for the chosen environment, every environment checked; raises `UsageError` IT403 and IT402.

    `context` is that of itest.yaml; its findings are replaced by those of each reading.
    """
    dotenv, problems = _dotenv(request, (".env",))
    chosen = request.environment or request.env.get(ENVIRONMENT_VARIABLE) or dotenv.get(ENVIRONMENT_VARIABLE) or ""
    nearer, more = _dotenv(request, (f".env.{chosen}",) if chosen else (), request.env_file)
    dotenv |= nearer
    problems += more
    base = _Base(request, context, actions, MappingProxyType(dotenv), _overrides(request, dotenv), chosen)
    reading = base.read()
    return ProjectReading(reading.project, problems + reading.problems, reading.partial)


def surroundings(project: Project) -> Surroundings:
    """The names that every scenario of the project sees."""
    set_up = {name for step in project.setup for name in defined_by(step)}
    return Surroundings(
        variables=frozenset({*project.vars, *project.overrides, *set_up}),
        secrets=frozenset(project.secrets),
        services=frozenset(project.services),
        sessions={name: tuple(text for _, text in live_texts(said)) for name, said in project.sessions.items()},
    )


def _dotenv(
    request: ProjectRequest, names: tuple[str, ...], explicit: Path | None = None
) -> tuple[dict[str, str], list[Problem]]:
    typed: list[Path] = []
    paths = [request.root / name for name in names if os.path.lexists(request.root / name)]
    if explicit is not None:
        path = request.cwd / explicit
        if not path.is_file():
            message = f"there is no `{explicit}`"
            raise UsageError([Problem(code="IT402", message=message, file=str(explicit))])
        paths.append(path)
        typed.append(path)
    values: dict[str, str] = {}
    problems: list[Problem] = []
    for path in paths:
        file = shown(path, request.cwd)
        if path not in typed and _leaves(path, request.root):
            problems.append(leads_outside(file))
            continue
        from itest.load.dotenv import read_dotenv  # start-up cost: only where there is such a file

        found, wrong = read_dotenv(path, file)
        values |= found
        problems += wrong
    return values, problems


def _leaves(path: Path, root: Path) -> bool:
    """Whether a link leads out of the project; where it leads nowhere, reading it tells."""
    try:
        within(path, root, root)
    except NotRead as error:
        return error.why is Why.OUTSIDE
    return False


def _overrides(request: ProjectRequest, dotenv: Mapping[str, str]) -> Mapping[str, str]:
    """Variables from outside: `ITEST_VAR_<name>` of .env files, then of the environment, then the command line."""
    found: dict[str, str] = {}
    for source in (dotenv, request.env):
        for name, value in source.items():
            if name.startswith(VARIABLE_PREFIX):
                found[name.removeprefix(VARIABLE_PREFIX)] = value
    return MappingProxyType({**found, **request.overrides})


class _Base(Record):
    """What all environments of a project share."""

    request: ProjectRequest
    context: Context
    actions: Mapping[str, ActionSpec]
    dotenv: Mapping[str, str]
    overrides: Mapping[str, str]
    chosen: str

    def read(self) -> ProjectReading:
        path = self.request.file
        outside: dict[str, Any] = {"dotenv": self.dotenv, "overrides": self.overrides, "environment": self.chosen}
        file = shown(path, self.request.cwd) if path else ""
        bare = Project(root=self.request.root, file=file, **outside)
        if path is None:
            self._check_chosen((), "", None)
            return ProjectReading(bare)
        if not self.request.chosen and _leaves(path, self.request.root):
            return ProjectReading(bare, [leads_outside(file)], partial=True)
        try:
            reading = read_yaml(read_lines(path, file))
        except Unreadable as error:
            return ProjectReading(bare, [error.problem], partial=True)
        tree = reading.value if reading.value is not None else EMPTY
        if not reading.complete or type(tree) is not MappingProxyType:
            findings = Findings(reading.sources, reading.problems)
            if reading.complete:
                wrong_kind(findings, "a mapping", tree, ())
            return ProjectReading(bare, findings.problems, partial=True)
        environments = tree.get("environments")
        known = environments if type(environments) is MappingProxyType else EMPTY
        self._check_chosen(tuple(known), file, reading.sources)
        return self._read_all(tree, known, reading.sources, reading.problems, outside)

    def _read_all(
        self, tree: Tree, environments: Mapping[str, Tree], sources: SourceMap, problems: list[Problem], outside: Any
    ) -> ProjectReading:
        """The chosen environment's project; the others are read for what is wrong with them."""
        problems = [*problems, *self._check_environments(tree, sources)]
        chosen: ProjectReading | None = None
        for name in ("", *environments):
            merge = Merge(sources)
            merged = _merged(tree, environments.get(name), name, merge)
            findings = Findings(merge.sources)
            project = self._read_merged(merged, findings, outside)
            problems += findings.problems
            if name == self.chosen:
                chosen = ProjectReading(project, partial=_partial(findings))
        assert chosen is not None, "the chosen environment was found"
        chosen.problems = problems
        return chosen

    def _read_merged(self, tree: Tree, findings: Findings, outside: Any) -> Project:
        context = self.context.reading(findings)
        values = read_mapping(findings, tree, (), PROJECT_KEYS)
        services = read_services(findings, tree.get("services", EMPTY), ("services",), self.actions)
        setup, teardown = (read_steps(context, tree.get(name, ()), (name,)) for name in ("setup", "teardown"))
        defaults = _read_defaults(findings, tree["defaults"], ("defaults",)) if "defaults" in tree else Defaults()
        project = Project(
            root=self.request.root,
            file=findings.sources.source.file,
            sources=findings.sources,
            services=services,
            vars=MappingProxyType(dict(values.get("vars", {}))),
            secrets=values.get("secrets", ()),
            namespaces=MappingProxyType(dict(values.get("namespaces") or {})),
            sessions=read_sessions(context, tree["sessions"], ("sessions",)) if "sessions" in tree else EMPTY,
            defaults=defaults,
            setup=setup,
            teardown=teardown,
            uses=MappingProxyType(context.used) if context.used else EMPTY,
            **outside,
        )
        self._check(project, tree, context)
        return project

    def _check(self, project: Project, tree: Tree, context: Context) -> None:
        """The names that the project's own expressions use, and the services its steps speak to."""
        findings, around = context.findings, surroundings(project)
        by_place = group(live_texts(tree))
        own = Surroundings(
            variables=frozenset({*project.vars, *project.overrides}),
            secrets=around.secrets,
            services=around.services,
            sessions=around.sessions,
        )
        partial = _partial(findings)
        visible = Visible(findings=findings, around=own, variables=set(own.variables), partial=partial)
        for place, text in (*by_place.get(("vars",), []), *by_place.get(("defaults",), [])):
            visible.check_template(text, place)
        set_up = {name for step in project.setup for name in defined_by(step)}
        for place, text in by_place.get(("services",), []):
            service = project.services.get(str(place[1])) if len(place) > 1 else None
            port = {"port"} if service is None or service.start else set()
            visible.extra = frozenset(port | (set_up if place[2:3] in (("headers",), ("auth",)) else set()))
            visible.check_template(text, place)
        visible.extra = frozenset()
        for steps in (project.setup, project.teardown):
            check_steps(steps, visible, by_place, actions=self.actions, uses=context.used)
            if not partial:
                check_routes(findings, steps, project.services, self.actions, default="")

    def _check_environments(self, tree: Tree, sources: SourceMap) -> list[Problem]:
        findings = Findings(sources)
        environments = tree.get("environments", EMPTY)
        if type(environments) is not MappingProxyType:
            wrong_kind(findings, "a mapping of environments", environments, ("environments",))
            return findings.problems
        keys = {name: Key(ANY, PROJECT_KEYS[name].about) for name in ENVIRONMENT_KEYS}
        for name, section in environments.items():
            if section is not None:
                read_mapping(findings, section, ("environments", name), keys)
        return findings.problems

    def _check_chosen(self, known: tuple[str, ...], file: str, sources: SourceMap | None) -> None:
        if not self.chosen or self.chosen in known:
            return
        if not file:
            message, hint = f"there is no environment `{self.chosen}`: no itest.yaml was found", ""
        else:
            message = f"{file} has no environment `{self.chosen}`"
            hint = did_you_mean(self.chosen, known) or (f"it has {', '.join(known)}" if known else "")
        excerpt = sources.excerpt(("environments",), key=True) if sources and known else None
        raise UsageError([Problem(code="IT403", message=message, hint=hint, excerpt=excerpt, file=file)])


def _partial(findings: Findings) -> bool:
    """Whether a section could not be read that gives names."""
    return any(findings.blames((section,)) for section in ("services", "vars", "secrets", "setup"))


def _merged(tree: Mapping[str, Tree], section: Tree, name: str, merge: Merge) -> Mapping[str, Tree]:
    base = MappingProxyType(dict(tree))
    if type(section) is not MappingProxyType:
        return base
    known = MappingProxyType({key: section[key] for key in ENVIRONMENT_KEYS if key in section})
    merged: Mapping[str, Tree] = merge.over(base, (), known, ("environments", name))
    return merged


def _read_defaults(findings: Findings, tree: Tree, pointer: Pointer) -> Defaults:
    values = read_mapping(findings, tree, pointer, DEFAULTS_KEYS)
    if "retry" in values:
        values["retry"] = read_retry(findings, values["retry"], (*pointer, "retry"))
    return Defaults(**{name: value for name, value in values.items() if value is not None})
