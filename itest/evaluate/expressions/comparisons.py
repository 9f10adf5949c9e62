"""Comparisons: which paths an expression compares with which literals, read off its tree without evaluating it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from itest.evaluate.expressions.jinja import nodes
from itest.evaluate.expressions.literals import UNKNOWN, literal
from itest.evaluate.expressions.paths import Path
from itest.evaluate.expressions.references import static_path
from itest.evaluate.expressions.syntax import parse
from itest.model.record import Record

_MIRRORED = {"lt": "gt", "lteq": "gteq", "gt": "lt", "gteq": "lteq"}


class Comparison(Record):
    """`path <operator> value`, as Jinja names the operator (`eq`, `lteq`); `offset` is where the literal stands."""

    path: Path
    operator: str
    value: Any
    offset: int


def comparisons(text: str) -> tuple[Comparison, ...]:
    """Every comparison of a path with a literal, also with each item behind `in`; raises `ExpressionSyntax`."""
    tree = parse(text)
    found = [*([tree] if isinstance(tree, nodes.Compare) else []), *tree.find_all(nodes.Compare)]
    return tuple(one for node in found for one in _of(node))


def _of(node: nodes.Compare) -> Iterator[Comparison]:
    sides = [node.expr, *(operand.expr for operand in node.ops)]
    for (left, right), operand in zip(pairwise(sides), node.ops, strict=True):
        if operand.op in ("in", "notin"):
            items = right.items if isinstance(right, (nodes.List, nodes.Tuple)) else []
            for item in items:
                yield from _between(left, "eq", item)
        else:
            yield from _between(left, operand.op, right)
            yield from _between(right, _MIRRORED.get(operand.op, operand.op), left)


def _between(left: nodes.Node, operator: str, right: nodes.Node) -> Iterator[Comparison]:
    path, value = static_path(left), literal(right)
    if path is not None and value is not UNKNOWN:
        yield Comparison(path, operator, value, right.lineno)
