"""Differences: what did not hold while matching, with the values at hand; told to people as a `Mismatch`."""

from __future__ import annotations

import time
from collections.abc import Iterable

from itest.evaluate.data.duration import exact_duration
from itest.evaluate.data.equality import is_number
from itest.evaluate.data.json_text import short
from itest.evaluate.matching.place import Place, Reading
from itest.model.record import Record, replace
from itest.model.result import DiffLine, Mismatch
from itest.model.source import SourceMap
from itest.model.values import Missing, Value

SECONDS = 1.0
"""How long further differences are counted."""
LIMIT = 50
"""Mismatches that one check reports; the rest is counted."""
ABSENT = "(absent)"
"""How diffs show that nothing is there."""
ABSENCE_HINT = "what is absent satisfies only `$exists: false` and `$optional`"


class Difference(Record, kw_only=True):
    """`wanted` says what was expected (`2`, `more than 5`), `actual` is what was there.

    `message` is there where the plain "expected …, got …" does not say it; `expected` is the expected value where it is
    one that can be compared line by line; `key`: the expectation's key is to blame, not its value; `further`: `actual`
    is the value of a key that nobody expected; `unsure`: nothing could be compared, so that no `$not` turns it round;
    `more`: so many others of its kind were counted and not kept, and with `uncounted` there may be more than that;
    `nowhere`: a query (JSONPath, XPath) of the expectation finds nothing, which no `$not` turns round either.
    """

    at: Place
    wanted: str
    actual: Value
    message: str = ""
    expected: Value = None
    hint: str = ""
    code: str = "IT104"
    key: bool = False
    further: bool = False
    unsure: bool = False
    nowhere: bool = False
    more: int = 0
    uncounted: bool = False

    def mismatch(self, sources: SourceMap, diff: tuple[DiffLine, ...] = ()) -> Mismatch:
        """The difference as reports show it."""
        return Mismatch(
            code=self.code,
            where=str(self.at),
            message=self.message or self.sentence(),
            expected=self.wanted,
            actual=self.shown(),
            diff=diff,
            hint=self.hint,
            excerpt=sources.excerpt(self.at.pointer, key=self.key),
        )

    def shown(self, limit: int = 120) -> str:
        """The actual value on one line; a time in units, as it is expected."""
        if isinstance(self.actual, Missing):
            return ABSENT
        if self.at.reading is Reading.DURATION and is_number(self.actual):
            return exact_duration(self.actual)
        return short(self.actual, limit)

    def sentence(self) -> str:
        """What was expected and what was there, in a sentence."""
        if isinstance(self.actual, Missing):
            said = f"{self.actual.path} {self.actual.reason}" if self.actual.path else "nothing is there"
            return f"expected {self.wanted}, but {said}"
        return f"expected {self.wanted}, got {self.shown(60)}"


def counted_on(found: list[Difference], rest: Iterable[bool]) -> list[Difference]:
    """The differences, the last one with how many further ones there are: `rest` says of each thing that was not looked
    at whether it differs, and is asked for no longer than `SECONDS`."""
    end = time.monotonic() + SECONDS
    more, uncounted = 0, False
    for number, differs in enumerate(rest):
        more += differs
        if number % 100 == 99 and time.monotonic() > end:
            uncounted = True
            break
    return [*found[:-1], replace(found[-1], more=more, uncounted=uncounted)]


def why_absent(missing: Missing, otherwise: str) -> str:
    """The hint for an absent value: what is known of it, where more is known than that it is not there."""
    return otherwise if missing.path or missing.reason in ("", "is not there") else missing.reason
