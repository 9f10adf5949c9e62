"""Literals of an expression: what is written as it is meant."""

from __future__ import annotations

from typing import Any, Final

from itest.evaluate.expressions.jinja import nodes

UNKNOWN: Final = object()


def literal(node: nodes.Node) -> Any:
    """The value of a literal, a negative number among them; `UNKNOWN` for anything else."""
    if isinstance(node, nodes.Neg):
        inner = literal(node.node)
        return inner if inner is UNKNOWN or isinstance(inner, (str, bool)) or inner is None else -inner
    return node.value if isinstance(node, nodes.Const) else UNKNOWN
