"""Sensitive: which headers of a step are made of secrets, whatever filters and variables made of those on the way.

The secrets themselves are found in any text. A part of one, or a hash, is not, so that here the file is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from itest.engine.derivation import WRITTEN, derived_from, made_of
from itest.engine.frame import Frame
from itest.engine.mentions import mentions
from itest.evaluate.expressions.expression import Reference
from itest.evaluate.expressions.template import is_live
from itest.evaluate.telling.environment import tells_of_secret
from itest.evaluate.telling.secret_names import names_secret
from itest.model.scenario import Step
from itest.model.values import Template, Tree

_HEADERS = "headers"
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


def secret_arguments(step: Step, frame: Frame) -> frozenset[str]:
    """The arguments of a step that are made of secrets which no answer gave."""
    given = frozenset(name for name, origin in frame.origins.items() if origin not in WRITTEN)
    search = _Search(step, frame, declared=True, given=given)
    return frozenset(name for name, tree in step.arguments.items() if search.speaks(tree))


def speaks_of_secret(tree: Tree, step: Step, frame: Frame) -> bool:
    """Whether the templates of a tree use a secret, directly or through variables."""
    return _Search(step, frame).speaks(tree)


class _Search:
    """Looks for secrets in what a step uses; `declared`: not for those that are `given` by answers."""

    def __init__(
        self, step: Step, frame: Frame, *, declared: bool = False, given: frozenset[str] = frozenset()
    ) -> None:
        self._step = step
        self._frame = frame
        self._declared = declared
        self._given = given

    def speaks(self, tree: Tree) -> bool:
        """Whether the tree does, itself or through what it is made of."""
        uses = derived_from(mentions(tree), lambda name: _made_of(name, self._step, self._frame))
        return any(map(self._is_secret, uses))

    def _is_secret(self, use: Reference) -> bool:
        root, name = use.path[0], use.name
        if root == "secrets" or name in self._frame.private - self._given:
            return True
        if root == "env":
            return len(use.path) < 2 or tells_of_secret(str(use.path[1]))
        return not self._declared and self._is_credential(use)

    def _is_credential(self, use: Reference) -> bool:
        """Whether the file hands it to an `auth` or the like, or its name says so."""
        known = self._frame.credentials
        handed = any(use.value_path[: len(path)] == path[: len(use.value_path)] for path in known)
        return handed or any(_tells(part) for part in (use.name, *use.path[1:]))


def _tells(part: str | int) -> bool:
    """Whether a part of a path says that it leads to a credential."""
    return isinstance(part, str) and (part.lower() in _CREDENTIALS or names_secret(part))


def _made_of(name: str, step: Step, frame: Frame) -> Iterator[Tree]:
    """What the files say that a variable is made of."""
    scenario = frame.scenario
    yield from made_of(name, step, frame)
    yield frame.run.project.vars.get(name)
    yield from (row.values.get(name) for row in scenario.rows)
    yield from (other.arguments.get(name) for other in (*scenario.steps, *scenario.cleanup) if other.action == "set")
