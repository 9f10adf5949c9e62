"""The scope: the names an expression sees and the door through which it declares a value secret."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from itest.model.record import Record
from itest.model.values import EMPTY


def ignore(_text: str) -> None:
    """Conceal nothing: for scopes whose values are shown nowhere."""


class Scope(Record):
    """What an expression is evaluated against.

    `names` holds values, `Missing`, `Document` (read when it is used), mappings for namespaces (`vars`, `env`, results
    of steps) and `Function`s. `conceal` is told every value that the filter `secret` sees; `namespaces`
    are the prefixes that XPaths use beside those of a document.
    """

    names: Mapping[str, Any] = EMPTY
    conceal: Callable[[str], None] = ignore
    namespaces: Mapping[str, str] = EMPTY

    def extended(self, extra: Mapping[str, Any]) -> Scope:
        """This scope with further names in front of it; the extra ones are nearer."""
        return Scope({**self.names, **extra}, self.conceal, self.namespaces)
