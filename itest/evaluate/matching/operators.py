"""The operators: a table of names, what argument each takes, and what it asks.

The functions are named, as `module:function` of this room, so that a run imports those of the operators in it.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from itest.model.record import Record

if TYPE_CHECKING:
    from itest.evaluate.matching.difference import Difference
    from itest.evaluate.matching.finding import Check
    from itest.evaluate.matching.question import Question


class Operator(Record, kw_only=True):
    """`takes` is the check of the argument at load time, a function of `arguments`. `absent`: it may hold for what is
    not there. `empty`: where a query for several places finds nothing, it looks at the empty list (or leaves that to
    the matchers it holds); to all others that is absent. `scalar`: it asks about one scalar, so it looks at a cookie's
    value, and at the one text of a list where there could be several. `document`: it looks at a body as such (or leaves
    it to the matchers it holds, which may be XPaths), and not at what it reads as."""

    takes: str
    asks: str
    absent: bool = False
    empty: bool = False
    document: bool = False
    scalar: bool = False

    @property
    def argument(self) -> Check:
        """What is wrong with an argument as it is written."""
        check: Check = _function(f"arguments:{self.takes}")
        return check

    def match(self, question: Question) -> list[Difference]:
        """What does not hold."""
        found: list[Difference] = _function(self.asks)(question)
        return found


@cache
def _function(path: str) -> Any:
    module, _, name = path.partition(":")
    return getattr(import_module(f"itest.evaluate.matching.{module}"), name)


OPERATORS: dict[str, Operator] = {
    # equality, order
    "$eq": Operator(takes="matcher", asks="order_operators:eq", empty=True, document=True),
    "$ne": Operator(takes="matcher", asks="order_operators:ne", document=True),
    "$gt": Operator(takes="ordered", asks="order_operators:gt", scalar=True),
    "$gte": Operator(takes="ordered", asks="order_operators:gte", scalar=True),
    "$lt": Operator(takes="ordered", asks="order_operators:lt", scalar=True),
    "$lte": Operator(takes="ordered", asks="order_operators:lte", scalar=True),
    "$between": Operator(takes="two_ends", asks="order_operators:between", scalar=True),
    "$approx": Operator(takes="value_within", asks="order_operators:approx", scalar=True),
    # one of, all of, not
    "$in": Operator(takes="choices", asks="order_operators:one_of", empty=True, document=True),
    "$and": Operator(takes="some_matchers", asks="order_operators:all_of_them", absent=True, empty=True, document=True),
    "$not": Operator(takes="matcher", asks="order_operators:negated", document=True),
    # kind
    "$type": Operator(takes="one_of_types", asks="kind_operators:of_type"),
    "$format": Operator(takes="format_name", asks="kind_operators:of_format", scalar=True),
    # text
    "$contains": Operator(takes="matcher", asks="text_operators:contains"),
    "$startsWith": Operator(takes="text", asks="text_operators:starts_with", scalar=True),
    "$endsWith": Operator(takes="text", asks="text_operators:ends_with", scalar=True),
    "$regex": Operator(takes="pattern", asks="text_operators:regex", scalar=True),
    # size
    "$size": Operator(takes="size", asks="kind_operators:size", empty=True),
    "$empty": Operator(takes="boolean", asks="kind_operators:empty", empty=True),
    # lists
    "$all": Operator(takes="some_matchers", asks="list_operators:all_of"),
    "$each": Operator(takes="matcher", asks="list_operators:each"),
    "$unordered": Operator(takes="matchers", asks="list_operators:unordered", empty=True),
    "$unique": Operator(takes="boolean", asks="list_operators:unique"),
    "$sorted": Operator(takes="direction", asks="list_operators:in_order"),
    # presence
    "$exists": Operator(takes="boolean", asks="kind_operators:exists", absent=True),
    "$optional": Operator(takes="matcher", asks="kind_operators:optional", absent=True, document=True),
    # time
    "$before": Operator(takes="moment", asks="time_operators:before", scalar=True),
    "$after": Operator(takes="moment", asks="time_operators:after", scalar=True),
    # nested
    "$schema": Operator(takes="schema", asks="kind_operators:schema"),
    "$json": Operator(takes="matcher", asks="kind_operators:json", scalar=True),
    "$file": Operator(takes="text", asks="file_operator:file", document=True),
}
