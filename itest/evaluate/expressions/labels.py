"""Labels: a part of an expression as messages name it."""

from __future__ import annotations

from itest.evaluate.expressions.access import path_text
from itest.evaluate.expressions.jinja import nodes
from itest.evaluate.expressions.references import fixed_key, static_path
from itest.evaluate.expressions.text_form import to_text

SHOWN = 20
"""Characters of a constant that a message repeats."""


def label(node: nodes.Node) -> str:
    """The node as people write it, for messages; `…` where it is long."""
    path = static_path(node)
    if path is not None:
        return path_text(str(path[0]), path[1:])
    if isinstance(node, nodes.Filter) and node.node is not None:
        return f"{label(node.node)} | {node.name}"
    if isinstance(node, nodes.Getattr):
        return f"{label(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        key = fixed_key(node.arg)
        return f"{label(node.node)}[…]" if key is None else path_text(label(node.node), [key])
    if isinstance(node, nodes.Call):
        return f"{label(node.node)}(…)"
    if isinstance(node, nodes.Const) and len(str(node.value)) <= SHOWN:
        return repr(node.value) if isinstance(node.value, str) else to_text(node.value)
    return "…"
