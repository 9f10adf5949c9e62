"""Data flow: whether a value that left one step arrived at another, and where it went instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import Any

from itest.evaluate.data.documents import read
from itest.evaluate.data.equality import equal, is_number
from itest.evaluate.data.jsonpath import path_text
from itest.evaluate.expressions.text_form import to_text
from itest.model.problem import EvaluationError
from itest.model.values import Value

MAX_VISITED = 200_000
"""Nodes of a step that a search for where a lost value went looks at."""


def arrived(sent: Value, found: Value, *, text: bool) -> bool:
    """Whether the value at the far end is the one that left; `text`: an end holds only text, so a number equals its
    text there."""
    if equal(sent, found):
        return True
    scalars = all(isinstance(end, (str, bool)) or is_number(end) for end in (sent, found))
    return text and scalars and to_text(sent) == to_text(found)


def places_of(value: Value, step: str, fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Where in a step's result the same value stands, as paths that a flow could name (`stored.rows[0].quantity`).

    A value that says nothing (null, a boolean, empty text, an empty list) is found nowhere.
    """
    if value in (None, "", True, False) or value in ([], {}):
        return ()
    return tuple(path for path, held in islice(_walk(fields, step), MAX_VISITED) if equal(value, held))


def leaks(value: Value, step: str, fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Where in a step's result the value shows up, as itself or inside a text; each text in it is looked for."""
    needles = list(_leaves(value))
    return tuple(
        path for path, held in _walk(fields, step) if _telling(held) and any(_shows(needle, held) for needle in needles)
    )


def tells(value: Value) -> bool:
    """Whether there is anything in a value that could be found again: text or a number."""
    return next(_leaves(value), None) is not None


def _leaves(value: Value) -> Iterator[Value]:
    return (leaf for _, leaf in _walk({"": value}, "") if _telling(leaf))


def _telling(value: Value) -> bool:
    """A leaf that can give something away: not empty, not null, no boolean."""
    return (isinstance(value, (str, bytes)) and bool(value)) or is_number(value)


def _shows(needle: Value, held: Value) -> bool:
    if is_number(held):
        # A number shows up as a whole; inside longer digits it is another number.
        return equal(needle, held) or (isinstance(needle, str) and needle == to_text(held))
    texts = _texts(needle)
    return any((text.encode() if isinstance(held, bytes) else text) in held for text in texts)


def _texts(needle: Value) -> tuple[str, ...]:
    """How a leaf reads inside of a text: a whole number may stand there without its point."""
    if isinstance(needle, bytes):
        return (needle.decode("utf-8", "replace"),)
    text = to_text(needle)
    whole = str(int(needle)) if isinstance(needle, Decimal) and needle == needle.to_integral_value() else text
    return (text, whole)


def _walk(fields: Any, root: str) -> Iterator[tuple[str, Value]]:
    """Every node under the fields with its path, breadth first, so that the nearest place comes first."""
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), fields)]
    while waiting:
        following: list[tuple[tuple[str | int, ...], Any]] = []
        for path, node in waiting:
            value = _content(node)
            if path:
                yield f"{root}{path_text(path)[1:]}", value
            if isinstance(value, Mapping):
                following.extend(((*path, key), item) for key, item in value.items())
            elif isinstance(value, (list, tuple)):
                following.extend(((*path, index), item) for index, item in enumerate(value))
        waiting = following


def _content(node: Any) -> Value:
    try:
        return read(node)
    except EvaluationError:
        # A body that cannot be read as JSON is still searched, as the text it is.
        return node.data.decode("utf-8", "replace")


def lost(sent: str, origin: str, target: str, elsewhere: tuple[str, ...]) -> str:
    """The sentence for a value that did not arrive."""
    sentence = f"{sent} left `{origin}` and was not found at `{target}`"
    return f"{sentence}; the same value is at `{elsewhere[0]}` – renamed?" if elsewhere else sentence
