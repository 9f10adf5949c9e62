"""The operators: a table of names, what argument each takes, and what it asks."""

from __future__ import annotations

from collections.abc import Callable

from itest.evaluate.matching import arguments as takes
from itest.evaluate.matching import file_operator
from itest.evaluate.matching import kind_operators as kind
from itest.evaluate.matching import list_operators as lists
from itest.evaluate.matching import order_operators as order
from itest.evaluate.matching import text_operators as text
from itest.evaluate.matching import time_operators as time
from itest.evaluate.matching.difference import Difference
from itest.evaluate.matching.question import Question
from itest.model.record import Record


class Operator(Record, kw_only=True):
    """`argument` is the check at load time. `absent`: it may hold for what is not there. `empty`: where a query for
    several places finds nothing, it looks at the empty list (or leaves that to the matchers it holds); to all others
    that is absent. `scalar`: it asks about one scalar, so it looks at a cookie's value, and at the one text of a list
    where there could be several. `document`: it looks at a body as such (or leaves it to the matchers it holds, which
    may be XPaths), and not at what it reads as."""

    argument: takes.Check
    match: Callable[[Question], list[Difference]]
    absent: bool = False
    empty: bool = False
    document: bool = False
    scalar: bool = False


OPERATORS: dict[str, Operator] = {
    # equality, order
    "$eq": Operator(argument=takes.matcher, match=order.eq, empty=True, document=True),
    "$ne": Operator(argument=takes.matcher, match=order.ne, document=True),
    "$gt": Operator(argument=takes.ordered, match=order.gt, scalar=True),
    "$gte": Operator(argument=takes.ordered, match=order.gte, scalar=True),
    "$lt": Operator(argument=takes.ordered, match=order.lt, scalar=True),
    "$lte": Operator(argument=takes.ordered, match=order.lte, scalar=True),
    "$between": Operator(argument=takes.two_ends, match=order.between, scalar=True),
    "$approx": Operator(argument=takes.value_within, match=order.approx, scalar=True),
    # one of, all of, not
    "$in": Operator(argument=takes.matchers, match=order.one_of, empty=True, document=True),
    "$and": Operator(argument=takes.some_matchers, match=order.all_of_them, absent=True, empty=True, document=True),
    "$not": Operator(argument=takes.matcher, match=order.negated, document=True),
    # kind
    "$type": Operator(argument=takes.one_of_types, match=kind.of_type),
    "$format": Operator(argument=takes.format_name, match=kind.of_format, scalar=True),
    # text
    "$contains": Operator(argument=takes.matcher, match=text.contains),
    "$startsWith": Operator(argument=takes.text, match=text.starts_with, scalar=True),
    "$endsWith": Operator(argument=takes.text, match=text.ends_with, scalar=True),
    "$regex": Operator(argument=takes.pattern, match=text.regex, scalar=True),
    # size
    "$size": Operator(argument=takes.size, match=kind.size, empty=True),
    "$empty": Operator(argument=takes.boolean, match=kind.empty, empty=True),
    # lists
    "$all": Operator(argument=takes.some_matchers, match=lists.all_of),
    "$each": Operator(argument=takes.matcher, match=lists.each),
    "$unordered": Operator(argument=takes.matchers, match=lists.unordered, empty=True),
    "$unique": Operator(argument=takes.boolean, match=lists.unique),
    "$sorted": Operator(argument=takes.direction, match=lists.in_order),
    # presence
    "$exists": Operator(argument=takes.boolean, match=kind.exists, absent=True),
    "$optional": Operator(argument=takes.matcher, match=kind.optional, absent=True, document=True),
    # time
    "$before": Operator(argument=takes.moment, match=time.before, scalar=True),
    "$after": Operator(argument=takes.moment, match=time.after, scalar=True),
    # nested
    "$schema": Operator(argument=takes.schema, match=kind.schema),
    "$json": Operator(argument=takes.matcher, match=kind.json, scalar=True),
    "$file": Operator(argument=takes.text, match=file_operator.file, document=True),
}
