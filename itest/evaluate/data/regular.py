"""Regular expressions: searched within a time limit, so that no pattern and no answer hangs the run.

They are carried out by the `regex` package, whose syntax is that of Python's `re` and whose searches stop at a
timeout and let other threads go on meanwhile. A linear-time engine (RE2) would need no timeout, but knows neither
lookaround nor backreferences, which people who test do write. What a pattern means is its dialect's to say: that of
operators and filters (`plain_pattern`), of a schema (`ecma_pattern`), of a JSONPath.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Protocol

from itest.evaluate.data.escape import cut
from itest.evaluate.data.limits import exceeded
from itest.evaluate.data.pattern_cost import Cost, cost
from itest.evaluate.data.pattern_syntax import PatternSyntax, Syntax
from itest.evaluate.data.plain_pattern import plain
from itest.model.lazy_pattern import lazy_pattern
from itest.model.problem import EvaluationError
from itest.model.record import Record

if TYPE_CHECKING:
    import regex

SECONDS = 1.0
"""How long one search may take."""
SECONDS_KEEPING = 0.015
"""The same of one that keeps something for each character of a long text: it takes up to 1 GB a second."""
MOST_KEPT = 400_000
"""What a search may keep that has all its time: characters by marks (`pattern_cost`), of up to 64 bytes each."""
MOST_COMPILED = 120_000
"""The size of all compiled patterns together that are kept for the next search."""
_LEAST = 50
"""What the smallest of them counts for."""

_PLACE = lazy_pattern(r" at position (\d+)")
"""What the package says, counting from 0."""


class Match(Protocol):
    """What was found."""

    @property
    def re(self) -> Groups: ...

    def group(self, group: int | str = 0, /) -> str | None: ...

    def groupdict(self) -> dict[str, str | None]: ...

    def span(self, group: int | str = 0, /) -> tuple[int, int]: ...


class Groups(Protocol):
    """The pattern of a match: how many groups it has."""

    @property
    def groups(self) -> int: ...


def check(pattern: str, syntax: Syntax = plain) -> str | None:
    """Why the text is no regular expression, in plain words with the place; None where it is one."""
    try:
        _known(pattern, syntax)
    except PatternSyntax as error:
        return error.message if error.offset is None else f"{error.message} at character {error.offset + 1}"
    return None


def search(pattern: str, text: str, syntax: Syntax = plain) -> Match | None:
    """The first match anywhere in the text.

    Raises `EvaluationError`: IT201 where the pattern is none, IT216 where the search takes longer than `SECONDS`, or
    more memory than it may.
    """
    problem = check(pattern, syntax)
    if problem is not None:
        raise EvaluationError(f"`{cut(pattern, 80)}` is not a regular expression: {problem}")
    known = _known(pattern, syntax)
    keeping = known.cost.kept * len(text) > MOST_KEPT
    seconds = SECONDS_KEEPING if keeping else SECONDS
    try:
        found: Match | None = known.compiled.search(text, timeout=seconds, concurrent=True)
    except (TimeoutError, MemoryError) as error:
        what = f"the regular expression `{cut(pattern, 80)}`"
        if keeping or isinstance(error, MemoryError):
            kept = "would keep too much for the rounds of its repeated groups"
            raise exceeded(f"{what} {kept} on a text of {len(text):,} characters") from None
        raise exceeded(f"{what} took longer than {SECONDS:g}s on this text") from None
    return found


def has_property(name: str) -> bool:
    """Whether the engine knows a property of characters (`Script=Greek`)."""
    # Start-up cost, as below.
    import regex

    try:
        regex.compile(rf"\p{{{name}}}", regex.VERSION0)
    except regex.error:
        return False
    return True


class _Known(Record, kw_only=True):
    """A pattern that was compiled."""

    compiled: regex.Pattern[str]
    cost: Cost


_kept: OrderedDict[tuple[str, Syntax], _Known] = OrderedDict()
"""Those that were used last."""
_lock = threading.Lock()


def _known(pattern: str, syntax: Syntax) -> _Known:
    """The compiled pattern; raises `PatternSyntax`."""
    key = (pattern, syntax)
    with _lock:
        known = _kept.get(key)
        if known is None:
            known = _kept[key] = _compiled(pattern, syntax)
            size = sum(_LEAST + each.cost.size for each in _kept.values())
            while size > MOST_COMPILED and len(_kept) > 1:
                size -= _LEAST + _kept.popitem(last=False)[1].cost.size
        _kept.move_to_end(key)
        return known


def _compiled(pattern: str, syntax: Syntax) -> _Known:
    # Start-up cost: 20 ms, and many scenarios have no pattern.
    import regex

    try:
        if syntax is plain:
            cost(pattern)
            # Its errors have the places of what was written.
            regex.compile(pattern, regex.VERSION0, cache_pattern=False)
        written = syntax(pattern)
        costs = cost(written)
        return _Known(compiled=regex.compile(written, regex.VERSION0, cache_pattern=False), cost=costs)
    except regex.error as error:
        message = _PLACE.sub(lambda place: f" at character {int(place[1]) + 1}", str(error))
        raise PatternSyntax(message) from error
    except (RecursionError, OverflowError):
        raise PatternSyntax("it is nested too deeply") from None
    except ValueError as error:  # flags that exclude each other
        raise PatternSyntax(str(error)) from error
