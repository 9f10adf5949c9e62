"""Regular expressions: searched within a time limit, so that no pattern and no answer hangs the run.

They are carried out by the `regex` package, whose syntax is that of Python's `re` and whose searches stop at a
timeout and let other threads go on meanwhile. A linear-time engine (RE2) would need no timeout, but knows neither
lookaround nor backreferences, which people who test do write. What a pattern means is its dialect's to say: that of
operators and filters (`plain_pattern`), of a schema (`ecma_pattern`), of a JSONPath.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from itest.evaluate.data.escape import cut
from itest.evaluate.data.limits import exceeded
from itest.evaluate.data.pattern_syntax import PatternSyntax, Syntax
from itest.evaluate.data.plain_pattern import plain
from itest.model.lazy_pattern import lazy_pattern
from itest.model.problem import EvaluationError

if TYPE_CHECKING:
    import regex

SECONDS = 1.0
"""How long one search may take."""
LONGEST = 10_000
"""Characters of a pattern; compiling has no timeout."""
LARGEST = 200_000
"""Parts of a pattern with counted repetitions (`(a{99}){99}`) written out, which compiling does."""
PART = lazy_pattern(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{(\d*)(?:,(\d*))?\}|.", re.DOTALL)

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
    # Start-up cost: 20 ms, and many scenarios have no pattern.
    import regex

    try:
        _compiled(pattern, syntax)
    except regex.error as error:
        return _PLACE.sub(lambda place: f" at character {int(place[1]) + 1}", str(error))
    except PatternSyntax as error:
        return f"{error.message} at character {error.offset + 1}"
    except EvaluationError as error:
        return error.message
    except (RecursionError, OverflowError):
        return "it is nested too deeply"
    except ValueError as error:  # flags that exclude each other
        return str(error)
    return None


def search(pattern: str, text: str, syntax: Syntax = plain) -> Match | None:
    """The first match anywhere in the text.

    Raises `EvaluationError`: IT201 where the pattern is none, IT216 where the search takes longer than `SECONDS`.
    """
    problem = check(pattern, syntax)
    if problem is not None:
        raise EvaluationError(f"`{cut(pattern, 80)}` is not a regular expression: {problem}")
    try:
        found: Match | None = _compiled(pattern, syntax).search(text, timeout=SECONDS, concurrent=True)
    except TimeoutError:
        raise exceeded(
            f"the regular expression `{cut(pattern, 80)}` took longer than {SECONDS:g}s on this text"
        ) from None
    return found


def has_property(name: str) -> bool:
    """Whether the engine knows a property of characters (`Script=Greek`)."""
    # Start-up cost, as above.
    import regex

    try:
        regex.compile(rf"\p{{{name}}}", regex.VERSION0)
    except regex.error:
        return False
    return True


@lru_cache(maxsize=1024)
def _compiled(pattern: str, syntax: Syntax) -> regex.Pattern[str]:
    # Start-up cost, as above.
    import regex

    if len(pattern) > LONGEST:
        raise EvaluationError(f"it is longer than {LONGEST:,} characters")
    if _written_out(pattern) > LARGEST:
        raise EvaluationError("its repetitions come to too much")
    if syntax is plain:
        regex.compile(pattern, regex.VERSION0)  # its errors have the places of what was written
    return regex.compile(syntax(pattern), regex.VERSION0)


def _written_out(pattern: str) -> int:
    """About how many parts the pattern has once its counted repetitions are written out."""
    outer: list[int] = []
    total = last = 0
    for match in PART.finditer(pattern):
        part = match.group()
        if part == "(":
            outer.append(total)
            total, last = 0, 1
        elif part == ")" and outer:
            total, last = outer.pop() + total, total
        elif match[1] or match[2]:
            count = max(int(number[:9] or 0) for number in (match[1], match[2] or ""))
            total, last = total + last * max(0, count - 1), last * count
        else:
            total, last = total + 1, 1
        if total > LARGEST:
            break
    return total
