"""Operators of text: `$startsWith`, `$endsWith`, `$regex`; and `$contains`, which also looks into lists."""

from __future__ import annotations

from collections.abc import Callable

from itest.evaluate.matching.difference import Difference
from itest.evaluate.matching.pairing import nearest_hint
from itest.evaluate.matching.place import Reading
from itest.evaluate.matching.question import Question
from itest.model.values import type_name


def affix(words: str, holds: Callable[[str, str], bool]) -> Callable[[Question], list[Difference]]:
    """The operator that asks what a text begins or ends with."""

    def match(question: Question) -> list[Difference]:
        wanted, actual = question.text(), question.actual
        if isinstance(actual, str) and (holds(actual, wanted) or _holds_at_end(question, wanted, holds)):
            return []
        return question.wrong(f'text that {words} "{wanted}"', hint=_not_text(question))

    return match


starts_with = affix("starts with", str.startswith)
ends_with = affix("ends with", str.endswith)


def regex(question: Question) -> list[Difference]:
    # Start-up cost: few expectations need the engine.
    from itest.evaluate.data.regular import search

    pattern = question.text()
    if isinstance(question.actual, str) and search(pattern, question.actual):
        return []
    return question.wrong(f"text that matches /{pattern}/", hint=_not_text(question))


def contains(question: Question) -> list[Difference]:
    """A text holds another, or a list an item that matches."""
    actual = question.actual
    if isinstance(actual, str):
        wanted = question.text()
        return [] if holds_text(question, wanted) else question.wrong(f'text that contains "{wanted}"')
    if not isinstance(actual, (list, tuple)):
        return question.wrong(f"text or a list that contains {question.described()}")
    at, asked = question.at, question.briefly(question.argument)
    if any(asked.holds(question.argument, item, at.at(index)) for index, item in enumerate(actual)):
        return []
    # One text where there could be several (`set-cookie`, an XPath) is looked into as text as well.
    alone = at.reading is Reading.TEXT and len(actual) == 1 and isinstance(actual[0], str)
    if alone and _is_scalar(question) and question.text() in actual[0]:
        return []
    hint = nearest_hint(question, question.argument, at)
    return question.wrong(f"a list that contains {question.described()}", hint=hint)


def holds_text(question: Question, wanted: str) -> bool:
    """Whether the text at hand holds another one."""
    return wanted in question.actual or _holds_at_end(question, wanted, str.__contains__)


def _holds_at_end(question: Question, wanted: str, holds: Callable[[str, str], bool]) -> bool:
    """Whether it does where the wanted text ends in a line break, and the one at hand had its own taken off."""
    line = wanted.rstrip("\r\n")
    return question.at.chomped and line not in ("", wanted) and holds(f"{question.actual}\n", f"{line}\n")


def _is_scalar(question: Question) -> bool:
    value = question.value()
    return value is not None and not isinstance(value, (list, tuple, bytes)) and not hasattr(value, "keys")


def _not_text(question: Question) -> str:
    return "" if isinstance(question.actual, str) else f"it is no text, its type is {type_name(question.actual)}"
