"""Parts: what the filters and methods inside of an expression gave, for the explanation of one that does not hold."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

from itest.evaluate.expressions.access import Absent
from itest.evaluate.expressions.expression_nodes import compile_node
from itest.evaluate.expressions.labels import label
from itest.evaluate.expressions.scope import Scope
from itest.evaluate.expressions.syntax import parse
from itest.evaluate.expressions.text_form import settled
from itest.model.problem import EvaluationError
from itest.model.values import Missing, Value


def given(text: str, scope: Scope) -> Iterator[tuple[str, Value | Missing]]:
    """Each filter and method call below the whole, inner ones first: how it is written, shortened, and its value.

    What calls a function is left out, since a second call may give something else.
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
    return any(isinstance(call, nodes.Call) and isinstance(call.node, nodes.Name) for call in calls)
