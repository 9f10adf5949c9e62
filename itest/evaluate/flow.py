"""Data flow: whether a value that left one step arrived at another, and where it went instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import Any

from itest.evaluate.data.documents import read
from itest.evaluate.data.equality import equal, is_number
from itest.evaluate.data.jsonpath import path_text
from itest.evaluate.data.path_syntax import Parts
from itest.evaluate.expressions.text_form import to_text
from itest.evaluate.matching.views import Cookie
from itest.model.problem import EvaluationError
from itest.model.values import Value

MAX_VISITED = 200_000
"""Nodes of a step that a search for where a lost value went looks at."""


def arrived(sent: Value, found: Value, *, text: bool) -> bool:
    """Whether the value at the far end is the one that left, as `expect` compares: an object may have further keys
    there. `text`: an end holds only text, so a number equals its text there."""
    return lost_on_the_way(sent, found, text=text) is None


def lost_on_the_way(sent: Value, found: Value, *, text: bool) -> Parts | None:
    """Where below the ends the first difference is; None where all arrived."""
    sent, found = _scalar_of(sent, found), _scalar_of(found, sent)
    if isinstance(sent, Mapping) and isinstance(found, Mapping):
        return _lost_in_object(sent, found, text)
    if isinstance(sent, (list, tuple)) and isinstance(found, (list, tuple)) and len(sent) == len(found):
        return _first(((index, one, other) for index, (one, other) in enumerate(zip(sent, found, strict=True))), text)
    if equal(sent, found):
        return None
    scalars = all(isinstance(end, (str, bool)) or is_number(end) for end in (sent, found))
    return None if text and scalars and to_text(sent) == to_text(found) else ()


def _lost_in_object(sent: Mapping[str, Value], found: Mapping[str, Value], text: bool) -> Parts | None:
    if not sent:
        return () if found else None
    lacking = next((key for key in sent if key not in found), None)
    return (lacking,) if lacking is not None else _first(((key, one, found[key]) for key, one in sent.items()), text)


def _first(pairs: Iterable[tuple[str | int, Value, Value]], text: bool) -> Parts | None:
    for part, one, other in pairs:
        below = lost_on_the_way(one, other, text=text)
        if below is not None:
            return (part, *below)
    return None


def _scalar_of(end: Value, other: Value) -> Value:
    """A cookie stands for its value, except beside an object, which mirrors it."""
    return end.get("value") if isinstance(end, Cookie) and not isinstance(other, Mapping) else end


def places_of(value: Value, step: str, fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Where in a step's result the same value stands, as paths that a flow could name (`stored.rows[0].quantity`).

    A value that says nothing (null, a boolean, empty text, an empty list) is found nowhere.
    """
    if value in (None, "", True, False) or value in ([], {}):
        return ()
    return tuple(path for path, held in islice(_walk(fields, step), MAX_VISITED) if arrived(value, held, text=False))


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
