"""Paths: `body.items[0].id` read without a parser, as what it refers to and as a closure that follows it.

Most expressions are such paths, and Jinja is loaded only for the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from itest.evaluate.data.documents import read
from itest.evaluate.expressions.access import ABSENT, follow, path_text, unknown
from itest.evaluate.expressions.scope import Scope
from itest.model.lazy_pattern import lazy_pattern
from itest.model.record import Record
from itest.model.values import Document, Missing

Run = Callable[[Scope], Any]
"""An expression ready to be evaluated: a value, or `Missing`; raises `Absent` and `EvaluationError`."""
Path = tuple[str | int, ...]

PLAIN = lazy_pattern(
    r"""\s*
    (?!(?:true|false|True|False|none|None|null|not|and|or|is|in|if|else)\b)
    [A-Za-z_][A-Za-z0-9_]*
    (?:\.[A-Za-z_][A-Za-z0-9_]* | \.\d{1,9}(?![\d_eE]) | \[-?\d{1,9}\] | \['[^'\\]*'\] | \["[^"\\]*"\])*
    \s*""",
    re.VERBOSE,
)
PART = lazy_pattern(
    r"""\.?(?P<name>[A-Za-z_][A-Za-z0-9_]*) | \.(?P<number>\d+) | \[(?P<index>-?\d+)\]
    | \[(?P<quote>['"])(?P<key>.*?)(?P=quote)\]""",
    re.VERBOSE | re.DOTALL,
)


class Reference(Record):
    """A use of a name: the path as far as it is static, where the name stands in the text, and whether its absence
    is provided for (`default(…)`, `is defined`)."""

    path: Path
    offset: int
    guarded: bool = False

    @property
    def text(self) -> str:
        """The path as people write it, and an expression of its own."""
        return path_text(str(self.path[0]), self.path[1:])

    @property
    def value_path(self) -> Path:
        """The path from the variable or step on: of `vars.x.y` it is `x.y`."""
        return self.path[1:] if self.path[0] == "vars" and len(self.path) > 1 else self.path

    @property
    def name(self) -> str:
        """The variable or step it speaks of."""
        return str(self.value_path[0])


def plain_path(text: str) -> Path | None:
    """The path that the text is, or None where it is another kind of expression (or none)."""
    if PLAIN.fullmatch(text) is None:
        return None
    return tuple(_part(match) for match in PART.finditer(text))


def path_run(path: Path) -> Run:
    """The closure that follows a path from its name on."""
    root, keys = str(path[0]), path[1:]

    def run(scope: Scope) -> Any:
        value = scope.names.get(root, ABSENT)
        if value is ABSENT:
            return Missing(path_text(root, keys), unknown(root, scope.names).reason)
        if type(value) is Document:
            value = read(value)
        elif type(value) is Missing:
            return Missing(path_text(root, keys), value.reason)
        return follow(value, root, keys) if keys else value

    return run


def _part(match: re.Match[str]) -> str | int:
    if match["name"] is not None:
        return match["name"]
    return match["key"] if match["key"] is not None else int(match["number"] or match["index"])
