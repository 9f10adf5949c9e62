"""Text methods: the methods of text that an expression may call (`name.upper()`), and no others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from itest.evaluate.data.limits import MAX_ITEMS, allow_items, allow_text
from itest.evaluate.expressions.text_form import to_text
from itest.model.problem import EvaluationError

PLAIN = "strip lstrip rstrip startswith endswith find count isdigit isalpha isalnum removeprefix removesuffix"
CASES = ("upper", "lower", "title", "capitalize")
_EXPANSION = 3
"""Characters that one character outside of ASCII may become in another case."""


def cased(change: Callable[[str], str]) -> Callable[[str], str]:
    """A change of letter case, within the bounds of a text."""

    def apply(text: str) -> str:
        allow_text(len(text) if text.isascii() else len(text) * _EXPANSION)
        return change(text)

    return apply


def split(text: str, separator: str | None = None, maxsplit: int = -1) -> list[str]:
    """The parts of the text between the separators (blanks where none is given), within the bounds of a list."""
    return _parts(str.split, text, separator, maxsplit)


def rsplit(text: str, separator: str | None = None, maxsplit: int = -1) -> list[str]:
    """As `split`, counted from the end."""
    return _parts(str.rsplit, text, separator, maxsplit)


def splitlines(text: str, keepends: bool = False) -> list[str]:
    """The lines of the text, within the bounds of a list."""
    allow_items(text.count("\n") + text.count("\r"))
    return text.splitlines(keepends)


def _parts(cut: Callable[..., list[str]], text: str, separator: str | None, maxsplit: int) -> list[str]:
    if separator:
        allow_items(text.count(separator) + 1 if maxsplit < 0 else min(maxsplit, len(text)))
    found = cut(text, separator, MAX_ITEMS + 1 if maxsplit < 0 else min(maxsplit, MAX_ITEMS + 1))
    allow_items(len(found))
    return found


def replace(text: str, old: str, new: str, count: int = -1) -> str:
    """The text with `old` replaced, within the bounds of a text."""
    found = text.count(old)
    times = found if count < 0 else min(found, count)
    allow_text(len(text) + times * (len(new) - len(old)))
    return text.replace(old, new, count)


def join(separator: str, items: Any) -> str:
    """The items, as they print, with the text between them."""
    if not isinstance(items, (list, tuple, str)):
        raise TypeError("a list is joined")
    texts: list[str] = []
    length = 0
    for item in items:
        texts.append(to_text(item))
        length += len(texts[-1]) + len(separator)
        allow_text(length)
    return separator.join(texts)


TEXT_METHODS: dict[str, Callable[..., Any]] = {
    **{name: getattr(str, name) for name in PLAIN.split()},
    **{name: cased(getattr(str, name)) for name in CASES},
    "split": split,
    "rsplit": rsplit,
    "splitlines": splitlines,
    "replace": replace,
    "join": join,
}


def call(text: str, name: str, arguments: list[Any], named: dict[str, Any]) -> Any:
    """The result of a text's method; raises `EvaluationError` where the arguments do not fit."""
    try:
        result = TEXT_METHODS[name](text, *arguments, **named)
    except (TypeError, ValueError) as error:
        raise EvaluationError(f"`{name}()` of a text does not take these arguments") from error
    return result
