"""Hand-overs: which values of earlier steps a step's arguments use, traced without being declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from itest.evaluate.expressions.template import template_references
from itest.model.result import Handover
from itest.model.values import Pointer, Template, Tree


def handovers(arguments: Mapping[str, Tree], origins: Mapping[str, str]) -> tuple[Handover, ...]:
    """One for each name with a known origin at each place that uses it; the target is dotted (`headers.X`)."""
    found: dict[tuple[str, str], Handover] = {}
    for pointer, template in _templates(arguments, ()):
        target = ".".join(map(str, pointer))
        for reference in template_references(template.text):
            name = reference.name
            if name in origins:
                found[name, target] = Handover(name=name, target=target, origin=origins[name])
    return tuple(found.values())


def _templates(tree: Any, pointer: Pointer) -> Iterator[tuple[Pointer, Template]]:
    if isinstance(tree, Template):
        yield pointer, tree
    elif isinstance(tree, str):
        return
    elif isinstance(tree, Mapping):
        for key, value in tree.items():
            yield from _templates(value, (*pointer, key))
    elif isinstance(tree, tuple):
        for index, value in enumerate(tree):
            yield from _templates(value, (*pointer, index))
