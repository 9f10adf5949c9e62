"""The summary: a run as Markdown, for a job summary, a pull request or a chat; at most as large as asked.

What comes from outside is text in it: names are escaped, and a block stands in a fence that nothing in it can close.
Tables come before the failures in the budget, since they are small; of failures as many are told as fit.
"""

from __future__ import annotations

from collections.abc import Iterator

from itest.evaluate.data.duration import format_duration
from itest.evaluate.data.escape import cut, visible
from itest.evaluate.telling.explanation import case_name
from itest.model.lazy_pattern import lazy_pattern
from itest.model.result import ScenarioResult
from itest.report.told import Told, status_of
from itest.report.verdict import Verdict, phase_verdict, verdict_of

LIMIT = 1_000_000
"""Bytes; GitHub takes 1 MiB of summary for a step."""
_ROWS = 10
_NAME = 200
_MARKUP = lazy_pattern(r"([\\`*_{}\[\]()#+!|~$-])")
_FENCES = lazy_pattern(r"`{3,}")
_COUNTS = (
    ("❌", "failed"),
    ("❌", "error"),
    ("❌", "not-run"),
    ("⚠️", "flaky"),
    ("⚠️", "quarantined"),
    ("☑️", "xfailed"),
    ("⏭️", "skipped"),
    ("✅", "passed"),
)
_WORDS = {"not-run": "not run", "error": "could not be carried out", "xfailed": "failed as expected"}


def summary(told: Told, limit: int = LIMIT) -> str:
    """The run as Markdown in at most `limit` bytes."""
    head = "\n".join(_head(told)) + "\n"
    tables = "".join(("\n".join(lines) + "\n") for lines in (_flaky(told), _slowest(told)) if lines)
    room = limit - _size(head) - _size(tables)
    return head + "".join(_failures(told, room)) + tables


def more_than_fit(left: int) -> str:
    """What stands in the place of failures that are left out."""
    return f"\n… and {left} more that did not fit; the log and the other reports have them.\n"


def escaped(text: str) -> str:
    """A text as Markdown that shows just that, in one line."""
    shown = cut(visible(text), _NAME).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # An @ would call somebody.
    return _MARKUP.sub(r"\\\1", shown).replace("@", "&#64;")


def _head(told: Told) -> Iterator[str]:
    statuses = list(told.statuses().values())
    end = told.finished
    green = bool(end and end.ok)
    yield f"## {'✅' if green else '❌'} itest: {_verdict(told)}"
    yield ""
    counts = [(mark, status, statuses.count(status)) for mark, status in _COUNTS]
    yield f"| {' | '.join(f'{mark} {_WORDS.get(status, status)}' for mark, status, count in counts if count)} | time |"
    shown = [str(count) for _, _, count in counts if count]
    yield f"| {' | '.join(['---:'] * (len(shown) + 1))} |"
    yield f"| {' | '.join([*shown, format_duration(end.duration) if end else '?'])} |"
    if told.run:
        yield ""
        place = [f"environment {escaped(told.run.environment)}"] if told.run.environment else []
        yield " · ".join([f"itest {escaped(told.run.version)}", *place, f"seed {told.run.seed}"])
    remarks = [f"interrupted by {end.interrupted}" if end and end.interrupted else ""]
    remarks.append(f"stopped early: {end.stopped_early}" if end and end.stopped_early else "")
    remarks.append("" if end else "the run did not finish")
    yield from (f"\n**{escaped(remark)}**" for remark in remarks if remark)


def _verdict(told: Told) -> str:
    statuses = list(told.statuses().values())
    broken = sum(status in ("failed", "error") for status in statuses)
    if broken:
        return f"{broken} of {len(statuses)} scenarios failed"
    end = told.finished
    if end is None or end.interrupted or "not-run" in statuses:
        return "the run is not complete"
    if not statuses:
        return "nothing ran"
    return f"{len(statuses)} scenarios, none failed" if end.ok else "not green"


def _failures(told: Told, room: int) -> Iterator[str]:
    """A folded block for each failure, as long as there is room for it."""
    entries = list(_broken(told))
    if not entries:
        return
    head = "\n### Failures\n"
    room -= _size(head) + _size(more_than_fit(len(entries)))
    yield head
    for number, (name, verdict, result) in enumerate(entries):
        text = _details(name, verdict, result)
        room -= _size(text)
        if room < 0:
            yield more_than_fit(len(entries) - number)
            return
        yield text


def _broken(told: Told) -> Iterator[tuple[str, Verdict, ScenarioResult | None]]:
    for phase in told.phases:
        if verdict := phase_verdict(phase):
            yield phase.phase, verdict, None
    for result in told.in_order():
        if result.red:
            yield case_name(result.case), verdict_of(result), result
    for result in told.in_order():
        if result.excuse:
            yield f"{case_name(result.case)} ({result.excuse})", verdict_of(result), result


def _details(name: str, verdict: Verdict, result: ScenarioResult | None) -> str:
    text = visible(verdict.text, keep_newlines=True)
    # HTML in `<summary>` is not read as Markdown, so that the name is escaped for HTML only.
    title = cut(visible(f"{name}: {verdict.headline}"), _NAME * 2)
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("@", "&#64;")):
        title = title.replace(character, entity)
    fence = "`" * max([3, *(len(found) + 1 for found in _FENCES.findall(text))])
    mark = "❌" if result is None or result.red else "☑️" if result.xfailed else "⚠️"
    traces = f"trace {', '.join(result.traces)}\n\n" if result is not None and result.traces else ""
    return f"\n<details><summary>{mark} {title}</summary>\n\n{fence}text\n{text}\n{fence}\n\n{traces}</details>\n"


def _flaky(told: Told) -> list[str]:
    found = [result for result in told.in_order() if status_of(result) == "flaky"]
    if not found:
        return []
    rows = [
        f"| {escaped(case_name(result.case))} | {len(result.runs) + 1} of {max(result.allowed_runs, 1)} "
        f"| {escaped(verdict_of(result.runs[0]).headline)} |"
        for result in found[:_ROWS]
    ]
    more = [f"\n… and {len(found) - _ROWS} more"] if len(found) > _ROWS else []
    return [
        "\n### Flaky\n",
        "| scenario | passed on attempt | what went wrong before |",
        "| --- | --- | --- |",
        *rows,
        *more,
    ]


def _slowest(told: Told) -> list[str]:
    ran = [result for result in told.in_order() if result.duration]
    slowest = sorted(ran, key=lambda result: -result.duration)[:_ROWS]
    if not slowest:
        return []
    rows = [f"| {escaped(case_name(result.case))} | {format_duration(result.duration)} |" for result in slowest]
    return ["\n### Slowest\n", "| scenario | time |", "| --- | ---: |", *rows]


def _size(text: str) -> int:
    return len(text.encode("utf-8", "backslashreplace"))
