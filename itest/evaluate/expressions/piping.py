"""Piping: a JSONPath with filters behind it, as captures and selectors have it (`$..id | first`)."""

from __future__ import annotations

from functools import lru_cache

from itest.evaluate.expressions.expression import evaluate
from itest.evaluate.expressions.scope import Scope
from itest.model.lazy_pattern import lazy_pattern
from itest.model.record import replace
from itest.model.values import Expression, Missing, Value

FOUND = "__found"
"""The name under which the filters see what the path found."""
_COUNTS = lazy_pattern(r"\|\s*(?:length|count)\b")


@lru_cache(maxsize=4096)
def split_path(text: str) -> tuple[str, str]:
    """A JSONPath and the filters behind it, `""` for none: the first `|` outside brackets and quotes parts them."""
    depth, quote, escaped = 0, "", False
    for offset, character in enumerate(text):
        if escaped:
            escaped = False
        elif quote:
            escaped = character == "\\"
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in "[(":
            depth += 1
        elif character in "])":
            depth -= 1
        elif character == "|" and depth <= 0:
            return text[:offset].rstrip(), text[offset:].strip()
    return text.rstrip(), ""


def counts(filters: str) -> bool:
    """Whether filters ask how many there are, of which none is an answer; to all others, nothing found is absent."""
    return _COUNTS.match(filters) is not None


def piped(path: str, filters: str, found: Value | Missing, scope: Scope) -> Value | Missing:
    """What the filters make of what the path found; raises `EvaluationError`."""
    result = evaluate(Expression(f"{FOUND} {filters}"), scope.extended({FOUND: found}))
    if not isinstance(result, Missing):
        return result
    return replace(result, path=result.path.replace(FOUND, path), reason=result.reason.replace(FOUND, path))
