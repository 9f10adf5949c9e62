"""Hand-overs: which values of earlier steps a step's arguments use, traced without being declared."""

from __future__ import annotations

from collections.abc import Mapping

from itest.engine.mentions import live_parts
from itest.evaluate.expressions.template import template_references
from itest.model.result import Handover
from itest.model.values import Tree


def handovers(arguments: Mapping[str, Tree], origins: Mapping[str, str]) -> tuple[Handover, ...]:
    """One for each name with a known origin at each place that uses it; the target is dotted (`headers.X`)."""
    found: dict[tuple[str, str], Handover] = {}
    for template, pointer in live_parts(arguments):
        target = ".".join(map(str, pointer))
        for reference in template_references(template.text):
            name = reference.name
            if name in origins:
                found[name, target] = Handover(name=name, target=target, origin=origins[name])
    return tuple(found.values())
