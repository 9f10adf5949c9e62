"""Merging an environment into the project: mappings deeply, null takes away, and positions follow what they are of."""

from __future__ import annotations

from types import MappingProxyType

from itest.load.nodes import walk
from itest.load.yaml_reader import Templates
from itest.model.source import Mark, SourceMap
from itest.model.values import Pointer, Template, Tree


class Merge:
    """A tree with others laid over parts of it, and a map of where each node of the result stands."""

    def __init__(self, sources: SourceMap) -> None:
        self._sources = sources
        self._values: dict[Pointer, Mark] = dict(sources.values)
        self._keys: dict[Pointer, Mark] = dict(sources.keys)

    @property
    def sources(self) -> SourceMap:
        return SourceMap(self._sources.source, self._values, self._keys)

    def over(self, base: Tree, base_at: Pointer, extra: Tree, extra_at: Pointer) -> Tree:
        """`base` with `extra` laid over it: deep in mappings, null removes a key, everything else replaces."""
        if type(base) is not MappingProxyType or type(extra) is not MappingProxyType:
            self._move(extra, extra_at, base_at)
            return extra
        merged = dict(base)
        for name, value in extra.items():
            at, origin = (*base_at, name), (*extra_at, name)
            if value is None:
                merged.pop(name, None)
                continue
            if name in base:
                merged[name] = self.over(base[name], at, value, origin)
            else:
                merged[name] = value
                self._move(value, origin, at)
        return MappingProxyType(merged)

    def _move(self, tree: Tree, origin: Pointer, target: Pointer) -> None:
        for path, _ in walk(tree, ()):
            for marks, known in ((self._values, self._sources.values), (self._keys, self._sources.keys)):
                if origin + path in known:
                    marks[target + path] = known[origin + path]


def live_texts(tree: Tree) -> Templates:
    """Every live text of a tree with its pointer, those in keys too."""
    found: Templates = []
    for pointer, node in walk(tree, ()):
        if pointer and isinstance(pointer[-1], str) and "{{" in pointer[-1]:
            found.append((pointer, pointer[-1]))
        if type(node) is Template:
            found.append((pointer, node.text))
    return found
