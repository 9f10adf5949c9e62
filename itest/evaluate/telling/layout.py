"""Layout: a body as a person reads it, JSON indented and its parts told apart, anything else line by line.

It goes by tokens and parses nothing: a text that was cut, or in which a secret was hidden, is laid out as far as it
goes, and every digit stays as it was sent. What is short and holds nothing deeper stands on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from itest.evaluate.telling.explanation import Styled
from itest.model.lazy_pattern import lazy_pattern

FLAT = 72
"""Characters that a list or an object of plain values may have on one line."""
_INDENT = 2
_DEEPEST = 40
"""Levels that are indented; deeper ones stand below one another."""
_TOKEN = lazy_pattern(r'"(?:[^"\\]|\\.)*"?|[{}\[\],:]|[^\s"{}\[\],:]+', re.DOTALL)
_OPEN = {"{": "}", "[": "]"}
_CLOSE = frozenset("}]")
_WORDS = frozenset({"true", "false", "null"})


def laid_out(text: str, media_type: str) -> list[Styled]:
    """The lines of a body, in segments of (role, text); roles `key string number word plain`."""
    if "json" in media_type or text.lstrip()[:1] in _OPEN:
        return list(_json(_TOKEN.findall(text)))
    return [(("plain", line),) for line in text.splitlines()]


def _json(tokens: Sequence[str]) -> Iterator[Styled]:
    line: Styled = ()
    depth = at = 0
    while at < len(tokens):
        token, end = tokens[at], _flat_end(tokens, at) or at + 1
        if end > at + 1:
            line += tuple(_on_one_line(tokens[at:end]))
        elif token in _CLOSE:
            yield from _written(line)
            depth = max(0, depth - 1)
            line = (*_margin(depth), ("plain", token))
        elif token in _OPEN or token == ",":
            yield (*line, ("plain", token))
            depth += token in _OPEN
            line = _margin(depth)
        else:
            line += (_segment(token, key=tokens[end : end + 1] == [":"]),)
        at = end
    yield from _written(line)


def _margin(depth: int) -> Styled:
    return (("plain", " " * (_INDENT * min(depth, _DEEPEST))),) if depth else ()


def _written(line: Styled) -> Iterator[Styled]:
    """The line, where more than a margin stands on it."""
    if any(text.strip() for _, text in line):
        yield line


def _flat_end(tokens: Sequence[str], start: int) -> int:
    """Behind the closing bracket of what opens here, where it is short and holds nothing deeper; else 0."""
    if tokens[start] not in _OPEN:
        return 0
    length = 0
    for at in range(start + 1, len(tokens)):
        if tokens[at] == _OPEN[tokens[start]]:
            return at + 1
        length += len(tokens[at]) + 1
        if tokens[at] in _OPEN or tokens[at] in _CLOSE or length > FLAT:
            return 0
    return 0


def _on_one_line(tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
    for at, token in enumerate(tokens):
        yield _segment(token, key=tokens[at + 1 : at + 2] == [":"])
        if token == ",":
            yield "plain", " "


def _segment(token: str, *, key: bool) -> tuple[str, str]:
    if token == ":":
        return "plain", ": "
    if token.startswith('"'):
        return ("key" if key else "string"), token
    return ("word" if token in _WORDS else "plain" if token in ",{}[]" else "number"), token
