"""TAP 14: the run as a stream of `ok` and `not ok` lines, with a YAML block under what broke.

A case that was left out on purpose is `# SKIP`; a quarantined one, or one that failed as expected, `# TODO` with its
reason, which is what TAP calls a failure that is known. After an interrupt comes `Bail out!`.
"""

from __future__ import annotations

from collections.abc import Iterator

from itest.evaluate.data import json_text
from itest.evaluate.data.escape import visible
from itest.evaluate.telling.explanation import case_name
from itest.model.result import Case, ScenarioResult
from itest.report.closing import ClosingReporter
from itest.report.told import Told, status_of
from itest.report.verdict import Verdict, phase_verdict, verdict_of

INCOMPLETE = b"TAP version 14\nBail out! The run did not finish, or has not yet.\n"


class TapReporter(ClosingReporter):
    """Writes the cases in planned order when the run is over."""

    def __init__(self, target: str) -> None:
        super().__init__(target, INCOMPLETE, _bytes)


def _bytes(told: Told) -> bytes:
    return "".join(f"{line}\n" for line in document(told)).encode("utf-8", "backslashreplace")


def document(told: Told) -> Iterator[str]:
    """The lines of the file. Setup and teardown of the project are tests only where they broke."""
    broken = [(phase.phase, verdict) for phase in told.phases if (verdict := phase_verdict(phase))]
    cut_short = told.finished is None or bool(told.finished.interrupted)
    reported = [case for case in told.cases if case.id in told.results or not cut_short]
    yield "TAP version 14"
    count = len(broken) + len(told.cases)
    yield f"1..{count}" if count else "1..0 # SKIP nothing ran"
    for number, (phase, verdict) in enumerate(broken, start=1):
        yield f"not ok {number} - {phase}"
        yield from _block(verdict, 0.0)
    for number, case in enumerate(reported, start=len(broken) + 1):
        yield from _case(number, case, told)
    if cut_short:
        yield f"Bail out! {visible(told.why_not_run())}"


def _case(number: int, case: Case, told: Told) -> Iterator[str]:
    result = told.results.get(case.id)
    status = status_of(result)
    verdict = verdict_of(result) if result is not None and result.broken else None
    word = "not ok" if verdict else "ok"
    directive = _DIRECTIVES.get(status, "")
    reason = _escaped(_reason(case, result, told)) if directive else ""
    if result is not None and status == "flaky":
        yield f"# flaky: passed on attempt {len(result.runs) + 1}, {_escaped(verdict_of(result.runs[0]).headline)}"
    yield f"{word} {number} - {_escaped(case_name(case))}{directive and f' # {directive} {reason}'.rstrip()}"
    if verdict:
        yield from _block(verdict, result.duration if result else 0.0, case)


_DIRECTIVES = {"skipped": "SKIP", "not-run": "SKIP", "quarantined": "TODO", "xfailed": "TODO"}


def _reason(case: Case, result: ScenarioResult | None, told: Told) -> str:
    if result is None:
        return f"did not run: {told.why_not_run()}"
    return case.xfail if result.xfailed else case.quarantine if result.quarantined else result.reason


def _block(verdict: Verdict, seconds: float, case: Case | None = None) -> Iterator[str]:
    """The YAML block of a failed test; texts are JSON strings, which every YAML reader takes for what they are."""
    yield "  ---"
    yield f"  message: {_quoted(verdict.headline)}"
    yield f"  severity: {'fail' if verdict.outcome.value == 'failed' else 'error'}"
    yield f"  code: {verdict.code}"
    yield f"  duration_ms: {round(seconds * 1000)}"
    if case:
        yield from ("  at:", f"    file: {_quoted(case.file)}", f"    line: {case.line}")
    yield "  block: |"
    # Empty lines are indented, too: Perl's reader would take one that is not for the end of the text.
    yield from (f"    {line}" for line in visible(verdict.text, keep_newlines=True).split("\n"))
    yield "  ..."


def _quoted(text: str) -> str:
    return json_text.dump(visible(text))


def _escaped(text: str) -> str:
    """`#` would begin a directive."""
    return visible(text).replace("\\", "\\\\").replace("#", "\\#")
