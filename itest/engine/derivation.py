"""Derivation: what a value of a step is made of, followed through the names that the files give it by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from itest.engine.frame import Frame
from itest.engine.mentions import mentions
from itest.evaluate.expressions.expression import Reference
from itest.model.scenario import Step
from itest.model.values import Tree

WRITTEN = ("", "setup", "input")
"""Origins of names that no step of the scenario gave."""
_ITEM = "item"


def derived_from(uses: Iterable[Reference], made_of: Callable[[str], Iterable[Tree]]) -> Iterator[Reference]:
    """References, and those in what their names are made of; each name is followed once, however many others are made
    of it."""
    waiting, seen = list(uses), set[str]()
    while waiting:
        use = waiting.pop()
        yield use
        if use.name not in seen:
            seen.add(use.name)
            waiting += [each for tree in made_of(use.name) for each in mentions(tree)]


def made_of(name: str, step: Step, frame: Frame) -> Iterator[Tree]:
    """What a name is made of that is rendered from others as it is used: an item, a variable over the inputs."""
    if name == _ITEM:
        yield step.each
    yield frame.scenario.vars.get(name)
    yield from (each.default for each in frame.scenario.inputs if each.name == name)
