"""Annotations: what of a run stands beside the lines of its YAML files; at most as many as GitHub shows.

GitHub shows ten of a kind for a step and drops the rest silently: nine are told, the tenth counts those left out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from itest.evaluate.data.escape import visible
from itest.evaluate.telling.explanation import broken_paths
from itest.model.problem import Problem
from itest.model.result import ScenarioResult, StepResult
from itest.model.source import Excerpt
from itest.report.told import Told, status_of
from itest.report.verdict import Verdict, phase_verdict, verdict_of
from itest.report.workflow_commands import Annotation, Place

BUDGET = 9
_BLOCK_LINES = 25


def run_annotations(told: Told, root: Path) -> list[Annotation]:
    """Errors for what broke, warnings for flaky and quarantined cases; `root` is the checkout."""
    errors = [*_phases(told, root), *_failures(told, root), *_cut_short(told)]
    warnings = [*_warnings(told, root), *_of_run(told)]
    return [*_bounded(errors, "error", "failed"), *_bounded(warnings, "warning", "flaky")]


def problem_annotations(problems: Sequence[Problem], root: Path) -> list[Annotation]:
    """Errors for what kept a run from being carried out, at their places."""
    found = [
        Annotation(
            level="error",
            title=f"{problem.code} {'scenario' if problem.excerpt else 'itest'}",
            message=visible(f"{problem.message} {problem.hint}".strip()),
            place=_place(problem.excerpt, root),
        )
        for problem in problems
    ]
    return _bounded(found, "error", "problem")


def path_in_checkout(file: str, root: Path) -> str:
    """The path as GitHub knows it: below the checkout, with slashes; as it is where it lies elsewhere."""
    absolute = Path(os.path.abspath(file))  # noqa: PTH100  # Path.resolve would follow links, Path.absolute keeps `..`
    for base in (root, root.resolve()):
        if absolute.is_relative_to(base):
            return absolute.relative_to(base).as_posix()
    return file.replace("\\", "/")


def checkout(environ: Mapping[str, str]) -> Path:
    """The folder that annotations are relative to."""
    return Path(environ.get("GITHUB_WORKSPACE") or Path.cwd())


def _bounded(found: list[Annotation], level: str, what: str) -> list[Annotation]:
    if len(found) <= BUDGET:
        return found
    left = len(found) - BUDGET
    noun = f"{left} more {what}" + ("s" if what == "problem" and left > 1 else "")
    more = Annotation(level=level, title="itest", message=f"{noun} in the summary and the log")
    return [*found[:BUDGET], more]


def _phases(told: Told, root: Path) -> Iterator[Annotation]:
    for phase in told.phases:
        if verdict := phase_verdict(phase):
            excerpt = phase.fault.excerpt if phase.fault else None
            yield _annotation("error", phase.phase, verdict, _place(excerpt, root))


def _failures(told: Told, root: Path) -> Iterator[Annotation]:
    for result in told.in_order():
        if result.red:
            yield _annotation("error", result.case.title, verdict_of(result), _place_of(result, root))


def _warnings(told: Told, root: Path) -> Iterator[Annotation]:
    for result in told.in_order():
        status = status_of(result)
        if status == "flaky":
            first = result.runs[0]
            title = f"flaky: {result.case.title}"
            yield _annotation("warning", title, verdict_of(first), _place_of(first, root))
        elif status == "quarantined":
            title = f"quarantined: {result.case.title}"
            yield _annotation("warning", title, verdict_of(result), _place_of(result, root))


def _of_run(told: Told) -> Iterator[Annotation]:
    for warning in told.finished.warnings if told.finished else ():
        yield Annotation(level="warning", title="itest", message=visible(warning))


def _cut_short(told: Told) -> Iterator[Annotation]:
    end = told.finished
    if end is None or end.interrupted:
        left = sum(status == "not-run" for status in told.statuses().values())
        noun = "scenario" if left == 1 else "scenarios"
        yield Annotation(
            level="error", title="itest", message=f"{visible(told.why_not_run())}: {left} {noun} did not finish"
        )


def _annotation(level: str, title: str, verdict: Verdict, place: Place | None) -> Annotation:
    # The block's first line names the case, which the title does already; its place follows in the block.
    lines = visible(verdict.text, keep_newlines=True).split("\n")
    more = [f"… {len(lines) - _BLOCK_LINES} more lines"] if len(lines) > _BLOCK_LINES else []
    message = "\n".join([*lines[1:_BLOCK_LINES], *more]).strip("\n")
    return Annotation(
        level=level,
        title=visible(f"{verdict.code} {title}".strip()),
        message=message or verdict.headline,
        place=place,
    )


def _place_of(result: ScenarioResult, root: Path) -> Place:
    """Where the first thing that broke is written: the expectation, else the step, else the case."""
    excerpts = chain(
        (result.fault.excerpt for _ in "f" if result.fault),
        (excerpt for path in broken_paths(result.steps) for excerpt in _excerpts(path[-1])),
        (flow.mismatch.excerpt for flow in result.flows if flow.mismatch),
    )
    found = next((excerpt for excerpt in excerpts if excerpt), None)
    return _place(found, root) or Place(file=path_in_checkout(result.case.file, root), line=result.case.line)


def _excerpts(step: StepResult) -> Iterator[Excerpt | None]:
    yield from (mismatch.excerpt for mismatch in step.mismatches)
    yield step.fault.excerpt if step.fault else None
    yield step.excerpt


def _place(excerpt: Excerpt | None, root: Path) -> Place | None:
    if excerpt is None:
        return None
    span = excerpt.span
    end = span.end_column if span.end_line == span.line else 0
    return Place(file=path_in_checkout(span.file, root), line=span.line, column=span.column, end_column=end)
