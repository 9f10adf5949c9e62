"""Hints for what is almost right: a key that goes by another name, a value that looks alike but is of another type."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import SequenceMatcher

from itest.evaluate.data.equality import equal
from itest.model.values import Template, Tree, Value, type_name

_MANY = 200
"""Keys among which a similar one is looked for; in more, nobody would find it useful."""
_ALIKE = 0.75
"""How alike two names are that may be the same, misspelt."""


def absence_hint(key: str, expected: Tree, actual: Mapping[str, Value], taken: Collection[str]) -> str:
    """Where the value of a missing key may have gone: a key with a kindred name, or one that holds the same value."""
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


def lookalike_hint(expected: Value, actual: Value) -> str:
    """Says so where both sides print alike and differ only in type, in case or in blanks."""
    if type_name(expected) != type_name(actual) and str(expected).lower() == str(actual).lower():
        return f"they look alike, but {_KINDS[type_name(expected)]} was expected and {_KINDS[type_name(actual)]} came"
    if isinstance(expected, str) and isinstance(actual, str):
        if expected.strip() == actual.strip():
            return "they differ in the blanks around them"
        if expected.casefold() == actual.casefold():
            return "they differ in upper and lower case"
    return ""


_KINDS = {
    "null": "null",
    "boolean": "a boolean",
    "integer": "a number",
    "number": "a number",
    "string": "text",
    "array": "a list",
    "object": "an object",
}


def _bare(key: str) -> str:
    return "".join(char for char in key if char.isalnum()).lower()


def _is_telling(expected: Tree) -> bool:
    """Whether a value is one that says something: no yes or no, nothing empty."""
    return not isinstance(expected, (bool, type(None), Template, Mapping, tuple)) and str(expected) != ""
