"""Text methods: the methods of text that an expression may call (`name.upper()`), and no others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from itest.evaluate.limits import allow_items, allow_text
from itest.evaluate.text_form import to_text
from itest.model.problem import EvaluationError

PLAIN = (
    "upper lower strip lstrip rstrip split rsplit splitlines startswith endswith title capitalize find count "
    "isdigit isalpha isalnum removeprefix removesuffix"
)


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
    "replace": replace,
    "join": join,
}


def call(text: str, name: str, arguments: list[Any], named: dict[str, Any]) -> Any:
    """The result of a text's method; raises `EvaluationError` where the arguments do not fit."""
    try:
        result = TEXT_METHODS[name](text, *arguments, **named)
    except (TypeError, ValueError) as error:
        raise EvaluationError(f"`{name}()` of a text does not take these arguments") from error
    if isinstance(result, list):
        allow_items(len(result))
    return result
