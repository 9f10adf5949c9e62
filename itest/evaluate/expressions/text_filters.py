"""Text filters: Jinja's filters on text, for values that print as text, within bounds."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import markupsafe

from itest.evaluate.data.limits import allow_text, allow_words
from itest.evaluate.expressions import text_methods
from itest.evaluate.expressions.access import kind
from itest.evaluate.expressions.jinja import filters as jinja
from itest.evaluate.expressions.text_form import to_text
from itest.model.lazy_pattern import lazy_pattern
from itest.model.problem import EvaluationError

Filter = Callable[..., Any]
WORD = lazy_pattern(r"\w+")


def text_of(value: Any) -> str:
    """A text, or a number, boolean or null as it prints; raises `EvaluationError` for lists and objects."""
    if isinstance(value, (list, tuple, Mapping)):
        raise EvaluationError(f"the filter takes text, not {kind(value)}", hint="`| json` makes text of anything")
    return to_text(value)


def on_text(function: Filter) -> Filter:
    """A filter whose value is text whatever it was."""

    @wraps(function)
    def apply(value: Any, *arguments: Any, **named: Any) -> Any:
        return function(text_of(value), *arguments, **named)

    return apply


def split(text: str, separator: str | None = None, maxsplit: int = -1) -> list[str]:
    """The parts of the text between the separators; at blanks where none is given."""
    if separator == "":
        raise EvaluationError("`split` takes a separator that is not empty", hint="`| list` gives the characters")
    return text_methods.split(text, separator, maxsplit)


def center(text: str, width: int = 80) -> str:
    """The text in the middle of so many characters."""
    allow_text(width)
    return text.center(width)


def indent(text: str, width: int | str = 4, first: bool = False, blank: bool = False) -> str:
    """The text with blanks (or a text) before each line but the first."""
    step = width if isinstance(width, int) else len(width)
    allow_text(step)
    allow_text(len(text) + (text.count("\n") + 1) * step)
    return str(jinja.do_indent(text, width, first, blank))


def trim(text: str, characters: str | None = None) -> str:
    """The text without blanks (or these characters) at its ends."""
    return text.strip(characters)


def truncate(text: str, length: int = 255, killwords: bool = False, end: str = "...", leeway: int = 0) -> str:
    """The text, cut to so many characters with `end` as the last of them."""
    if len(text) <= length + leeway:
        return text
    if length < len(end):
        raise EvaluationError("`truncate` takes a length that `end` fits into")
    cut = text[: length - len(end)]
    return (cut if killwords else cut.rsplit(" ", 1)[0]) + end


def escape_html(text: str) -> str:
    """The text with `& < > ' "` as HTML entities."""
    allow_text(len(text) + 5 * sum(map(text.count, "&<>'\"")))
    return str(markupsafe.escape(text))


def quote(value: Any) -> str:
    """The value as one word of a POSIX shell, a list as its words; nothing in it means anything to the shell."""
    words = [text_of(word) for word in value] if isinstance(value, (list, tuple)) else [text_of(value)]
    allow_text(sum(len(word) + 4 * word.count("'") + 3 for word in words))
    return shlex.join(words)


def title(text: str) -> str:
    """The text with each word's first letter large."""
    allow_words(len(text))
    return str(jinja.do_title(text))


ON_TEXT: dict[str, Filter] = {
    **{name: text_methods.cased(getattr(str, name)) for name in ("upper", "lower", "capitalize")},
    "title": title,
    "trim": trim,
    "center": center,
    "indent": indent,
    "truncate": truncate,
    "replace": text_methods.replace,
    "split": split,
    "wordcount": lambda text: sum(1 for _ in WORD.finditer(text)),
    "escape": escape_html,
    "e": escape_html,
}

TEXT_FILTERS: dict[str, Filter] = {
    "string": to_text,
    "quote": quote,
    **{name: on_text(function) for name, function in ON_TEXT.items()},
}
