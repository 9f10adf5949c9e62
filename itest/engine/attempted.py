"""An attempt that was looked at: what it came to, and what `until`, `stop_if` and the judgement say of it."""

from __future__ import annotations

from itest.engine.condition import UNREADABLE, Condition
from itest.engine.judge import Judgement
from itest.engine.perform import Performed
from itest.engine.seen import Seen
from itest.evaluate.data.json_text import short
from itest.model.record import State
from itest.model.result import Check


class Attempted(State, kw_only=True):
    """An attempt that was looked at; `judgement` is None where it was not judged (yet)."""

    performed: Performed
    seen: Seen
    judgement: Judgement | None = None
    until: Condition | None = None
    stop_if: Condition | None = None
    again: bool = False
    cut_short: bool = False
    """Whether it was under way when the time of `retry.for` was over."""
    asked_too_much: float = 0.0
    """Seconds that the other side asked to wait, where that ended the attempts."""
    out_of_time: bool = False
    """Whether the deadline of the scenario (or the end of the run) ended the attempts."""

    @property
    def stopped(self) -> bool:
        """Whether `stop_if` holds, or never will say: an answer that cannot be read yet may be readable next time."""
        looked = self.stop_if
        return looked is not None and (looked.holds or looked.code not in ("", *UNREADABLE))

    def summary(self) -> str:
        """What the attempt came to, in one line."""
        exchange = self.performed.exchange
        if exchange.error:
            return exchange.error.message
        found = [
            f"{name} {short(exchange.fields[name], 24)}" for name in ("status", "exit_code") if name in exchange.fields
        ]
        if self.until and not self.until.holds:
            found.append(self.until.why.removeprefix("it is false; "))
        broken = [check for check in (self.judgement.checks if self.judgement else ()) if not check.passed]
        return "; ".join([*found, *map(_failed, broken[:3])])


def _failed(check: Check) -> str:
    return "success was expected" if check.kind == "success" else f"{check.kind} {check.label} failed"
