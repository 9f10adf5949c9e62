"""Pairing: an item of its own for each of several matchers, as a maximum matching of a bipartite graph."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Collection, Mapping, Sequence

from itest.evaluate.data.json_text import short
from itest.evaluate.matching.difference import Difference
from itest.evaluate.matching.place import Place
from itest.evaluate.matching.question import Question
from itest.model.record import replace
from itest.model.values import Tree

_LOOKED_AT = 200
"""Items among which the nearest is looked for."""
_TOLD = 3
"""Matchers whose nearest item is looked for, and differences of it that are told."""
Items = Sequence[tuple[Tree, Place]]
"""Matchers, each at its place in the file."""


def lonely(question: Question, items: Items) -> list[Difference]:
    """A difference for each matcher that no item of the list at hand is left for."""
    actual = question.actual
    candidates = [_candidates(question, matcher, at) for matcher, at in items]
    partners = assign(candidates, len(actual))
    if None not in partners:
        return []
    used = {place for place in partners if place is not None}
    left = [item for place, item in enumerate(actual) if place not in used]
    rest = f"; without a partner: {short(left, 80)}" if left else ""
    found: list[Difference] = []
    for (matcher, at), place, fitting in zip(items, partners, candidates, strict=True):
        if place is None:
            wanted = question.described(matcher)
            message = f"no item {'is left for' if fitting else 'matches'} {wanted}{rest}"
            hint = "" if fitting or len(found) >= _TOLD else nearest_hint(question, matcher, at)
            wanted = f"an item for {wanted}"
            found.append(Difference(at=at, wanted=wanted, actual=list(actual), message=message, hint=hint))
    return found


def nearest_hint(question: Question, matcher: Tree, at: Place) -> str:
    """The item that comes nearest to a matcher, with what differs; `""` where none has anything in common with it."""
    if question.context.brief or not isinstance(matcher, Mapping) or len(matcher) < 2:
        return ""
    told = [
        (len(found), index, found)
        for index, item in enumerate(question.actual[:_LOOKED_AT])
        if isinstance(item, Mapping) and (found := question.ask(matcher, item, replace(at, parts=(*at.parts, index))))
    ]
    count, index, found = min(told, default=(len(matcher), 0, []), key=lambda one: one[:2])
    if count >= len(matcher):
        return ""
    differing = "; ".join(f"{one.at}: {one.message or one.sentence()}" for one in found[:_TOLD])
    return f"nearest is [{index}], where {differing}"


def _candidates(question: Question, matcher: Tree, at: Place) -> Collection[int]:
    """The items that fit; packed, since there may be millions of pairs."""
    asked = question.briefly(matcher)
    return array("I", (place for place, item in enumerate(question.actual) if asked.holds(matcher, item, at)))


def assign(candidates: Sequence[Collection[int]], size: int) -> list[int | None]:
    """A partner below `size` for as many as possible, each at most once (augmenting paths, breadth first)."""
    partner: list[int | None] = [None] * len(candidates)
    owner: list[int | None] = [None] * size
    for start in range(len(candidates)):
        _augment(start, candidates, partner, owner)
    return partner


def _augment(
    start: int, choices: Sequence[Collection[int]], partner: list[int | None], owner: list[int | None]
) -> None:
    came_from: dict[int, int] = {}
    waiting = deque([start])
    while waiting:
        current = waiting.popleft()
        for place in choices[current]:
            if place in came_from:
                continue
            came_from[place] = current
            holder = owner[place]
            if holder is not None:
                waiting.append(holder)
                continue
            free: int | None = place
            while free is not None:  # hand every place on the way to the one that asked for it
                taker = came_from[free]
                previous = partner[taker]
                partner[taker], owner[free] = free, taker
                free = previous
            return
