"""JUnit cases: what the results of a run come to as entries of a JUnit file, before any XML.

What must not fail a build is no failure: a case that is quarantined, or failed as expected, is `skipped` with its
reason, its block is in `system-out`.
What was planned and never finished says so: `skipped` where the run was to stop early, `error` otherwise. A case that
failed throughout its reruns counts with its first run, as readers expect it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from itest.evaluate.data.duration import format_duration
from itest.evaluate.data.escape import cut, visible
from itest.evaluate.telling.explanation import (
    Styled,
    exchange_title,
    explain,
    explain_all,
    explain_flow,
    plain,
    step_name,
)
from itest.model.events import ProjectSteps, RunFinished
from itest.model.record import Record, replace
from itest.model.result import Case, FlowResult, Outcome, ScenarioResult, StepResult
from itest.report.junit_names import class_name
from itest.report.verdict import Verdict, code_of, headline_of, phase_verdict, verdict_of

_PROJECT = "itest.yaml"


class Entry(Record, kw_only=True):
    """A `testcase` to be: what it is called, where it stands, what it came to. `message` is empty where it passed.

    `earlier` are the verdicts over runs before (flaky) or after (rerun) the one that counts.
    """

    file: str
    classname: str
    name: str
    line: int = 1
    outcome: Outcome = Outcome.PASSED
    code: str = ""
    message: str = ""
    text: str = ""
    started: float = 0.0
    duration: float = 0.0
    assertions: int = 0
    out: str = ""
    properties: tuple[tuple[str, str], ...] = ()
    earlier: tuple[Verdict, ...] = ()


UNFINISHED = Entry(
    file=_PROJECT,
    classname="itest",
    name="run",
    outcome=Outcome.ERROR,
    code="IT213",
    message="the run did not finish",
    text="The run did not finish, or has not yet: this report is not complete.",
)


def unfinished_entry(case: Case, end: RunFinished | None, *, begun: bool) -> Entry:
    """What was planned and has no result: left out on purpose, or lost to an interrupt or a crash."""
    if end and end.stopped_early and not end.interrupted and not begun:
        return _case_entry(case, outcome=Outcome.SKIPPED, message=f"did not run: {end.stopped_early}")
    what = "did not finish" if begun else "did not run"
    why = f"interrupted by {end.interrupted}" if end and end.interrupted else "the run ended before"
    message = f"{what}: {why}"
    return _case_entry(case, outcome=Outcome.ERROR, code="IT213", message=message, text=message)


def scenario_entry(result: ScenarioResult) -> Entry:
    if result.excuse:
        verdict = verdict_of(result)
        reason = f"{result.excuse}; {verdict.headline}"
        return _entry_of(result, outcome=Outcome.SKIPPED, message=reason, out=f"{_log(result)}\n\n{verdict.text}")
    if result.outcome is Outcome.SKIPPED:
        return _entry_of(result, outcome=Outcome.SKIPPED, message=result.reason or "skipped")
    runs = tuple(verdict_of(run) for run in (*result.runs, result) if run.broken)
    if not result.broken:
        return _entry_of(result, earlier=runs)
    first = runs[0]
    return _entry_of(
        result, outcome=first.outcome, code=first.code, message=first.headline, text=first.text, earlier=runs[1:]
    )


def _entry_of(result: ScenarioResult, **changes: Any) -> Entry:
    entry = _case_entry(
        result.case,
        started=result.started,
        duration=result.duration,
        assertions=result.assertions,
        out=_log(result),
    )
    traces = tuple(("trace_id", trace) for trace in result.traces)
    entry = replace(entry, properties=(*entry.properties, *traces))
    return replace(entry, **changes)


def _case_entry(case: Case, **values: Any) -> Entry:
    reasons = (("quarantine", case.quarantine), ("xfail", case.xfail))
    known = (("owner", case.owner), *reasons, *(("tag", tag) for tag in case.tags))
    return Entry(
        file=case.file,
        classname=class_name(case.file),
        name=_case_title(case),
        line=case.line,
        properties=tuple((name, value) for name, value in known if value),
        **values,
    )


def _case_title(case: Case) -> str:
    """The title, with the number of its data row and repetition: the same name whatever else is selected."""
    row = "" if case.row is None else f" [{case.row}]"
    return case.title + row + ("" if case.repeat is None else f" (repeat {case.repeat})")


def step_entries(result: ScenarioResult) -> Iterator[Entry]:
    """A testcase for each step and flow; the case itself only where it has none or could not be carried out."""
    entry = _entry_of(result, assertions=0, out="")
    classname = f"{entry.classname}.{_case_title(result.case).replace('.', '_')}"
    if not result.steps or result.fault:
        whole = scenario_entry(replace(result, steps=(), flows=()))
        yield replace(whole, classname=classname, out="")
    for step in result.steps:
        yield replace(
            entry,
            classname=classname,
            name=step_name(step),
            line=step.excerpt.span.line if step.excerpt else entry.line,
            started=step.started,
            duration=step.duration,
            assertions=sum(len(inner.checks) for inner in (step, *_inside(step))),
            out="\n".join(_step_lines(step)),
            earlier=tuple(_earlier(result, step)),
            **_verdict(result, step.outcome, step.reason, _blocks_of(result, step)),
        )
    for flow in result.flows:
        blocks = [explain_flow(result, flow)] if flow.mismatch else []
        values = _verdict(result, flow.outcome, flow.reason, blocks)
        yield replace(
            entry, classname=classname, name=f"flow {_flow_label(flow)}", duration=0.0, assertions=1, **values
        )


def _blocks_of(result: ScenarioResult, step: StepResult) -> list[list[Styled]]:
    """The blocks of this step: its own, or those of the steps it used."""
    return explain_all(replace(result, steps=(step,), flows=(), fault=None)) if step.broken else []


def _verdict(result: ScenarioResult, outcome: Outcome, reason: str, blocks: list[list[Styled]]) -> dict[str, Any]:
    if outcome is Outcome.SKIPPED:
        return {"outcome": outcome, "message": reason or "skipped"}
    if outcome is Outcome.PASSED:
        return {}
    message, text = headline_of(blocks) or outcome.value, "\n\n".join(map(plain, blocks))
    if result.excuse:
        reason = f"{result.excuse}; {message}"
        return {"outcome": Outcome.SKIPPED, "message": reason, "text": text}
    return {"outcome": outcome, "code": code_of(blocks), "message": message, "text": text}


def _earlier(result: ScenarioResult, step: StepResult) -> Iterator[Verdict]:
    """What the same step came to in earlier runs of the case, where it broke there."""
    for run in result.runs:
        for before in run.steps:
            if before.broken and (before.phase, before.number, before.item) == (step.phase, step.number, step.item):
                blocks = [explain(run, before)]
                yield Verdict(
                    outcome=before.outcome,
                    code=code_of(blocks),
                    headline=headline_of(blocks),
                    text=plain(blocks[0]),
                )


def phase_entries(phase: ProjectSteps) -> Iterator[Entry]:
    """Setup and teardown are named where they broke; nobody counts them as tests otherwise."""
    verdict = phase_verdict(phase)
    if verdict:
        yield Entry(
            file=_PROJECT,
            classname="itest",
            name=phase.phase,
            outcome=verdict.outcome,
            code=verdict.code,
            message=verdict.headline,
            text=verdict.text,
            duration=sum(step.duration for step in phase.results),
        )


def _log(result: ScenarioResult) -> str:
    """A line a step, flows after them."""
    lines = [line for step in result.steps for line in _step_lines(step)]
    lines += [f"{flow.outcome.value:<7}  flow {_flow_label(flow)}" for flow in result.flows]
    return "\n".join(lines)


def _step_lines(step: StepResult, depth: int = 0) -> Iterator[str]:
    title = exchange_title(step) or (visible(step.reason) if step.reason else format_duration(step.duration))
    indent = "  " * depth
    yield cut(f"{step.outcome.value:<7}  {indent}{step_name(step)}   {title}", 200)
    for child in step.children:
        yield from _step_lines(child, depth + 1)


def _inside(step: StepResult) -> Iterator[StepResult]:
    for child in step.children:
        yield child
        yield from _inside(child)


def _flow_label(flow: FlowResult) -> str:
    return visible(flow.label or f"{flow.origin} -> {flow.target}")
