"""History: what each case came to when it last ran, so that a report can tell new failures from old ones.

Kept in one small JSON file of the state folder, by environment; a run of a few cases changes those only. Whatever is
wrong with the file, the run goes on: one that cannot be read counts as none, one that cannot be written stays as it is.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from itest.files.place import read
from itest.files.state import keep, state
from itest.model.record import Record

PLACE = "history.json"
"""Where it is kept, in the project's state folder."""
FORMAT = 1
BROKEN = frozenset({"failed", "error", "quarantined", "xfailed"})
HEALTHY = frozenset({"passed", "flaky"})
_MAX_BYTES = 50_000_000
_LATEST = datetime(9999, 1, 1, tzinfo=UTC).timestamp()
_MAX_CASES = 20_000
"""Cases kept of an environment; those seen longest ago are forgotten first."""


class Past(Record, kw_only=True):
    """The statuses of an environment's cases as last seen, by case id; `finished` (seconds of `time.time`) is the end
    of its last run, 0 where there was none."""

    finished: float = 0.0
    statuses: Mapping[str, str]

    def change(self, case_id: str, status: str) -> str:
        """`new` (broken, and was not), `still` (broken again), `fixed`, or `""`; always `""` without a last run."""
        before = self.statuses.get(case_id, "")
        if not self.finished:
            return ""
        if status in BROKEN:
            return "still" if before in BROKEN else "new"
        return "fixed" if status in HEALTHY and before in BROKEN else ""


def recall(root: Path, environment: str) -> Past:
    """What is known of an environment; nothing where the file is missing, unreadable or of another format."""
    kept = _environments(root).get(environment, {})
    cases = kept.get("cases", {})
    statuses = {name: status for name, status in cases.items() if isinstance(status, str)} if _is_map(cases) else {}
    return Past(finished=_moment(kept.get("finished")), statuses=statuses)


def remember(root: Path, environment: str, statuses: Mapping[str, str], finished: float) -> None:
    """Add what the cases of a run came to; those that did not run (skipped, cut short) keep what they had."""
    environments = _environments(root)
    before = recall(root, environment).statuses
    now = {name: status for name, status in statuses.items() if status in BROKEN | HEALTHY}
    cases = {**{name: status for name, status in before.items() if name not in now}, **now}
    newest = dict(list(cases.items())[-_MAX_CASES:])
    environments[environment] = {"finished": finished, "cases": newest}
    with contextlib.suppress(OSError, ValueError):
        keep(root, PLACE, json.dumps({"format": FORMAT, "environments": environments}, indent=1).encode())


def _environments(root: Path) -> dict[str, dict[str, Any]]:
    try:
        kept = json.loads(read(state(root, PLACE), _MAX_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    if not _is_map(kept) or kept.get("format") != FORMAT or not _is_map(kept.get("environments")):
        return {}
    return {name: value for name, value in kept["environments"].items() if _is_map(value)}


def _moment(value: Any) -> float:
    """Seconds since 1970 that are a date; 0 for anything else."""
    fine = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= _LATEST
    return float(value) if fine else 0.0


def _is_map(value: Any) -> bool:
    return isinstance(value, dict)
