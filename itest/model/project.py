"""The project as loaded from itest.yaml for one environment: typed, merged, not yet rendered."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from itest.model.record import Record
from itest.model.scenario import Retry, Scenario, Step
from itest.model.source import SourceMap
from itest.model.values import EMPTY, Pointer, Tree


class Ready(Record, kw_only=True):
    """When a started service is ready: `http` (path or URL), `tcp` (a port, host:port, or true for its own) or `log` (a
    regex), `within`."""

    http: Tree = None
    tcp: Tree = None
    log: Tree = None
    within: Tree = 10


class Start(Record, kw_only=True):
    """How a service is started: `command` (list, or text that is split into words), `env`, `cwd`, `ready`."""

    command: Tree
    env: Mapping[str, Tree] = EMPTY
    cwd: Tree = None
    ready: Ready = Ready()


class Service(Record, kw_only=True):
    """A service of the project; values are trees, rendered once per run (`{{ port }}`, `services.x.url`, `run.dir`)."""

    name: str
    pointer: Pointer
    url: Tree = ""
    headers: Mapping[str, Tree] = EMPTY
    auth: Tree = None
    tls: Tree = None
    proxy: Tree = None
    read_as: Tree = None
    max_body: Tree = None
    start: Start | None = None


class Defaults(Record, kw_only=True):
    """`defaults:` of the project: what a step has where it says nothing."""

    timeout: Tree = 30
    retry: Retry | None = None
    follow_redirects: Tree = False
    max_body: Tree = None


class Project(Record, kw_only=True):
    """itest.yaml, merged with the chosen environment; an empty project where there is no file.

    `root` is the folder that no file of a scenario may lie outside of: the project file's, else the common folder of
    the paths given. `dotenv` are the values of `.env` and `.env.<environment>` (the latter nearer), by name.
    `overrides` are `--var` values (typed like what they replace when the run renders them), `ITEST_VAR_name` beneath.
    """

    root: Path
    file: str = ""
    sources: SourceMap | None = None
    environment: str = ""
    services: Mapping[str, Service] = EMPTY
    vars: Mapping[str, Tree] = EMPTY
    secrets: tuple[str, ...] = ()
    namespaces: Mapping[str, str] = EMPTY
    """Prefixes that XPaths use, beside those of each document."""
    sessions: Mapping[str, Mapping[str, Tree]] = EMPTY
    defaults: Defaults = Defaults()
    setup: tuple[Step, ...] = ()
    teardown: tuple[Step, ...] = ()
    uses: Mapping[str, Scenario] = EMPTY
    """Scenarios that setup and teardown use, by the path as written."""
    dotenv: Mapping[str, str] = EMPTY
    overrides: Mapping[str, str] = EMPTY
