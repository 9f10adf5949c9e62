"""CTRF: the Common Test Report Format (ctrf.io, spec 0.0.0) that dashboards and chat reporters read.

Moments and durations are whole milliseconds. A flaky case is `passed` with its earlier runs as `retryAttempts`; what
was planned and did not run is `pending`; a failure that is quarantined or expected is `other`, since it fails nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from itest.evaluate.data import json_text
from itest.evaluate.data.escape import visible
from itest.evaluate.telling.explanation import step_name
from itest.model.result import Case, Outcome, ScenarioResult, StepResult
from itest.report.closing import ClosingReporter
from itest.report.told import Told, status_of
from itest.report.verdict import Verdict, phase_verdict, verdict_of

SPEC = "0.0.0"
STATUSES = {
    "passed": "passed",
    "flaky": "passed",
    "failed": "failed",
    "error": "failed",
    "skipped": "skipped",
    "not-run": "pending",
    "quarantined": "other",
    "xfailed": "other",
}
_OUTCOMES = {
    Outcome.PASSED: "passed",
    Outcome.FAILED: "failed",
    Outcome.ERROR: "failed",
    Outcome.SKIPPED: "skipped",
}


class CtrfReporter(ClosingReporter):
    """Writes the report when the run is over; one with a failed test that says so stands there until then."""

    def __init__(self, target: str) -> None:
        super().__init__(target, _bytes(document(Told())), lambda told: _bytes(document(told)))


def document(told: Told) -> dict[str, Any]:
    """The report as JSON values."""
    tests = [*_phases(told), *(_test(case, told) for case in told.cases)]
    if told.run is None:
        tests.append(_unfinished())
    start = told.run.started if told.run else 0.0
    duration = told.finished.duration if told.finished else 0.0
    counts = {status: sum(test["status"] == status for test in tests) for status in dict.fromkeys(STATUSES.values())}
    report: dict[str, Any] = {"reportFormat": "CTRF", "specVersion": SPEC, "generatedBy": "itest"}
    if told.finished:
        report["timestamp"] = datetime.fromtimestamp(told.finished.finished, UTC).isoformat(timespec="seconds")
    tool = {"name": "itest", **({"version": told.run.version} if told.run else {})}
    summary = {
        "tests": len(tests),
        **counts,
        "flaky": sum(bool(test.get("flaky")) for test in tests),
        "suites": len({case.file for case in told.cases}),
        "start": _ms(start),
        "stop": _ms(start + duration),
        "duration": _ms(duration),
    }
    return {**report, "results": {"tool": tool, "summary": summary, "tests": tests, **_environment(told)}}


def _environment(told: Told) -> dict[str, Any]:
    if told.run is None:
        return {}
    extra = {"seed": told.run.seed, "runId": told.run.run_id}
    return {"environment": {"testEnvironment": visible(told.run.environment), "extra": extra}}


def _test(case: Case, told: Told) -> dict[str, Any]:
    result = told.results.get(case.id)
    status = status_of(result)
    test: dict[str, Any] = {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"itest:{case.id}")),
        "name": visible(_title(case)),
        "status": STATUSES[status],
        "rawStatus": status,
        "duration": _ms(result.duration) if result else 0,
        "suite": [visible(case.file)],
        "filePath": visible(case.file),
        "line": case.line,
        "type": "integration",
    }
    if case.tags:
        test["tags"] = [visible(tag) for tag in case.tags]
    labels = {"owner": case.owner, "quarantine": case.quarantine, "xfail": case.xfail}
    if any(labels.values()):
        test["labels"] = {name: visible(text) for name, text in labels.items() if text}
    if result is None:
        return {**test, "message": visible(told.why_not_run())}
    return {**test, **_outcome(result)}


def _title(case: Case) -> str:
    """The title, with the number of its data row and repetition."""
    row = "" if case.row is None else f" [{case.row}]"
    return case.title + row + ("" if case.repeat is None else f" (repeat {case.repeat})")


def _outcome(result: ScenarioResult) -> dict[str, Any]:
    told: dict[str, Any] = {"flaky": result.flaky, "threadId": str(result.worker), "steps": list(_steps(result.steps))}
    if result.started:
        told |= {"start": _ms(result.started), "stop": _ms(result.started + result.duration)}
    if result.broken:
        told |= _why(verdict_of(result))
    elif result.reason:
        told["message"] = visible(result.reason)
    if result.runs:
        told["retries"] = len(result.runs)
        told["retryAttempts"] = [_attempt(number, run) for number, run in enumerate(result.runs, start=1)]
    if result.traces:
        told["extra"] = {"traceIds": list(result.traces)}
    return told


def _attempt(number: int, run: ScenarioResult) -> dict[str, Any]:
    verdict = _why(verdict_of(run)) if run.broken else {}
    return {"attempt": number, "status": _OUTCOMES[run.outcome], "duration": _ms(run.duration), **verdict}


def _why(verdict: Verdict) -> dict[str, Any]:
    return {"message": visible(verdict.headline), "trace": visible(verdict.text, keep_newlines=True)}


def _steps(steps: Iterable[StepResult]) -> Iterator[Mapping[str, Any]]:
    """Every step; the format knows no steps in steps."""
    for step in steps:
        yield {"name": step_name(step), "status": _OUTCOMES[step.outcome], "extra": {"duration": _ms(step.duration)}}
        yield from _steps(step.children)


def _phases(told: Told) -> Iterator[dict[str, Any]]:
    """Setup and teardown of the project, where they broke."""
    for phase in told.phases:
        if verdict := phase_verdict(phase):
            duration = _ms(sum(step.duration for step in phase.results))
            yield {"name": phase.phase, "status": "failed", "duration": duration, **_why(verdict)}


def _unfinished() -> dict[str, Any]:
    message = "The run did not finish, or has not yet: this report is not complete."
    return {"name": "run", "status": "failed", "duration": 0, "message": message}


def _bytes(report: dict[str, Any]) -> bytes:
    return (json_text.dump(report, indent=2) + "\n").encode("utf-8", "backslashreplace")


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
