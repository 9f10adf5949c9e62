"""JSONPath (RFC 9535): compiled paths and what they find; plain paths here, all others in `jsonpath_query`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Protocol

from itest.evaluate.data.path_syntax import NAME_CHAR, NAME_FIRST, Parts, PathSyntax
from itest.model.lazy_pattern import lazy_pattern
from itest.model.record import Record
from itest.model.values import Value

__all__ = ["Path", "PathSyntax", "compile_path", "path_text"]

_PLAIN = lazy_pattern(
    rf"""\$(?:\.{NAME_FIRST}{NAME_CHAR}*|\[(?:0|-?[1-9][0-9]{{0,14}})\]|\['[^'\\\x00-\x1f]*'\]|\["[^"\\\x00-\x1f]*"\])*"""
)
_PART = lazy_pattern(r"""\.(?P<name>[^.\[]+)|\[(?P<index>-?\d+)\]|\[(?P<quote>['"])(?P<key>.*?)(?P=quote)\]""")
_IDENTIFIER = lazy_pattern(r"[A-Za-z_][A-Za-z0-9_]*")


class Query(Protocol):
    """A compiled path that is more than plain names and indexes."""

    @property
    def singular(self) -> bool: ...

    def nodes(self, value: Value) -> list[tuple[Parts, Value]]: ...


class Path(Record, kw_only=True):
    """A compiled path; `singular` where it names at most one node."""

    text: str
    singular: bool
    parts: Parts | None = None
    """The names and indexes of a plain path (`$.items[0].sku`), which needs no library."""
    query: Query | None = None

    def find(self, value: Value) -> list[Value]:
        """What the path selects, in document order; raises `EvaluationError` IT216 beyond the bounds."""
        return [node for _, node in self.located(value)]

    def nodes(self, value: Value) -> list[tuple[str, Value]]:
        """What the path selects, each with its own path as people write it (`$.items[1].qty`)."""
        return [(path_text(parts), node) for parts, node in self.located(value)]

    def located(self, value: Value) -> list[tuple[Parts, Value]]:
        """What the path selects, each with the names and indexes that lead to it."""
        if self.query is not None:
            return self.query.nodes(value)
        taken: list[str | int] = []
        for part in self.parts or ():
            found = _step(value, part)
            if found is None:
                return []
            part, value = found
            taken.append(part)
        return [(tuple(taken), value)]


@lru_cache(maxsize=4096)
def compile_path(text: str) -> Path:
    """The compiled path; raises `PathSyntax`."""
    if _PLAIN.fullmatch(text):
        return Path(text=text, singular=True, parts=tuple(_parts(text)))
    # Start-up cost: most scenarios have plain paths only and never load the library.
    from itest.evaluate.data.jsonpath_query import compile_query

    query = compile_query(text)
    return Path(text=text, singular=query.singular, query=query)


def path_text(parts: Iterable[str | int]) -> str:
    """The path of names and indexes as people write it; names that are no identifiers are quoted."""
    return "$" + "".join(_part_text(part) for part in parts)


def _part_text(part: str | int) -> str:
    if isinstance(part, int):
        return f"[{part}]"
    if _IDENTIFIER.fullmatch(part):
        return f".{part}"
    # Start-up cost: json_text is loaded anyway, but not by whoever only compiles paths.
    from itest.evaluate.data.json_text import scalar_text

    escaped = scalar_text(part)[1:-1].replace('\\"', '"').replace("'", "\\'")
    return f"['{escaped}']"


def _parts(text: str) -> Iterable[str | int]:
    for match in _PART.finditer(text):
        if match["index"] is not None:
            yield int(match["index"])
        else:
            yield match["name"] if match["name"] is not None else match["key"]


def _step(value: Value, part: str | int) -> tuple[str | int, Value] | None:
    """The child and its part (a negative index counted from the start), or None where there is none."""
    if isinstance(part, str):
        return (part, value[part]) if isinstance(value, Mapping) and part in value else None
    if not isinstance(value, (list, tuple)):
        return None
    index = part + len(value) if part < 0 else part
    return (index, value[index]) if 0 <= index < len(value) else None
