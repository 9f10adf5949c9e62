"""Signing: headers that speak of what will be sent (`{{ body | hmac(key) }}`) are rendered when that is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from itest.engine.frame import Frame
from itest.engine.rendering import rendered
from itest.evaluate.expressions.template import template_references
from itest.model.action import ActionSpec
from itest.model.record import Record
from itest.model.scenario import Step
from itest.model.values import EMPTY, Template, Tree, Value

HEADERS = "headers"
Late = Callable[[Mapping[str, Value]], Mapping[str, Value]]


class Rendered(Record):
    """The arguments of a step as values; headers that are `late` are empty in them."""

    arguments: Mapping[str, Value]
    late: Late | None = None


def render_arguments(step: Step, spec: ActionSpec, frame: Frame, extra: Mapping[str, Any]) -> Rendered:
    """The arguments, rendered once; raises `StepFault`, as does what is rendered late."""
    pointer = (*step.pointer, step.action)
    arguments = spec.as_written(step.arguments)
    written = arguments.get(HEADERS) if spec.signed else None
    headers: Mapping[str, Tree] = written if isinstance(written, Mapping) else EMPTY
    late = {name: tree for name, tree in headers.items() if _speaks_of(tree, spec)}
    if not late:
        return Rendered(rendered(arguments, frame, pointer, extra))
    early = {**arguments, HEADERS: {**headers, **dict.fromkeys(late, "")}}

    def render(sent: Mapping[str, Value]) -> Mapping[str, Value]:
        found: Mapping[str, Value] = rendered(late, frame, (*pointer, HEADERS), {**extra, **sent})
        return found

    return Rendered(rendered(early, frame, pointer, extra), render)


def _speaks_of(tree: Tree, spec: ActionSpec) -> bool:
    """Whether a header's value has a template with a name of what is sent."""
    if isinstance(tree, tuple):
        return any(_speaks_of(item, spec) for item in tree)
    return isinstance(tree, Template) and any(use.path[0] in spec.signed for use in template_references(tree.text))
