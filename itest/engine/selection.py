"""Selection: which cases of the plan a command line asks for (`-k`, `--tags`, `PATH:LINE`, `PATH[ROW]`)."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from itest.model.lazy_pattern import lazy_pattern
from itest.model.problem import Problem, UsageError
from itest.model.record import Record

Predicate = Callable[[Callable[[str], bool]], bool]

_TOKEN = lazy_pattern(r"\s*(?:(?P<paren>[()])|(?P<word>\"[^\"]*\"|'[^']*'|[^\s()]+))")
_MAX_DEPTH = 50


class Target(Record):
    """A path of the command line, with the line after `PATH:LINE` and the data row of `PATH[ROW]` (None: all of it)."""

    path: Path
    line: int | None = None
    row: int | None = None

    @property
    def whole(self) -> bool:
        return self.line is None and self.row is None


_PLACE = lazy_pattern(r"(?P<path>.+?)(?::(?P<line>\d{1,9})(?::\d+)?)?(?:\[(?P<row>\d{1,9})\])?")


def parse_target(text: str) -> Target:
    """`a.yaml:18`, `a.yaml[2]` or `a.yaml:18[2]` as a target; a path that exists under its whole name is one."""
    match = _PLACE.fullmatch(text)
    if match is None or os.path.exists(text):  # noqa: PTH110  # a `Path` raises for a text that is too long for a name
        return Target(Path(text))
    line, row = (int(match[name]) if match[name] else None for name in ("line", "row"))
    return Target(Path(match["path"]), line, row)


def parse_condition(text: str, option: str) -> Predicate:
    """A condition over words with `and`, `or`, `not` and brackets, as pytest's `-k`; raises `UsageError` IT404."""
    return _Condition(text, option).parse()


class _Condition:
    """A recursive-descent reader: or ← and (`or` and)*, and ← not (`and` not)*, not ← `not` not | ( or ) | word."""

    def __init__(self, text: str, option: str) -> None:
        self._text = text
        self._option = option
        self._tokens = [match["paren"] or match["word"] for match in _TOKEN.finditer(text)]
        self._at = 0
        self._depth = 0

    def parse(self) -> Predicate:
        if not self._tokens:
            raise self._error("it is empty")
        predicate = self._any()
        if self._at < len(self._tokens):
            raise self._error(f"`{self._tokens[self._at]}` is one word too many")
        return predicate

    def _any(self) -> Predicate:
        return self._chain("or", self._all, any)

    def _all(self) -> Predicate:
        return self._chain("and", self._not, all)

    def _chain(self, word: str, operand: Callable[[], Predicate], join: Callable[[Sequence[bool]], bool]) -> Predicate:
        parts = [operand()]
        while self._peek() == word:
            self._at += 1
            parts.append(operand())
        return parts[0] if len(parts) == 1 else lambda has: join([part(has) for part in parts])

    def _not(self) -> Predicate:
        token = self._peek()
        if token is None or token in (")", "and", "or"):
            raise self._error("a word is missing" + (f" before `{token}`" if token else " at the end"))
        self._at += 1
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise self._error("it is nested too deep")
        try:
            if token == "not":
                inner = self._not()
                return lambda has: not inner(has)
            if token == "(":
                inner = self._any()
                if self._peek() != ")":
                    raise self._error("a `)` is missing")
                self._at += 1
                return inner
        finally:
            self._depth -= 1
        word = token.strip("\"'")
        return lambda has: has(word)

    def _peek(self) -> str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _error(self, reason: str) -> UsageError:
        hint = "Words joined by `and`, `or`, `not` and brackets: `smoke and not slow`."
        return UsageError(
            [Problem(code="IT404", message=f"{self._option} `{self._text}` cannot be read: {reason}.", hint=hint)]
        )
