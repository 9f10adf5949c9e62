"""Hints for what is almost right: a key that goes by another name, a value that looks alike but is of another type."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from itest.evaluate.equality import equal
from itest.evaluate.suggest import nearest
from itest.model.values import Template, Tree, Value, type_name

_MANY = 200
"""Keys among which a similar one is looked for; in more, nobody would find it useful."""


def absence_hint(key: str, expected: Tree, actual: Mapping[str, Value], taken: Collection[str]) -> str:
    """Where the value of a missing key may have gone: a key spelt alike, or one that holds the very same value."""
    free = [name for name in list(actual)[:_MANY] if name not in taken]
    spelt = {_bare(name): name for name in free}.get(_bare(key)) or nearest(key, free)
    if spelt is not None:
        return f"there is `{spelt}` – renamed?"
    if _is_telling(expected):
        same = next((name for name in free if equal(expected, actual[name])), None)
        if same is not None:
            return f"the same value is at `{same}` – renamed?"
    return ""


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
    """Whether a value is one that would not be found by chance."""
    return not isinstance(expected, (bool, type(None), Template, Mapping, tuple)) and len(str(expected)) > 1
