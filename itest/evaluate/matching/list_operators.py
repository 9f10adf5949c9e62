"""Operators of lists: `$all`, `$each`, `$unordered`, `$unique`, `$sorted`."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

from itest.evaluate.data.equality import identity, is_number
from itest.evaluate.data.json_text import short
from itest.evaluate.matching.difference import LIMIT, Difference, counted_on
from itest.evaluate.matching.pairing import Items, lonely
from itest.evaluate.matching.question import Question
from itest.evaluate.matching.text_operators import holds_text
from itest.model.values import Value

ORDERS = ("asc", "desc")


def all_of(question: Question) -> list[Difference]:
    """Every matcher has an item of its own; every text a place of its own in the text."""
    actual = question.actual
    if not isinstance(actual, (str, list, tuple)):
        return question.wrong("a list or text")
    items = question.items()
    if not items:
        raise question.unusable([], "a list of at least one item")
    return _texts_in(question, items) if isinstance(actual, str) else lonely(question, items)


def _texts_in(question: Question, items: Items) -> list[Difference]:
    """The texts that the text at hand lacks; the same text twice has to be in it twice."""
    found: list[Difference] = []
    wanted: Counter[str] = Counter()
    for matcher, at in items:
        part = Question(matcher, question.actual, at, question.context, question.matching)
        text = part.text()
        wanted[text] += 1
        if wanted[text] == 1 and not holds_text(part, text):
            found.extend(part.wrong(f"text that contains {part.described()}"))
        elif wanted[text] > max(1, question.actual.count(text)):
            found.extend(part.wrong(f"text that contains {part.described()} {wanted[text]} times"))
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
        if len(found) > LIMIT or (found and question.context.brief):
            asked = question.briefly(question.argument)
            rest = (bool(asked.ask(question.argument, one, question.at)) for one in actual[index + 1 :])
            return found if question.context.brief else counted_on(found, rest)
    return found


def unordered(question: Question) -> list[Difference]:
    """Every matcher has an item of its own and none is left over."""
    actual = question.actual
    if not isinstance(actual, (list, tuple)):
        return question.wrong("a list")
    items = question.items()
    if len(items) != len(actual):
        return question.wrong(f"a list of {len(items)} in any order", hint=f"it has {len(actual)}")
    return lonely(question, items)


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
