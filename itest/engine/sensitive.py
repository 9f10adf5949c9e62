"""Sensitive: which headers of a step are made of secrets, whatever filters and variables made of those on the way.

The secrets themselves are found in any text. A part of one, or a hash, is not, so that here the file is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from itest.engine.frame import Frame
from itest.engine.mentions import mentions
from itest.evaluate.expressions.expression import Reference
from itest.evaluate.expressions.template import is_live
from itest.evaluate.telling.secret_names import may_name_secret, names_secret
from itest.model.scenario import Step
from itest.model.values import Template, Tree

_HEADERS = "headers"
_ITEM = "item"
_CREDENTIALS = frozenset({"cookies", "set-cookie", "cookie"})
"""What of an exchange says who is asking, beside what has a telling name."""


def made_of_secret(name: str, step: Step, frame: Frame) -> bool:
    """Whether the value of a header, by its name as sent, is made of one."""
    headers = step.arguments.get(_HEADERS)
    if not isinstance(headers, Mapping):
        return speaks_of_secret(headers, step, frame)
    trees = [tree for key, tree in headers.items() if is_live(key) or key.lower() == name.lower()]
    keys = [Template(key) for key in headers if is_live(key)]
    return speaks_of_secret((*trees, *keys), step, frame)


def speaks_of_secret(tree: Tree, step: Step, frame: Frame, seen: frozenset[str] = frozenset()) -> bool:
    """Whether the templates of a tree use a secret, directly or through variables."""
    return any(_is_secret(use, step, frame, seen) for use in mentions(tree))


def _is_secret(use: Reference, step: Step, frame: Frame, seen: frozenset[str]) -> bool:
    root, name = use.path[0], use.name
    if root == "secrets" or name in frame.private or any(_tells(part) for part in (name, *use.path[1:])):
        return True
    if root == "env":
        return len(use.path) < 2 or may_name_secret(str(use.path[1]))
    if any(use.value_path[: len(path)] == path[: len(use.value_path)] for path in frame.credentials):
        return True
    if name in seen:
        return False
    return any(speaks_of_secret(tree, step, frame, seen | {name}) for tree in _made_of(name, step, frame))


def _tells(part: str | int) -> bool:
    """Whether a part of a path says that it leads to a credential."""
    return isinstance(part, str) and (part.lower() in _CREDENTIALS or names_secret(part))


def _made_of(name: str, step: Step, frame: Frame) -> Iterator[Tree]:
    """What the files say that a variable is made of."""
    scenario = frame.scenario
    if name == _ITEM:
        yield step.each
    yield frame.run.project.vars.get(name)
    yield scenario.vars.get(name)
    yield from (each.default for each in scenario.inputs if each.name == name)
    yield from (row.values.get(name) for row in scenario.rows)
    yield from (other.arguments.get(name) for other in (*scenario.steps, *scenario.cleanup) if other.action == "set")
