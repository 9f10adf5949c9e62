"""History: what each case came to when it last ran, so that a report can tell new failures from old ones.

Kept in one small JSON file of the state folder, by environment; a run of a few cases changes those only. Whatever is
wrong with the file, the run goes on: one that cannot be read counts as none, one that cannot be written stays as it is.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from itest.model.record import Record

PLACE = Path(".itest") / "history.json"
"""Where it is kept, under the project's folder."""
FORMAT = 1
BROKEN = frozenset({"failed", "error", "quarantined", "xfailed"})
HEALTHY = frozenset({"passed", "flaky"})
_MAX_BYTES = 50_000_000
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


def recall(path: Path, environment: str) -> Past:
    """What is known of an environment; nothing where the file is missing, unreadable or of another format."""
    kept = _environments(path).get(environment, {})
    cases = kept.get("cases", {})
    statuses = {name: status for name, status in cases.items() if isinstance(status, str)} if _is_map(cases) else {}
    finished = kept.get("finished")
    return Past(finished=finished if isinstance(finished, (int, float)) else 0.0, statuses=statuses)


def remember(path: Path, environment: str, statuses: Mapping[str, str], finished: float) -> None:
    """Add what the cases of a run came to; those that did not run (skipped, cut short) keep what they had."""
    environments = _environments(path)
    before = recall(path, environment).statuses
    now = {name: status for name, status in statuses.items() if status in BROKEN | HEALTHY}
    cases = {**{name: status for name, status in before.items() if name not in now}, **now}
    newest = dict(list(cases.items())[-_MAX_CASES:])
    environments[environment] = {"finished": finished, "cases": newest}
    with contextlib.suppress(OSError, ValueError):
        _write(path, json.dumps({"format": FORMAT, "environments": environments}, indent=1))


def _environments(path: Path) -> dict[str, dict[str, Any]]:
    try:
        if path.stat().st_size > _MAX_BYTES:
            return {}
        kept = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not _is_map(kept) or kept.get("format") != FORMAT or not _is_map(kept.get("environments")):
        return {}
    return {name: value for name, value in kept["environments"].items() if _is_map(value)}


def _write(path: Path, text: str) -> None:
    """All or nothing; a state folder that has to be made ignores itself in git."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ignore = path.parent / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n")
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _is_map(value: Any) -> bool:
    return isinstance(value, dict)
