"""Findings: the problems of one file, collected while it is read; who finds one says where by pointer."""

from __future__ import annotations

from collections.abc import Iterable

from itest.model.problem import Problem
from itest.model.record import State, field, replace
from itest.model.source import Mark, SourceMap, Span
from itest.model.values import Pointer

MAX_PROBLEMS = 500
"""Problems of one file that are told."""


class TooMany(Exception):
    """A file has more problems than are told; carries those that are."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"more than {MAX_PROBLEMS} problems")
        self.problems = problems


class Findings(State):
    """What is wrong with one file so far, and the map that tells where its nodes stand."""

    sources: SourceMap
    problems: list[Problem] = field(default_factory=list)
    _known: set[Problem] = field(default_factory=set)
    _blamed: list[Span] = field(default_factory=list)
    """Stretches that are at fault as a whole: what is wrong inside one follows from that."""

    def __post_init__(self) -> None:
        self._known.update(self.problems)

    def report(self, code: str, message: str, pointer: Pointer, *, hint: str = "", key: bool = False) -> None:
        """Note a problem at a node, or (`key`) at the key that leads to it."""
        excerpt = self.sources.excerpt(pointer, key=key)
        self._add(Problem(code=code, message=message, hint=hint, excerpt=excerpt, file=excerpt.span.file))

    def report_mark(self, code: str, message: str, mark: Mark, hint: str = "") -> None:
        """Note a problem at a bare place, where there is no node (yet)."""
        source, span = self.sources.source, self._span(mark)
        self._add(Problem(code=code, message=message, hint=hint, excerpt=source.excerpt(span), file=source.file))

    def blame(self, mark: Mark) -> None:
        """Leave out what is found inside of a stretch from now on: the stretch itself is at fault, as reported."""
        self._blamed.append(self._span(mark))

    def blames(self, pointer: Pointer) -> bool:
        """Whether a problem at just this node is noted: what should follow from it is unknown, then."""
        if pointer not in self.sources.values:
            return False
        span = self.sources.span(pointer)
        return any(problem.excerpt is not None and problem.excerpt.span == span for problem in self.problems)

    def _add(self, problem: Problem) -> None:
        # A node that two keys share (an anchor, a merge) would be reported once for each.
        if problem not in self._known and not self._inside(problem):
            self._known.add(problem)
            self.problems.append(problem)
            if len(self.problems) > MAX_PROBLEMS:
                message = f"this file has more than {MAX_PROBLEMS} problems; the others are not looked for"
                raise TooMany([*self.problems, replace(problem, code="IT303", message=message, hint="")])

    def _inside(self, problem: Problem) -> bool:
        span = problem.excerpt.span if problem.excerpt else None
        return span is not None and any(
            (blamed.line, blamed.column) <= (span.line, span.column)
            and (span.end_line, span.end_column) <= (blamed.end_line, blamed.end_column)
            for blamed in self._blamed
        )

    def _span(self, mark: Mark) -> Span:
        return Span(self.sources.source.file, mark[0] + 1, mark[1] + 1, mark[2] + 1, mark[3] + 1)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems by file and place, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=_place))


def _place(problem: Problem) -> tuple[str, int, int, str]:
    span = problem.excerpt.span if problem.excerpt else None
    return (problem.file, span.line if span else 0, span.column if span else 0, problem.code)
