"""List filters: Jinja's filters on lists and objects, over JSON values.

Where a filter takes `attribute="a.b"`, the parts are keys of objects (see `Environment.getitem` in `filters`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from itest.evaluate.data.limits import allow_items
from itest.evaluate.expressions import text_methods
from itest.evaluate.expressions.access import Absent, kind
from itest.evaluate.expressions.arithmetic import add
from itest.evaluate.expressions.jinja import Environment, Undefined, pass_environment
from itest.evaluate.expressions.jinja import filters as jinja
from itest.evaluate.expressions.text_form import json_form
from itest.model.problem import EvaluationError
from itest.model.values import Missing

FROM_JINJA = "dictsort first last groupby list map max min reject rejectattr select selectattr sort filesizeformat"


def length(value: Any) -> int:
    """The number of items, entries or characters."""
    if not isinstance(value, (str, bytes, list, tuple, Mapping)):
        raise EvaluationError(f"{kind(value)} has no length")
    return len(value)


@pass_environment
def join(environment: Environment, value: Any, separator: str = "", attribute: str | int | None = None) -> str:
    """The items as they print, with a text between them."""
    items = value if attribute is None else list(_attributes(environment, value, attribute))
    return text_methods.join(separator, items)


@pass_environment
def total(environment: Environment, value: Any, attribute: str | int | None = None, start: Any = 0) -> Any:
    """The sum of the numbers."""
    for item in value if attribute is None else _attributes(environment, value, attribute):
        start = add(start, item)
    return start


@pass_environment
def unique(
    environment: Environment, value: Any, case_sensitive: bool = False, attribute: str | int | None = None
) -> list[Any]:
    """The items without those that came before; text in any letter case is the same unless `case_sensitive`."""
    fold = None if case_sensitive else jinja.ignore_case
    key = jinja.make_attrgetter(environment, attribute, postprocess=fold)
    _needs_list("unique", value)
    first: dict[str, Any] = {}
    for item in value:
        first.setdefault(json_form(key(item)), item)
    return list(first.values())


def batch(value: Any, linecount: int, fill_with: Any = None) -> Any:
    """The list cut into lists of so many items."""
    _whole("batch", linecount)
    return jinja.do_batch(value, linecount, fill_with)


def sliced(value: Any, slices: int, fill_with: Any = None) -> list[list[Any]]:
    """The list cut into so many lists, the longer ones first; `fill_with` makes them all as long."""
    _whole("slice", slices)
    _needs_list("slice", value)
    size, longer = divmod(len(value), slices)
    starts = [index * size + min(index, longer) for index in range(slices + 1)]
    parts = [list(value[start:end]) for start, end in pairwise(starts)]
    if fill_with is not None and longer:
        parts[longer:] = [[*part, fill_with] for part in parts[longer:]]
    return parts


def items(value: Any) -> list[list[Any]]:
    """The entries of an object as lists of key and value."""
    if not isinstance(value, Mapping):
        raise EvaluationError(f"`items` takes an object, not {kind(value)}")
    return [[key, item] for key, item in value.items()]


def reverse(value: Any) -> Any:
    """The list or text from its end."""
    if not isinstance(value, (list, tuple, str)):
        raise EvaluationError(f"`reverse` takes a list or text, not {kind(value)}")
    return value[::-1]


def _attributes(environment: Environment, value: Any, attribute: str | int) -> Iterator[Any]:
    """An attribute of each item; raises `Absent` where an item lacks it."""
    for item in map(jinja.make_attrgetter(environment, attribute), value):
        if isinstance(item, Undefined):
            raise Absent(Missing(f".{attribute}", item._undefined_hint or "it is not there"))
        yield item


def _needs_list(name: str, value: Any) -> None:
    if not isinstance(value, (list, tuple)):
        raise EvaluationError(f"`{name}` takes a list, not {kind(value)}")


def _whole(name: str, count: Any) -> None:
    if type(count) is not int or count < 1:
        raise EvaluationError(f"`{name}` takes a whole number above 0")
    allow_items(count)


LIST_FILTERS: dict[str, Callable[..., Any]] = {
    "length": length,
    "count": length,
    "join": join,
    "sum": total,
    "unique": unique,
    "batch": batch,
    "slice": sliced,
    "items": items,
    "reverse": reverse,
    **{name: jinja.FILTERS[name] for name in FROM_JINJA.split()},
}
