"""What a regular expression costs, judged before the engine sees it: compiling it has no time limit, and a search has
no memory limit.

The engine writes counted repetitions out when it compiles, and keeps every round of a repeated group while it searches,
to come back to it. Recursion keeps without end and is refused, as is fuzzy matching (`{e<=1}`), which nobody means who
writes `/orders/{id}`. What is judged is the pattern in the engine's own syntax, of its version 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from itest.evaluate.data.pattern_syntax import PatternSyntax
from itest.evaluate.data.plain_pattern import SET
from itest.model.lazy_pattern import lazy_pattern
from itest.model.record import Record

LONGEST = 10_000
"""Characters of a pattern."""
LARGEST = 120_000
"""The size of a pattern with counted repetitions (`(a{99}){99}`) written out; of up to 130 bytes each."""
_MARK = 4
"""What groups, quantifiers and references count for in it, besides being parts."""
_MANY = 1000
"""Rounds of a repeated group from which it counts as one without a bound."""

_ESCAPE = r"\\[gk]<[^>]*>|\\."
_TOKEN = rf"""
    {_ESCAPE}
  | {SET}
  | (?P<comment>\(\?\#(?:\\.|[^)\\])*\))
  | \(\?(?P<on>[a-zA-Z01]*)(?P<off>-[a-zA-Z]+)?(?P<end>[:)])
  | (?P<fuzzy>\{{(?:[deis]|[0-9]+[0-9deis+]*[deis<])[^}}]{{0,20}}\}}?)
  | \{{(?P<least>[0-9]+)?(?P<to>,(?P<most>[0-9]*))?\}}
"""
_TOKENS = lazy_pattern(rf"{_TOKEN}|.", re.DOTALL | re.VERBOSE)
_SPACED = lazy_pattern(rf"{_TOKEN}|(?P<blank>\s+|\#[^\n]*)|.", re.DOTALL | re.VERBOSE)
_CALL = lazy_pattern(rf"{_ESCAPE}|{SET}|(?P<call>\(\?(?:R|[0-9&+]|-(?![a-zA-Z])|P(?![=<]))[^)]*\)?)", re.DOTALL)
"""The engine reads no blanks within `(?R`, also where it leaves them out elsewhere."""
_HEAD = lazy_pattern(r"(?:\(\?[a-zA-Z01]+\))*")
_KEEPING = lazy_pattern(r"\)|\\(?:[1-9XR]|[gk]<)")
"""What a repetition has to keep each round of; a character or a set is only counted."""


class Cost(Record, kw_only=True):
    """What a pattern costs: its size once repetitions are written out, and what a search keeps for each character of a
    text, which is 0 where that does not grow with the text."""

    size: int
    kept: int


def cost(pattern: str) -> Cost:
    """What the pattern costs; raises `PatternSyntax` for what is not carried out."""
    if len(pattern) > LONGEST:
        raise PatternSyntax(f"it is longer than {LONGEST:,} characters")
    for match in _CALL.finditer(pattern):
        if match["call"]:
            raise PatternSyntax(f"recursion (`{match['call'][:20]}`) is not supported")
    head = _HEAD.match(pattern)
    flags = head[0] if head else ""
    rest = pattern[len(flags) :]
    if "x" in flags:
        rest = "".join(match[0] for match in _SPACED.finditer(rest) if match["blank"] is None)
    return _measured(_judged(flags), _judged(rest, within=True), folds="f" in flags)


def _judged(pattern: str, *, within: bool = False) -> Iterator[re.Match[str]]:
    """The tokens of the pattern without its comments."""
    for token in _TOKENS.finditer(pattern):
        if token["fuzzy"]:
            raise PatternSyntax(
                f"`{token['fuzzy']}` is fuzzy matching, which is not supported; a brace is written `\\{{`"
            )
        if "V1" in (token["on"] or ""):
            raise PatternSyntax("version 1 (`(?V1)`) is not supported")
        if within and token["end"] and "x" in f"{token['on']}{token['off'] or ''}":
            raise PatternSyntax("`(?x)` stands at the beginning of the pattern")
        if token["comment"] is None:
            yield token


def _measured(*stretches: Iterator[re.Match[str]], folds: bool) -> Cost:
    """Each size is a pair: parts, and marks, which are what the engine may keep something for."""
    outer: list[tuple[int, int]] = []
    parts = marks = last_parts = last_marks = 0
    grows, before = folds, ""
    for token in (token for stretch in stretches for token in stretch):
        text = token[0]
        if token["end"] == ")":
            continue
        if text == "(" or token["end"] == ":":
            outer.append((parts, marks))
            parts, marks, last_parts, last_marks = 0, 1, 1, 1
        elif text == ")":
            # One that closes nothing is the engine's to tell; until then it closes all that stands before it.
            last_parts, last_marks = parts, marks
            around = outer.pop() if outer else (0, 0)
            parts, marks = parts + around[0], marks + around[1]
        elif token["least"] or token["most"]:
            count = max(int(number[:9]) for number in (token["least"], token["most"]) if number)
            parts, marks = parts + last_parts * max(0, count - 1), marks + last_marks * max(0, count - 1) + 1
            last_parts, last_marks = last_parts * count, last_marks * count
            without_end = (token["to"] and not token["most"]) or count > _MANY
            grows = grows or bool(without_end and _KEEPING.match(before))
        elif text in ("*", "+", "?", "|"):
            grows = grows or (text in "*+" and _KEEPING.match(before) is not None)
            parts, marks = parts + 1, marks + 1
        else:
            parts, last_parts, last_marks = parts + 1, 1, int(_KEEPING.match(text) is not None)
            marks += last_marks
        if parts + _MARK * marks > LARGEST:
            raise PatternSyntax("its repetitions come to too much")
        before = text
    return Cost(size=parts + _MARK * marks, kept=marks if grows else 0)
