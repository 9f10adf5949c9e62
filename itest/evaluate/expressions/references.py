"""References: the names and paths that an expression uses, read off its tree without evaluating it."""

from __future__ import annotations

from collections.abc import Iterator

from itest.evaluate.expressions.jinja import nodes
from itest.evaluate.expressions.paths import Path, Reference
from itest.model.record import replace

COVERED_TESTS = frozenset({"defined", "undefined"})
COVERING_FILTERS = frozenset({"default", "d"})


def references_of(tree: nodes.Expr) -> tuple[Reference, ...]:
    """Every use of a name, in the order of the text.

    A path that one part of the expression tests with `is defined` is guarded in all of it.
    """
    found = sorted(_walk(tree, False), key=lambda reference: reference.offset)
    tested = [reference.path for reference in _tested(tree)]
    return tuple(
        replace(reference, guarded=True) if any(_within(reference.path, path) for path in tested) else reference
        for reference in found
    )


def static_path(node: nodes.Node) -> Path | None:
    """The path of a node that is a name with only dots and fixed keys after it, else None."""
    if isinstance(node, nodes.Name):
        return (node.name,)
    owner: Path | None
    if isinstance(node, nodes.Getattr):
        owner = static_path(node.node)
        return None if owner is None else (*owner, node.attr)
    if isinstance(node, nodes.Getitem):
        owner, key = static_path(node.node), fixed_key(node.arg)
        return None if owner is None or key is None else (*owner, key)
    return None


def fixed_key(node: nodes.Node) -> str | int | None:
    """The key or index that a node is as it stands there (`'a'`, `0`, `-1`), else None."""
    if isinstance(node, nodes.Neg):
        inner = fixed_key(node.node)
        return -inner if isinstance(inner, int) else None
    if isinstance(node, nodes.Const) and isinstance(node.value, (str, int)) and not isinstance(node.value, bool):
        return node.value
    return None


def _walk(node: nodes.Node, guarded: bool) -> Iterator[Reference]:
    path = static_path(node)
    if path is not None:
        if path != ("null",):
            yield Reference(path, offset_of(node), guarded)
    elif isinstance(node, nodes.Call):
        # The method of a text belongs to no path: of `body.name.upper()` the path is `body.name`.
        target = node.node.node if isinstance(node.node, nodes.Getattr) else node.node
        yield from _walk(target, guarded)
        yield from _children(node, skip=node.node)
    elif isinstance(node, nodes.Filter) and node.node is not None:
        yield from _walk(node.node, guarded or node.name in COVERING_FILTERS)
        yield from _children(node, skip=node.node)
    elif isinstance(node, nodes.Test):
        yield from _walk(node.node, guarded or node.name in COVERED_TESTS)
        yield from _children(node, skip=node.node)
    else:
        for child in node.iter_child_nodes():
            yield from _walk(child, guarded)


def _children(node: nodes.Node, skip: nodes.Node) -> Iterator[Reference]:
    for child in node.iter_child_nodes():
        if child is not skip:
            yield from _walk(child, False)


def _tested(tree: nodes.Node) -> Iterator[Reference]:
    tests = [tree] if isinstance(tree, nodes.Test) else []
    for test in [*tests, *tree.find_all(nodes.Test)]:
        if test.name in COVERED_TESTS:
            yield from _walk(test.node, True)


def _within(path: Path, prefix: Path) -> bool:
    return path[: len(prefix)] == prefix


def offset_of(node: nodes.Node) -> int:
    """Where a node stands in the text: that of the name its path begins with."""
    return offset_of(node.node) if isinstance(node, (nodes.Getattr, nodes.Getitem)) else node.lineno
