"""Arguments as written: what of those of a filter, a test or a function can never be meant, known without any value.

How many there are and how they are called is read off the function's own signature; what a literal one says (a
JSONPath, a regular expression, a duration) is in a table.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from random import Random
from typing import Any, Final

from itest.evaluate.data.suggest import did_you_mean
from itest.evaluate.expressions.argument_literals import LITERALS
from itest.evaluate.expressions.filters import FILTERS, TESTS
from itest.evaluate.expressions.functions import functions
from itest.evaluate.expressions.jinja import nodes
from itest.evaluate.expressions.literals import UNKNOWN, literal
from itest.evaluate.expressions.tokens import ExpressionSyntax
from itest.model.problem import EvaluationError

_SUBJECT: Final = object()
NAMING = {"map": ("filter", 0), "select": ("test", 0), "reject": ("test", 0), "selectattr": ("test", 1)}
NAMING["rejectattr"] = NAMING["selectattr"]
"""Filters of which an argument names a filter or test that gets the arguments behind it: its sort, its position."""


def check_filter(node: nodes.Filter) -> None:
    """Raise `ExpressionSyntax` where a filter cannot take the arguments that are written."""
    _check("filter", node.name, _bound(f"the filter `{node.name}`", FILTERS[node.name], node.args, node))
    _check_named(node)


def check_test(node: nodes.Test) -> None:
    """Raise `ExpressionSyntax` where a test cannot take the arguments that are written."""
    _bound(f"the test `{node.name}`", TESTS[node.name], node.args, node)


def check_function(name: str, node: nodes.Call) -> None:
    """Raise `ExpressionSyntax` where a function of ours cannot take the arguments that are written."""
    function = _functions().get(name)
    if function is None:
        return
    named = {key: literal(value) for key, value in _keywords(node).items()}
    bound = _fitting(function, [*map(literal, node.args)], named)
    if bound is None:
        raise ExpressionSyntax(f"`{name}()` does not take these arguments", node.lineno, _takes(name, function, 0))
    given = [*bound.args, *bound.kwargs.values()]
    if name in _WITHOUT_A_RUN and not any(value is UNKNOWN for value in given):
        try:
            function(*bound.args, **bound.kwargs)
        except EvaluationError as error:
            raise ExpressionSyntax(error.message, node.lineno, error.hint) from None


def _check_named(node: nodes.Filter) -> None:
    """The name in `map('regex', …)` and `selectattr('a', 'gt', …)`, and the arguments that are handed on to it."""
    sort, position = NAMING.get(node.name, ("", 0))
    if not sort or len(node.args) <= position:
        return
    name, known = literal(node.args[position]), FILTERS if sort == "filter" else TESTS
    if name is UNKNOWN:
        return
    if name not in known:
        line = node.args[position].lineno
        raise ExpressionSyntax(f"there is no {sort} `{name}`", line, did_you_mean(str(name), known))
    _check(sort, name, _bound(f"the {sort} `{name}`", known[name], node.args[position + 1 :], node))


def _check(sort: str, name: str, bound: Mapping[str, nodes.Node]) -> None:
    for parameter, check in (LITERALS.get(name, {}) if sort == "filter" else {}).items():
        value = literal(bound[parameter]) if parameter in bound else UNKNOWN
        problem = None if value is UNKNOWN else check(value)
        if problem:
            raise ExpressionSyntax(problem.message, bound[parameter].lineno, problem.hint, problem.code)


def _bound(
    what: str, function: Callable[..., Any], args: Sequence[nodes.Expr], node: nodes.Filter | nodes.Test
) -> Mapping[str, nodes.Node]:
    """The argument nodes by the name of their parameter."""
    hidden = _hidden(function)
    bound = _fitting(function, [*[_SUBJECT] * hidden, *args], _keywords(node))
    if bound is None:
        raise ExpressionSyntax(f"{what} does not take these arguments", node.lineno, _takes("", function, hidden))
    return {name: value for name, value in bound.arguments.items() if isinstance(value, nodes.Node)}


def _keywords(node: nodes.Filter | nodes.Test | nodes.Call) -> dict[str, nodes.Expr]:
    return {pair.key: pair.value for pair in node.kwargs if isinstance(pair, nodes.Keyword)}


def _fitting(function: Callable[..., Any], args: Sequence[Any], named: dict[str, Any]) -> Any:
    """The arguments as they are bound to parameters; None where they do not fit."""
    try:
        return _signature(function).bind(*args, **named)
    except TypeError:
        return None


def _takes(name: str, function: Callable[..., Any], hidden: int) -> str:
    """What it takes, as a hint: the names of its parameters, those that may be left out in brackets."""
    shown = [_shown(parameter) for parameter in [*_signature(function).parameters.values()][hidden:]]
    return f"it takes `{name}({', '.join(shown)})`" if shown else "it takes none"


def _shown(parameter: inspect.Parameter) -> str:
    if parameter.kind is parameter.VAR_POSITIONAL:
        return "…"
    return parameter.name if parameter.default is parameter.empty else f"[{parameter.name}]"


def _hidden(function: Callable[..., Any]) -> int:
    """How many of its parameters are not written as arguments: the value, and what Jinja hands on."""
    return 2 if hasattr(inspect.unwrap(function), "jinja_pass_arg") else 1


@lru_cache(maxsize=256)
def _signature(function: Callable[..., Any]) -> inspect.Signature:
    return inspect.signature(function)


_WITHOUT_A_RUN = frozenset({"random_int", "random_string", "range"})
"""Functions that say by themselves whether their arguments can be meant."""


@lru_cache(maxsize=1)
def _functions() -> Mapping[str, Callable[..., Any]]:
    """The functions of a scenario, to ask what they take."""
    made = functions(Random(0), lambda: datetime.now(UTC), str)
    return {name: function.call for name, function in made.items()}
