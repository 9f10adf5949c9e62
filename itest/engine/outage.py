"""Outages: a step that broke since a service of its case is no longer there."""

from __future__ import annotations

from itest.engine.frame import Frame
from itest.model.exchange import Exchange
from itest.model.record import replace
from itest.model.result import Fault
from itest.model.scenario import Step

LAST_GASP = 0.2
"""Seconds that a process has to end after its connections broke: the system closes them first."""


def outage(step: Step, frame: Frame, exchange: Exchange, fault: Fault | None) -> Fault | None:
    """The fault of a broken step: that a service which its case needs has ended, where one has, else the one given."""
    if not frame.needs or step.action == "use":  # of which the step inside has told
        return fault
    cut_off = exchange.error is not None and exchange.error.kind in ("connect", "closed")
    ended = frame.run.services.ended(frame.needs, LAST_GASP if cut_off else 0.0)
    if ended is None:
        return fault
    # The place is the step's: it is there that the service was needed.
    ended = replace(ended, excerpt=frame.scenario.sources.excerpt((*step.pointer, step.action), key=True))
    if fault is None:
        return ended
    return replace(ended, message=f"{ended.message.removesuffix('.')}: {fault.message}", hint=fault.hint)
