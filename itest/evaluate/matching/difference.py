"""Differences: what did not hold while matching, with the values at hand; told to people as a `Mismatch`."""

from __future__ import annotations

from dataclasses import dataclass

from itest.evaluate.data.json_text import short
from itest.evaluate.matching.place import Place
from itest.model.result import DiffLine, Mismatch
from itest.model.source import SourceMap
from itest.model.values import Missing, Value

LIMIT = 50
"""Mismatches that one check reports; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`wanted` says what was expected (`2`, `more than 5`), `actual` is what was there.

    `message` is there where the plain "expected …, got …" does not say it; `expected` is the expected value where it is
    one that can be compared line by line; `key`: the expectation's key is to blame, not its value.
    """

    at: Place
    wanted: str
    actual: Value
    message: str = ""
    expected: Value = None
    hint: str = ""
    code: str = "IT104"
    key: bool = False

    def mismatch(self, sources: SourceMap, diff: tuple[DiffLine, ...] = ()) -> Mismatch:
        """The difference as reports show it."""
        return Mismatch(
            code=self.code,
            where=str(self.at),
            message=self.message or self._sentence(),
            expected=self.wanted,
            actual=short(self.actual),
            diff=diff,
            hint=self.hint,
            excerpt=sources.excerpt(self.at.pointer, key=self.key),
        )

    def _sentence(self) -> str:
        if isinstance(self.actual, Missing):
            return f"expected {self.wanted}, but {_absence(self.actual)}"
        return f"expected {self.wanted}, got {short(self.actual, 60)}"


def _absence(missing: Missing) -> str:
    if missing.path:
        return f"{missing.path} {missing.reason}"
    return f"nothing is there: {missing.reason}" if missing.reason not in ("", "is not there") else "nothing is there"
