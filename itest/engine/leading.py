"""Leading: whether where a step goes was written, or said by an answer (a link, a location that was captured)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

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
_ITEM = "item"
WRITTEN = ("", "setup", "input")
"""Origins of names that no step of the scenario gave."""


def is_led(step: Step, spec: ActionSpec, frame: Frame) -> bool:
    """Whether an answer had a say in the host that the step speaks to."""
    tree = spec.as_written(step.arguments).get(spec.first)
    return isinstance(tree, Template) and _answered(_of_host(tree.text), step, frame)


def answered_inputs(step: Step, given: Tree, frame: Frame) -> frozenset[str]:
    """The inputs of a used scenario whose values came from an answer; `given` is the step's `with`."""
    entries = given.items() if isinstance(given, Mapping) else ()
    return frozenset(name for name, tree in entries if _answered(mentions(tree), step, frame))


def _answered(uses: Iterable[Reference], step: Step, frame: Frame) -> bool:
    for use in uses:
        name = use.name
        if name in frame.results or name in frame.answered or frame.origins.get(name, "") not in WRITTEN:
            return True
        if name == _ITEM and step.each is not None and _answered(mentions(step.each), step, frame):
            return True
    return False


def _of_host(text: str) -> Iterator[Reference]:
    """What the scheme, the host and the port of a URL are made of."""
    for piece in pieces(text):
        if isinstance(piece, Live):
            yield from template_references("{{" + piece.text + "}}")
        elif _ENDS_HOST.search(piece):
            return
