"""Operators of lists: `$all`, `$each`, `$unordered`, `$unique`, `$sorted`."""

from __future__ import annotations

from collections import deque
from itertools import pairwise
from typing import Any

from itest.evaluate.data.equality import identity, is_number
from itest.evaluate.data.json_text import short
from itest.evaluate.matching.difference import LIMIT, Difference
from itest.evaluate.matching.question import Question
from itest.evaluate.matching.text_operators import holds_text
from itest.model.values import Value

ORDERS = ("asc", "desc")


def all_of(question: Question) -> list[Difference]:
    """Each matcher has an item that matches (one item may serve several); each text is in the text."""
    actual = question.actual
    if not isinstance(actual, (str, list, tuple)):
        return question.wrong("a list or text")
    found: list[Difference] = []
    items = question.items()
    if not items:
        raise question.unusable([], "a list of at least one item")
    for matcher, at in items:
        part = Question(matcher, actual, at, question.context, question.matching)
        if isinstance(actual, str):
            held = holds_text(part, part.text())
        else:
            held = any(question.holds(matcher, item, at.at(index)) for index, item in enumerate(actual))
        if not held:
            noun = "text" if isinstance(actual, str) else "a list"
            found.extend(part.wrong(f"{noun} that contains {part.described()}"))
    return found


def each(question: Question) -> list[Difference]:
    actual = question.actual
    if not isinstance(actual, (list, tuple)):
        return question.wrong("a list")
    if not actual:
        return question.wrong("a list of at least one item")
    found: list[Difference] = []
    for index, item in enumerate(actual):
        found.extend(question.ask(question.argument, item, question.at.at(index)))
        if len(found) > 2 * LIMIT:
            break
    return found


def unordered(question: Question) -> list[Difference]:
    """Every matcher has an item of its own and none is left over."""
    actual = question.actual
    if not isinstance(actual, (list, tuple)):
        return question.wrong("a list")
    items = question.items()
    if len(items) != len(actual):
        return question.wrong(f"a list of {len(items)} in any order", hint=f"it has {len(actual)}")
    candidates = [
        [place for place, item in enumerate(actual) if question.holds(matcher, item, at)] for matcher, at in items
    ]
    partners = assign(candidates, len(actual))
    used = {place for place in partners if place is not None}
    left = [item for place, item in enumerate(actual) if place not in used]
    return [
        Difference(
            at=at,
            wanted=f"an item for {question.described(matcher)}",
            actual=list(actual),
            message=f"no item is left for {question.described(matcher)}; without a partner: {short(left, 80)}",
        )
        for (matcher, at), place in zip(items, partners, strict=True)
        if place is None
    ]


def assign(candidates: list[list[int]], size: int) -> list[int | None]:
    """A partner below `size` for as many as possible, each at most once (augmenting paths, breadth first)."""
    partner: list[int | None] = [None] * len(candidates)
    owner: list[int | None] = [None] * size
    for start in range(len(candidates)):
        _augment(start, candidates, partner, owner)
    return partner


def _augment(start: int, candidates: list[list[int]], partner: list[int | None], owner: list[int | None]) -> None:
    came_from: dict[int, int] = {}
    waiting = deque([start])
    while waiting:
        current = waiting.popleft()
        for place in candidates[current]:
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


def unique(question: Question) -> list[Difference]:
    actual = question.actual
    if not isinstance(actual, (list, tuple)):
        return question.wrong("a list")
    wanted = question.value() is not False
    repeated = _repeated(actual)
    if wanted and repeated:
        first, second = repeated
        return question.wrong(
            "a list without repetition", hint=f"items {first} and {second} are equal: {short(actual[first], 60)}"
        )
    return [] if wanted or repeated else question.wrong("a list with a repetition")


def _repeated(items: Any) -> tuple[int, int] | None:
    seen: dict[Any, int] = {}
    for index, item in enumerate(items):
        first = seen.setdefault(identity(item), index)
        if first != index:
            return first, index
    return None


def in_order(question: Question) -> list[Difference]:
    """Numbers or texts, each not before (`asc`) or after (`desc`) the one above; equal neighbours are in order."""
    actual, order = question.actual, question.value()
    if order not in ORDERS:
        raise question.unusable(order, "`asc` or `desc`")
    if not isinstance(actual, (list, tuple)):
        return question.wrong("a list")
    if not _one_kind(actual):
        return question.wrong("a list of numbers or of texts")
    for index, (one, other) in enumerate(pairwise(actual)):
        if one != other and (one > other) is (order == "asc"):
            hint = f"{short(one, 40)} stands before {short(other, 40)} at [{index}]"
            return question.wrong(f"a list sorted {_ORDER_WORDS[order]}", hint=hint)
    return []


_ORDER_WORDS = {"asc": "ascending", "desc": "descending"}


def _one_kind(items: Value) -> bool:
    return all(map(is_number, items)) or all(isinstance(item, str) for item in items)
