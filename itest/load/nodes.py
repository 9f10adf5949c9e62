"""The nodes of a loaded tree."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from itest.model.values import Pointer, Tree


def walk(value: Tree, path: Pointer) -> Iterator[tuple[Pointer, Tree]]:
    """Every node of a tree with its pointer, a parent before its children."""
    yield path, value
    if type(value) is tuple:
        for index, item in enumerate(value):
            yield from walk(item, (*path, index))
    elif type(value) is MappingProxyType:
        for key, item in value.items():
            yield from walk(item, (*path, key))
