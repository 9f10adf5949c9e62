"""Templated text for readers: `{{ order_id }}` as `{order_id}`, and which endpoint a request was one of.

Scenarios write the same path in many ways (`/orders/{{ order_id }}`, `/orders/{{ item }}`, `{{ first.body.next }}`); a
catalogue has it once. What was really sent helps where the scenario does not say it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from itest.model.lazy_pattern import lazy_pattern
from itest.model.record import State, field

_LIVE = lazy_pattern(r"\{\{(.*?)\}\}", re.DOTALL)
_PATH = lazy_pattern(r"\s*([A-Za-z_][\w.]*)")
_PLACE = lazy_pattern(r"\{[^{}]*\}")
_ID = lazy_pattern(r"\d+|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|[0-9a-fA-F]{16,}")
_DULL = ("item", "value", "index")
"""Names that say little of what stands there."""


def braces(text: str) -> str:
    """The text with what is filled in as a name in braces."""
    return _LIVE.sub(lambda match: "{" + _name(match[1]) + "}", text)


def _name(expression: str) -> str:
    path = _PATH.match(expression)
    return path[1].rstrip(".").rsplit(".", 1)[-1] if path else "value"


class Paths(State):
    """The paths of a service that its scenarios write, each once: `/orders/{order_id}`."""

    _names: dict[tuple[str, ...], list[Counter[str]]] = field(default_factory=dict)
    """For each shape (`("orders", "{}")`), the names at each of its places."""

    @classmethod
    def of(cls, written: Iterable[str]) -> Paths:
        """From the paths as scenarios write them; those that begin with something filled in say nothing."""
        paths = cls()
        for text in written:
            shape, names = _shape(text)
            if shape is not None:
                counters = paths._names.setdefault(shape, [Counter() for _ in names])
                for counter, name in zip(counters, names, strict=True):
                    counter[name] += 1
        return paths

    def known(self, text: str) -> str:
        """The path as the catalogue names it: of a path as written, or of one that was sent."""
        shape, _ = _shape(text)
        if shape in self._names:
            return self._text(shape)
        plain = braces(text)
        parts = _parts(plain)
        fitting = [each for each in self._names if _fits(parts, each)]
        if fitting:
            return self._text(min(fitting, key=lambda each: (each.count("{}"), each)))
        start = "" if plain.startswith("{") else "/"
        return start + "/".join("{id}" if _ID.fullmatch(part) else part for part in parts)

    def _text(self, shape: tuple[str, ...]) -> str:
        names = iter(self._names[shape])
        return "/" + "/".join(_PLACE.sub(lambda _: "{" + _best(next(names)) + "}", part) for part in shape)


def _shape(text: str) -> tuple[tuple[str, ...] | None, list[str]]:
    """The segments with their names taken out, and the names; None where the path itself is filled in."""
    plain = braces(text)
    if not plain.startswith("/"):
        return None, []
    parts = _parts(plain)
    names = [match[1:-1] for part in parts for match in _PLACE.findall(part)]
    return tuple(_PLACE.sub("{}", part) for part in parts), names


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[?#]", text, maxsplit=1)[0].split("/") if part]


def _fits(parts: Sequence[str], shape: Sequence[str]) -> bool:
    if len(parts) != len(shape):
        return False
    return all(
        re.fullmatch(".+".join(map(re.escape, each.split("{}"))), part) is not None
        for part, each in zip(parts, shape, strict=True)
    )


def _best(names: Mapping[str, int]) -> str:
    """The name that is used most; one that says something before one that does not."""
    return min(names, key=lambda name: (name in _DULL, -names[name], name))
