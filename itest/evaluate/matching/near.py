"""Hints for what is almost right: a key that goes by another name, a value that looks alike but is of another type."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from difflib import SequenceMatcher

from itest.evaluate.data.equality import equal, is_number
from itest.evaluate.data.json_text import JsonError, parse
from itest.evaluate.expressions.access import kind
from itest.evaluate.expressions.text_form import to_text
from itest.model.values import Template, Tree, Value

_MANY = 200
"""Keys among which a similar one is looked for; in more, nobody would find it useful."""
_ALIKE = 0.75
"""How alike two names are that may be the same, misspelt."""


def absence_hint(key: str, expected: Tree, actual: Mapping[str, Value], taken: Collection[str]) -> str:
    """Where the value of a missing key may have gone: a key with a kindred name, or one that holds the same value."""
    if key.startswith("/"):
        return "keys are XPath only against a body whose media type is XML or HTML; this one is not"
    free = [name for name in list(actual)[:_MANY] if name not in taken]
    kindred = [name for name in free if _kindred(key, name)]
    same = [name for name in free if _is_telling(expected) and equal(expected, actual[name])]
    both = [name for name in kindred if name in same]
    # One key alone with the value is telling; among several, a short value may stand there by chance.
    if both or len(same) == 1 or (same and len(str(expected)) > 1):
        return f"the same value is at `{(both or same)[0]}` – renamed?"
    return f"there is `{kindred[0]}` – renamed?" if kindred else ""


def _kindred(one: str, other: str) -> bool:
    """Whether two names may mean the same: spelt alike, one in the other (`email`, `user_email`), or short for it
    (`qty`, `quantity`)."""
    short, long = sorted((_bare(one), _bare(other)), key=len)
    if len(short) < 3:
        return short == long
    if short in long or SequenceMatcher(None, short, long).ratio() >= _ALIKE:
        return True
    letters = iter(long)
    return short[0] == long[0] and short[-1] == long[-1] and all(letter in letters for letter in short)


def type_hint(expected: Value, actual: Value) -> str:
    """Says so where both sides print alike, or are the same number, and one of them is text."""
    if kind(expected) == kind(actual):
        return ""
    if _printed(expected) != _printed(actual) and _number(expected) != _number(actual):
        return ""
    return f"they look alike, but {kind(expected)} was expected and {kind(actual)} came"


def lookalike_hint(expected: Value, actual: Value) -> str:
    """Says so where both sides differ only in type, in case or in blanks."""
    if hint := type_hint(expected, actual):
        return hint
    if isinstance(expected, str) and isinstance(actual, str):
        if expected.strip() == actual.strip():
            return "they differ in the blanks around them"
        if expected.casefold() == actual.casefold():
            return "they differ in upper and lower case"
    return ""


def _printed(value: Value) -> Value:
    """How a value prints, whatever the case; a container or bytes as nothing else does."""
    return to_text(value).lower() if value is None or isinstance(value, (str, int, Decimal)) else object()


def _number(value: Value) -> Value:
    """The number that a value is or its text reads as; for anything else something that equals nothing."""
    if is_number(value):
        return value
    try:
        number = parse(value) if isinstance(value, str) and len(value) <= _LONGEST_NUMBER else None
    except JsonError:
        number = None
    return number if is_number(number) else object()


_LONGEST_NUMBER = 100
"""Characters of a text that may be a number."""


def _bare(key: str) -> str:
    return "".join(char for char in key if char.isalnum()).lower()


def _is_telling(expected: Tree) -> bool:
    """Whether a value is one that says something: no yes or no, nothing empty."""
    return not isinstance(expected, (bool, type(None), Template, Mapping, tuple)) and str(expected) != ""
