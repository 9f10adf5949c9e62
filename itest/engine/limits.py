"""Limits: how long an attempt of a step may take, and how long of that it may take to get connected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from itest.engine.frame import Frame
from itest.engine.perform import UNTIMED
from itest.engine.rendering import duration
from itest.model.deadline import Deadline
from itest.model.project import Defaults
from itest.model.record import Record, replace
from itest.model.scenario import Step
from itest.model.values import EMPTY, Tree


class Limits(Record):
    """Seconds; None where only what is above bounds it."""

    total: float | None = None
    connect: float | None = None

    def under(self, above: Deadline) -> Deadline:
        """The deadline of an attempt that begins now."""
        deadline = above if self.total is None else above.earlier(self.total)
        return deadline if self.connect is None else replace(deadline, connect=self.connect)


def limits_of(step: Step, frame: Frame, extra: Mapping[str, Any] = EMPTY) -> Limits:
    """The limits of a step: its own `timeout`, where that says nothing the project's, and its 30s."""
    found = said(step.timeout, None if step.action in UNTIMED else frame.run.project.defaults.timeout)
    pointer = (*step.pointer, "timeout")
    return Limits(**{name: duration(tree, frame, pointer, extra) for name, tree in found.items()})


def said(own: Tree, defaults: Tree) -> Mapping[str, Tree]:
    """The limits by name, each the step's own or the project's; `defaults` None: only its own."""
    beneath = {} if defaults is None else {"total": Defaults().timeout, **_named(defaults)}
    return {**beneath, **_named(own)}


def _named(timeout: Tree) -> Mapping[str, Tree]:
    """A `timeout` by the names of its limits; a plain one is the total."""
    if timeout is None:
        return EMPTY
    return timeout if isinstance(timeout, Mapping) else {"total": timeout}
