"""Actions: what a kind of action looks like from outside (`ActionSpec`) and the protocols its module fulfils."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from itest.model.deadline import Deadline
from itest.model.exchange import Exchange, PrepareError
from itest.model.record import Record
from itest.model.values import EMPTY, Tree, Value


def accepted(arguments: Mapping[str, Tree]) -> Iterable[PrepareError]:
    """The `check` of an action that has nothing to say before the run."""
    return ()


def unchanged(arguments: Mapping[str, Tree]) -> Mapping[str, Tree]:
    """The `as_written` of an action whose arguments have no short form."""
    return arguments


def anything(text: str) -> bool:
    """What is asked for a secret where nobody knows the secrets: whatever it is may be one."""
    return True


def nothing(_: str) -> bool:
    """Says no to whatever it is asked about."""
    return False


def silent(fields: Mapping[str, Value]) -> str:
    """The `remark` of an action whose results say nothing of themselves."""
    return ""


class ServiceCheck(Record, kw_only=True):
    """How an action kind asks a started service whether it can be spoken to: by a call of its own.

    `word`: the key of `ready` whose value is the call's `argument` (`http: /health` is the `url`). `holds`: what has to
    be true of the answer, an expression over the result fields. `first`: the arguments of the call where `ready` says
    nothing; without them it is enough that the port of the service accepts.
    """

    word: str = ""
    argument: str = ""
    holds: str = "true"
    first: Mapping[str, Value] | None = None


class ActionSpec(Record, kw_only=True):
    """The shape of an action kind, for the loader: what may be written and what its result offers.

    `keys`: JSON Schema of each key (draft 2020-12; the loader checks literal values against it and the editor schema
    is built from it). `first`: the key that a bare string or list stands for. `one_of`: groups of keys of which at
    most one may be given. `required`: groups of which at least one must be given. `fields`: result fields beside
    `request`, `time`, `error`. `main`: the field that `schema` and `$…` captures look at. `text_fields`: fields whose
    values can only be text. `request_text`: top-level keys of `request` whose values can only be text. `files`: paths
    of keys that name a file (`tls.ca`; `*` is any key or item). `folders`: the same for folders. `service`: whether
    the action speaks to a service. `reserved`: keys that are not supported yet.
    """

    kind: str
    summary: str
    keys: Mapping[str, Mapping[str, Any]]
    first: str = ""
    one_of: tuple[tuple[str, ...], ...] = ()
    required: tuple[tuple[str, ...], ...] = ()
    fields: tuple[str, ...] = ()
    main: str = ""
    text_fields: frozenset[str] = frozenset()
    request_text: frozenset[str] = frozenset()
    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    service: bool = False
    schemes: tuple[str, ...] = ()
    """Which service URLs fit (`http`, `https`); used to pick the one service that fits."""
    words: str = ""
    """The argument that is split into words where it is one text, before anything in it is rendered."""
    as_written: Callable[[Mapping[str, Tree]], Mapping[str, Tree]] = unchanged
    """The arguments with a short form (`url: GET /health`) taken apart, before anything in it is rendered: what a
    template brings in is never part of it."""
    literal: Mapping[str, str] = EMPTY
    """Arguments that are sent as they are written: a template in one is a load error, with this advice."""
    endpoint: tuple[str, ...] = ()
    """The arguments that say what is asked for (`method`, `url`), for catalogues."""
    signed: tuple[str, ...] = ()
    """Names of what is sent that templates of `headers` see, as a signature needs."""
    success: str = ""
    """What success means where nothing speaks of it, as an expression over the fields (`exit_code == 0`)."""
    success_words: str = ""
    """The same in words (`2xx or 304`), where the expression is not plain enough."""
    success_fields: frozenset[str] = frozenset()
    """The fields that speak of success: one of them in `expect` or `assert` replaces the default."""
    remark: Callable[[Mapping[str, Value]], str] = silent
    """What a result that is no success says of itself, for the failure: where a redirect leads, what the body says.
    Pure; asked of failures only."""
    reserved: Mapping[str, str] = EMPTY
    ready: ServiceCheck | None = None
    """How a started service is asked whether it is ready, where the kind can tell."""
    check: Callable[[Mapping[str, Tree]], Iterable[PrepareError]] = accepted
    """Why a step with these arguments can never be prepared, for the loader: each reason with the argument at fault. A
    `Template` among them is not known yet. Pure, without I/O, and quick: it is asked of every step."""


class ServiceSettings(Record, kw_only=True):
    """A service as rendered for a run: where it is and what every request to it carries."""

    name: str
    url: str = ""
    headers: Mapping[str, Value] = EMPTY
    auth: Mapping[str, Value] | None = None
    tls: Mapping[str, Value] = EMPTY
    proxy: str = ""
    read_as: str | None = None
    max_body: Value = None


MAX_BODY = 10_000_000
"""Bytes that a body may have."""
KEPT = 10_000
"""Characters of a body that a run keeps for reports, unless it is asked for all: every step has two."""


class SessionSettings(Record, kw_only=True):
    """What a session is opened with: the run's services and bounds, and where its scenario may reach.

    `base_dir` is the folder of the scenario file (paths are relative to it), `root` the project folder that no file
    may lie outside of; `env` the environment that processes inherit.
    """

    services: Mapping[str, ServiceSettings]
    base_dir: Path
    root: Path
    actor: str = ""
    """The name that steps give the session; those without one are nobody's in particular."""
    env: Mapping[str, str] = EMPTY
    max_body: int = MAX_BODY
    kept: int = KEPT
    """Characters of a body that are kept for reports."""
    follow_redirects: Value = False
    """Of requests that say nothing of it."""
    default_max_body: Value = None
    """Of requests that say nothing of it, and whose service does not either."""


class Call(Record, kw_only=True):
    """A rendered step as an action takes it: its arguments (values, no templates) and the service it speaks to."""

    arguments: Mapping[str, Value]
    service: str = ""
    base_dir: Path = Path()
    """Folder that `file` arguments are relative to; of the file the step is written in."""
    actor: ServiceSettings | None = None
    """The service with the credentials of the step's session in place; None where nothing is said of the session."""
    traceparent: Callable[[], str] | None = None
    """Asked once for each attempt: the W3C `traceparent` that it carries, where its protocol can and nobody set one."""
    holds_secret: Callable[[str], bool] = anything
    """Whether a text holds one of the secrets that the run knows; asked before something goes to another origin."""
    made_of_secret: Callable[[str], bool] = anything
    """The same of the header of this name, whatever became of the secret in it."""
    led: bool = False
    """Whether what an answer said decides where the call goes."""
    answered: Callable[[str], bool] = nothing
    """Whether an answer had a say in the argument of this name."""
    secret_arguments: Callable[[], frozenset[str]] = frozenset
    """The arguments that are made of secrets which no answer gave; asked where an answer decides where they go."""
    late: Callable[[Mapping[str, Value]], Mapping[str, Value]] | None = None
    """Asked with what the spec calls `signed`, as it will be sent: the headers that speak of it, empty until then."""


class Session(Protocol):
    """One actor's side of an action kind in one scenario: a cookie jar, a connection, a process table."""

    def send(self, request: Any, deadline: Deadline) -> Exchange:
        """Carry the prepared request out once and return what came back; never raises for what the world does."""
        ...

    def close(self) -> None:
        """Give everything back; safe to call twice."""
        ...


class Action(Protocol):
    """A kind of action. It never templates, matches, captures, retries or prints."""

    @property
    def spec(self) -> ActionSpec: ...

    def open(self, settings: SessionSettings) -> Session:
        """A fresh session; cheap, connects lazily."""
        ...

    def prepare(self, call: Call, settings: SessionSettings) -> Any:
        """The request that every attempt sends; raises `PrepareError` where it cannot be made."""
        ...

    def close(self) -> None:
        """Give back what sessions share (connection pool); called once, at the end of the run."""
        ...
