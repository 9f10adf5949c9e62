"""The quick look: whether a plain expectation plainly holds. It never says that something does not hold."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType

from itest.evaluate.data.documents import markup, read
from itest.model.problem import EvaluationError
from itest.model.values import Document, Tree, Value

_SCALARS = frozenset({str, int, bool, type(None), Decimal})


def holds_plainly(tree: Tree, actual: Value) -> bool:
    """Whether scalars of one type are equal, under plain keys and in lists; all else is for `matching`."""
    if type(actual) is Document:
        try:
            return markup(actual) is None and _holds(tree, read(actual))
        except EvaluationError:
            return False
    return _holds(tree, actual)


def _holds(tree: Tree, actual: Value) -> bool:
    kind = type(tree)
    if kind in _SCALARS:
        return type(actual) is kind and tree == actual
    if kind is tuple:
        same = type(actual) is list and len(tree) == len(actual)
        return same and all(map(_holds, tree, actual))
    if kind is not MappingProxyType or type(actual) is not dict or not tree:
        return False
    for key, item in tree.items():
        if key[:1] == "$" or "{{" in key or key not in actual or not _holds(item, actual[key]):
            return False
    return True
