"""Credentials: captured values that are secrets though nobody said so, known before they are first shown.

A token is seen in the answer of the login step long before a later step puts it into its `Authorization` header, and
maybe none ever does since the scenario fails in between. So the file itself is asked: what its templates hand to a
header, a cookie or an `auth` that proves who is asking is a credential, and so is a capture that is called one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from itest.engine.mentions import mentions
from itest.evaluate.data.documents import read
from itest.evaluate.expressions.access import follow
from itest.evaluate.expressions.template import to_text
from itest.evaluate.telling.secret_names import names_secret
from itest.model.lazy_pattern import lazy_pattern
from itest.model.problem import EvaluationError
from itest.model.project import Project
from itest.model.scenario import Scenario, Step
from itest.model.values import Missing, Tree, Value

ValuePath: TypeAlias = tuple[str | int, ...]

SHORTEST = 6
"""Characters of a credential that was not declared one; hiding a shorter word would hide it everywhere."""

_HEADER = lazy_pattern(r"(?i)auth|token|secret|cookie|passw|api-?key|session")
_PUBLIC = frozenset({"username", "header", "query"})
"""Parts of `auth` that are no secrets."""
_SCHEME = lazy_pattern(r"(?i)(?:bearer|basic|digest|token)\b\s*")


def credential_paths(scenario: Scenario) -> frozenset[ValuePath]:
    """What the scenario hands to places of credentials: names of variables or steps, with the path below them."""
    found: set[ValuePath] = set()
    steps = (*scenario.steps, *scenario.cleanup)
    own = set(credentials_of_sessions(scenario.sessions))
    while True:
        known = {path[0] for path in found}
        more = {path for step in steps for tree in _trees(step, scenario, known) for path in _paths(tree)}
        more = (more | own) - found
        if not more:
            return frozenset(found)
        found |= more


def credentials_of_services(project: Project) -> Iterator[ValuePath]:
    """The same of the project's services, which may use what setup captures."""
    for service in project.services.values():
        for tree in (*_named(service.headers), *_private(service.auth)):
            yield from _paths(tree)


def credentials_of_sessions(sessions: Mapping[str, Mapping[str, Tree]]) -> Iterator[ValuePath]:
    """The same of what sessions say of themselves."""
    for said in sessions.values():
        for tree in (*_named(said.get("headers")), *_private(said.get("auth"))):
            yield from _paths(tree)


def credentials_in(name: str, value: Value, paths: Iterable[ValuePath]) -> Iterator[str]:
    """The texts below a variable or step of this name that are credentials."""
    for path in paths:
        if path[0] != name:
            continue
        try:
            yield from _texts(read(follow(value, name, path[1:])))
        except EvaluationError:
            continue  # A body that cannot be read gives no credential; who uses it is told.


def named_credentials(name: str, value: Value) -> Iterator[str]:
    """The texts of a value whose name says that it is a credential."""
    return _texts(value) if names_secret(name) else iter(())


def _trees(step: Step, scenario: Scenario, known: set[str | int]) -> Iterator[Tree]:
    """The trees of a step that end up as credentials; `known` are the variables that do."""
    arguments = step.arguments
    if step.action == "set":
        yield from (tree for name, tree in arguments.items() if name in known)
        return
    if step.action == "use":
        used, given = scenario.uses.get(str(arguments.get("scenario"))), arguments.get("with")
        if used is not None and isinstance(given, Mapping):
            taken = {path[0] for path in credential_paths(used)} | {entry.name for entry in used.inputs if entry.secret}
            yield from (tree for name, tree in given.items() if name in taken)
        return
    yield from _named(arguments.get("headers"))
    yield arguments.get("cookies")
    yield from _private(arguments.get("auth"))


def _named(headers: Tree) -> Iterator[Tree]:
    if isinstance(headers, Mapping):
        yield from (tree for name, tree in headers.items() if _HEADER.search(str(name)))


def _private(auth: Tree) -> Iterator[Tree]:
    for kind in auth.values() if isinstance(auth, Mapping) else (auth,):
        if isinstance(kind, Mapping):
            yield from (tree for name, tree in kind.items() if name not in _PUBLIC)
        else:
            yield kind


def _paths(tree: Tree) -> Iterator[ValuePath]:
    for reference in mentions(tree):
        yield reference.value_path


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)
    elif value is not None and not isinstance(value, (bool, Missing)):
        text = to_text(value)
        for secret in (text, _SCHEME.sub("", text, count=1)):
            if len(secret) >= SHORTEST and not _SCHEME.fullmatch(secret):
                yield secret
