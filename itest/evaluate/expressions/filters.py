"""Filters: the table of all filters and how one is applied.

Jinja's own are kept where they work on JSON values and cannot be made to hang, grow without bound or reach a Python
attribute; the others are replaced by ours or left out. Whatever a filter answers is brought back to values: no floats,
no generators, no markup, no tuples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from itest.evaluate.data.equality import integral
from itest.evaluate.data.limits import allow_characters, allow_items, allow_text, exceeded
from itest.evaluate.expressions import dates
from itest.evaluate.expressions.access import ABSENT, Absent, kind, member, reason
from itest.evaluate.expressions.arithmetic import normal
from itest.evaluate.expressions.data_filters import CONCEAL, DATA_FILTERS, PREFIXES
from itest.evaluate.expressions.jinja import Context, Environment, TemplateError, Undefined
from itest.evaluate.expressions.list_filters import LIST_FILTERS
from itest.evaluate.expressions.number_filters import absolute, rounded, to_float, to_int
from itest.evaluate.expressions.predicates import TESTS, is_absent
from itest.evaluate.expressions.scope import Scope
from itest.evaluate.expressions.text_filters import TEXT_FILTERS
from itest.model.problem import EvaluationError
from itest.model.values import Missing, Nothing, Value

__all__ = ["FILTERS", "TESTS", "apply_filter", "apply_test"]


def default(value: Any, default_value: Any = "", boolean: bool = False) -> Any:
    """The value, or another where it is absent (with `boolean`: where it is empty, false, zero or null too)."""
    return default_value if is_absent(value) or (boolean and not value) else value


FILTERS: dict[str, Callable[..., Any]] = {
    **LIST_FILTERS,
    **TEXT_FILTERS,
    **DATA_FILTERS,
    "default": default,
    "d": default,
    "int": to_int,
    "float": to_float,
    "round": rounded,
    "abs": absolute,
    "to_date": dates.to_date,
    "format_date": dates.format_date,
    "timestamp": dates.timestamp,
    "plus": dates.plus,
    "minus": dates.minus,
}


NOWHERE = Scope()
COUNTING = frozenset(["batch", "center", "indent", "json", "round", "slice", "tojson", "truncate", "wordwrap"])
"""Filters whose numbers are counts: `1.0` is one as well as `1`."""
LISTING = frozenset(["groupby", "list", "sort"])
"""Filters that make a list of a text, with a few hundred bytes for each of its characters."""


class Lacking(Undefined):
    """Jinja's undefined value, as its filters make and know it; becomes `Missing` on the way out."""

    @property
    def missing(self) -> Missing:
        """Our absent value with the same reason."""
        return Missing(self._undefined_name or "", self._undefined_hint or "it is not there")


class KeyEnvironment(Environment):
    """Jinja's environment as its filters see it: what they look up in an item are keys and indexes, no attributes."""

    def getitem(self, obj: Any, argument: Any) -> Any:
        found = member(obj, argument)
        if found is not ABSENT and not isinstance(found, Missing):
            return found
        hint = found.reason if isinstance(found, Missing) else reason(obj, "item", argument)
        return self.undefined(hint, name=f".{argument}")

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute)


def apply_filter(
    name: str,
    value: Any,
    arguments: list[Any],
    named: Mapping[str, Any],
    scope: Scope = NOWHERE,
) -> Value | Missing:
    """What the filter makes of a value; raises `EvaluationError`, and `Absent` where an item it needs is absent."""
    environment = _environment()
    if name in LISTING and isinstance(value, (str, bytes)):
        allow_characters(len(value))
    if name in COUNTING:
        arguments, named = list(map(_count, arguments)), {key: _count(one) for key, one in named.items()}
    context = Context(environment, {CONCEAL: scope.conceal, PREFIXES: scope.namespaces}, None, {})
    try:
        return _value(environment.call_filter(name, value, arguments, named, context=context))
    except (EvaluationError, Absent):
        raise
    except RecursionError:
        raise exceeded("it is nested too deeply") from None
    # Filters are foreign functions and the arguments anything; none of their errors is a defect of ours.
    except Exception as error:
        raise _refused(f"the filter `{name}`", value, error) from error


def _count(argument: Any) -> Any:
    number = integral(argument)
    return argument if number is None else number


def apply_test(name: str, value: Any, arguments: list[Any], named: Mapping[str, Any]) -> bool:
    """Whether the value passes the test; raises `EvaluationError`."""
    try:
        return bool(TESTS[name](value, *arguments, **named))
    except (TypeError, ArithmeticError) as error:
        raise _refused(f"the test `{name}`", value, error) from error


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = KeyEnvironment(undefined=Lacking, autoescape=False)
    environment.filters = dict(FILTERS)
    environment.tests = dict[str, Callable[..., Any]](TESTS)  # type: ignore[assignment]  # Jinja infers its own kind
    environment.globals = {}
    return environment


def _value(result: Any) -> Any:
    """What came out of a filter as a value."""
    if isinstance(result, str):
        allow_text(len(result))
        return str(result)  # without Jinja's markup
    if result is None or isinstance(result, (bool, dict, Missing, Nothing)):
        return result
    if isinstance(result, Lacking):
        return result.missing
    if isinstance(result, (int, float, Decimal)):
        return normal(result)
    if isinstance(result, bytes):
        return result
    return _listed(result) if isinstance(result, Iterable) else result


def _listed(items: Iterable[Any]) -> list[Any]:
    """The items as values, in a list that stays within bounds while it grows."""
    found: list[Any] = []
    length = count = 0
    for item in items:
        part = _item(item)
        if isinstance(part, Missing):
            raise Absent(part)
        if isinstance(part, str):
            length += len(part)
            allow_text(length)
        found.append(part)
        # A list in it costs about as much as its items do.
        count += 5 + len(part) if isinstance(part, (list, dict)) else 1
        allow_items(count)
    return found


def _item(item: Any) -> Any:
    if isinstance(item, tuple):
        names = getattr(item, "_fields", None)
        # The groups of `groupby` are named pairs: `grouper` and `list`.
        return dict(zip(names, map(_value, item), strict=True)) if names else _listed(item)
    return _value(item)


def _refused(what: str, value: Any, error: Exception) -> EvaluationError:
    if isinstance(error, (TemplateError, ValueError)) and str(error):
        return EvaluationError(f"{what} cannot be applied: {error}")
    if isinstance(error, TypeError) and "not supported between" in str(error):
        return EvaluationError(f"{what} cannot put values of different kinds in order")
    return EvaluationError(f"{what} cannot be applied to {kind(value)}, or not with these arguments")
