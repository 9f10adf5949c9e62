"""Problems: what a user can meet, each with a stable code, a place, a plain sentence and a hint."""

from __future__ import annotations

from collections.abc import Sequence

from itest.model.record import Record
from itest.model.source import Excerpt
from itest.model.values import Pointer


class Problem(Record, kw_only=True):
    """One thing that is wrong: `code` (`IT301`), a sentence, a hint (`""` for none) and where (None: no file)."""

    code: str
    message: str
    hint: str = ""
    excerpt: Excerpt | None = None
    file: str = ""

    @property
    def place(self) -> str:
        """`file:line:column`, or what is known of it."""
        return str(self.excerpt.span) if self.excerpt else self.file


class ItestError(Exception):
    """Base of every error of itest that is meant for people; carries the problems to show."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.place} {problem.code} {problem.message}".strip() for problem in problems))
        self.problems = tuple(problems)


class LoadError(ItestError):
    """Files that cannot be meant: nothing was sent. Exit code 2."""


class UsageError(ItestError):
    """A command line or a configuration that cannot be meant. Exit code 2."""


class ReportError(ItestError):
    """A report that could not be written. Exit code 4."""


class EvaluationError(Exception):
    """An expression or template that cannot be carried out on the values at hand (code, sentence, hint)."""

    def __init__(self, message: str, *, code: str = "IT201", hint: str = "", pointer: Pointer | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.pointer = pointer
        """The leaf it came from, where a tree was rendered."""
