"""Findings: the problems of one file, collected while it is read; who finds one says where by pointer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from itest.model.problem import Problem
from itest.model.source import Mark, SourceMap, Span
from itest.model.values import Pointer


@dataclass(slots=True)
class Findings:
    """What is wrong with one file so far, and the map that tells where its nodes stand."""

    sources: SourceMap
    problems: list[Problem] = field(default_factory=list)
    _known: set[Problem] = field(init=False)

    def __post_init__(self) -> None:
        self._known = set(self.problems)

    def report(self, code: str, message: str, pointer: Pointer, *, hint: str = "", key: bool = False) -> None:
        """Note a problem at a node, or (`key`) at the key that leads to it."""
        excerpt = self.sources.excerpt(pointer, key=key)
        self._add(Problem(code=code, message=message, hint=hint, excerpt=excerpt, file=excerpt.span.file))

    def report_mark(self, code: str, message: str, mark: Mark, hint: str = "") -> None:
        """Note a problem at a bare place, where there is no node (yet)."""
        source = self.sources.source
        span = Span(source.file, mark[0] + 1, mark[1] + 1, mark[2] + 1, mark[3] + 1)
        self._add(Problem(code=code, message=message, hint=hint, excerpt=source.excerpt(span), file=source.file))

    def _add(self, problem: Problem) -> None:
        # A node that two keys share (an anchor, a merge) would be reported once for each.
        if problem not in self._known:
            self._known.add(problem)
            self.problems.append(problem)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems by file and place, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=_place))


def _place(problem: Problem) -> tuple[str, int, int, str]:
    span = problem.excerpt.span if problem.excerpt else None
    return (problem.file, span.line if span else 0, span.column if span else 0, problem.code)
