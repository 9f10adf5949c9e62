"""Leading: whether where a step goes was written, or said by an answer (a link, a location that was captured)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from itest.engine.derivation import WRITTEN, derived_from, made_of
from itest.engine.frame import Frame
from itest.engine.mentions import mentions
from itest.evaluate.expressions.expression import Reference
from itest.evaluate.expressions.template import Live, pieces, template_references
from itest.model.action import ActionSpec
from itest.model.lazy_pattern import lazy_pattern
from itest.model.scenario import Step
from itest.model.values import Template, Tree

_ENDS_HOST = lazy_pattern(r"(?<![:/])[/?#]")
"""In the text of a URL: what comes behind its host."""


def is_led(step: Step, spec: ActionSpec, frame: Frame) -> bool:
    """Whether an answer had a say in the host that the step speaks to."""
    tree = spec.as_written(step.arguments).get(spec.first)
    return isinstance(tree, Template) and _answered(_of_host(tree.text), step, frame)


def is_answered(tree: Tree, step: Step, frame: Frame) -> bool:
    """Whether an answer had a say in a value of the step."""
    return _answered(mentions(tree), step, frame)


def _answered(uses: Iterable[Reference], step: Step, frame: Frame) -> bool:
    return any(_is_given(use.name, frame) for use in derived_from(uses, lambda name: made_of(name, step, frame)))


def _is_given(name: str, frame: Frame) -> bool:
    """Whether an answer, or a step of the scenario, gave what a name stands for."""
    return name in frame.results or name in frame.answered or frame.origins.get(name, "") not in WRITTEN


def _of_host(text: str) -> Iterator[Reference]:
    """What the scheme, the host and the port of a URL are made of."""
    for piece in pieces(text):
        if isinstance(piece, Live):
            yield from template_references("{{" + piece.text + "}}")
        elif _ENDS_HOST.search(piece):
            return
