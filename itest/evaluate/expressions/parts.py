"""Parts: what the filters and methods inside of an expression gave, for the explanation of one that does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from itest.evaluate.expressions.access import Absent
from itest.evaluate.expressions.expression_nodes import compile_node
from itest.evaluate.expressions.functions import STEADY_FUNCTIONS
from itest.evaluate.expressions.jinja import nodes
from itest.evaluate.expressions.labels import label
from itest.evaluate.expressions.scope import Scope
from itest.evaluate.expressions.syntax import parse
from itest.evaluate.expressions.text_form import settled
from itest.model.problem import EvaluationError
from itest.model.values import Missing, Value


def given(text: str, scope: Scope) -> Iterator[tuple[str, Value | Missing]]:
    """Each filter and method call below the whole, inner ones first: how it is written, shortened, and its value.

    What calls a function is left out, unless a second call gives the same.
    """
    tree = parse(text)
    found = [node for node in tree.find_all((nodes.Filter, nodes.Call)) if node is not tree]
    for node in reversed(found):
        if _draws(node):
            continue
        try:
            yield label(node), settled(compile_node(node)(scope))
        except Absent as absent:
            yield label(node), absent.missing
        except EvaluationError:
            continue  # The whole could be evaluated; a part that cannot alone has no value to show.


def _draws(node: nodes.Node) -> bool:
    calls = [node, *node.find_all(nodes.Call)] if isinstance(node, nodes.Call) else node.find_all(nodes.Call)
    return any(
        isinstance(call, nodes.Call) and isinstance(call.node, nodes.Name) and call.node.name not in STEADY_FUNCTIONS
        for call in calls
    )


def equated(text: str, scope: Scope) -> Iterator[tuple[tuple[str, Value | Missing], tuple[str, Value | Missing]]]:
    """The two ends of each `==`, as they are written and their values, where both have one."""
    tree = parse(text)
    for node in (tree, *tree.find_all(nodes.Compare)):
        if isinstance(node, nodes.Compare) and [end.op for end in node.ops] == ["eq"] and not _draws(node):
            ends = (node.expr, node.ops[0].expr)
            with suppress(Absent, EvaluationError):  # Such an end is told of by itself.
                one, other = ((label(end), settled(compile_node(end)(scope))) for end in ends)
                yield one, other
