"""The run as the HTML report tells it: folded from the events, each case with a status, an anchor and its past."""

from __future__ import annotations

import hashlib
import re
from collections import Counter

from itest.evaluate.data.escape import visible
from itest.evaluate.telling.explanation import Styled, explain_all
from itest.model.events import RunFinished
from itest.model.record import Record
from itest.model.result import Case, Outcome, ScenarioResult
from itest.report.history import Past
from itest.report.told import Told, status_of

_ANCHOR_LENGTH = 80

STATUSES: dict[str, str] = {
    "failed": "Failed",
    "error": "Error",
    "not-run": "Not run",
    "flaky": "Flaky",
    "quarantined": "Quarantined",
    "xfailed": "Failed as expected",
    "skipped": "Skipped",
    "passed": "Passed",
}
"""Every status of a case with its word, what matters most first."""

LOUD = ("failed", "error", "not-run")
"""Statuses that keep a run from being green."""


class Entry(Record, kw_only=True):
    """A case as the report shows it: `anchor` is unique in the page, `change` is against the last run."""

    case: Case
    result: ScenarioResult | None
    status: str
    anchor: str
    change: str
    note: str

    @property
    def broken(self) -> bool:
        return self.result is not None and self.result.broken

    def blocks(self) -> list[list[Styled]]:
        """What broke, told the way the terminal tells it."""
        return explain_all(self.result) if self.result else []

    def codes(self) -> list[str]:
        """The code that each block begins with, once each."""
        found = [text for block in self.blocks() for line in block[:3] for role, text in line if role == "code"]
        return list(dict.fromkeys(found))


def entries(told: Told, past: Past) -> list[Entry]:
    """The planned cases in their order."""
    taken: Counter[str] = Counter()
    found = []
    for case in told.run.cases if told.run else ():
        result = told.results.get(case.id)
        status = status_of(result)
        found.append(
            Entry(
                case=case,
                result=result,
                status=status,
                anchor=_anchor(case.id, taken),
                change=past.change(case.id, status),
                note=_note(case, result, told.finished),
            )
        )
    return found


def _note(case: Case, result: ScenarioResult | None, end: RunFinished | None) -> str:
    """What is to be said beside the status, in a few words."""
    if result is None:
        interrupted = f"interrupted by {end.interrupted}" if end and end.interrupted else ""
        return visible(interrupted or (end.stopped_early if end else "") or "the run ended before")
    if result.flaky:
        return f"passed on attempt {len(result.runs) + 1} of {max(result.allowed_runs, len(result.runs) + 1)}"
    if result.excuse:
        return visible(case.xfail if result.xfailed else case.quarantine)
    if result.xpassed:
        return visible(f"was to fail: {case.xfail}")
    if result.outcome is Outcome.SKIPPED:
        return visible(result.reason)
    return f"failed {len(result.runs) + 1} times" if result.runs else ""


def _anchor(identity: str, taken: Counter[str]) -> str:
    """`case-orders-checkout-yaml-2`: the same in every run of the same cases, and unique among them."""
    slug = "case-" + re.sub(r"[^a-z0-9]+", "-", identity.lower()).strip("-")[:_ANCHOR_LENGTH]
    if taken[slug] or not identity.isascii():
        slug = f"{slug}-{hashlib.sha256(identity.encode('utf-8', 'backslashreplace')).hexdigest()[:8]}"
    taken[slug] += 1
    return slug if taken[slug] == 1 else f"{slug}-{taken[slug]}"
