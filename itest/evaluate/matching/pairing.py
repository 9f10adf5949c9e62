"""Pairing: an item of its own for each of several matchers, as a maximum matching of a bipartite graph."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence

from itest.evaluate.data.json_text import short
from itest.evaluate.matching.difference import Difference
from itest.evaluate.matching.place import Place
from itest.evaluate.matching.question import Question
from itest.model.values import Tree

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
            found.append(Difference(at=at, wanted=f"an item for {wanted}", actual=list(actual), message=message))
    return found


def _candidates(question: Question, matcher: Tree, at: Place) -> list[int]:
    asked = question.briefly(matcher)
    return [place for place, item in enumerate(question.actual) if asked.holds(matcher, item, at)]


def assign(candidates: Sequence[Collection[int]], size: int) -> list[int | None]:
    """A partner below `size` for as many as possible, each at most once (augmenting paths, breadth first)."""
    partner: list[int | None] = [None] * len(candidates)
    owner: list[int | None] = [None] * size
    choices = [set(places) for places in candidates]
    for start in range(len(choices)):
        _augment(start, choices, partner, owner)
    return partner


def _augment(start: int, choices: Sequence[set[int]], partner: list[int | None], owner: list[int | None]) -> None:
    came_from: dict[int, int] = {}
    waiting = deque([start])
    while waiting:
        current = waiting.popleft()
        for place in choices[current] - came_from.keys():
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
