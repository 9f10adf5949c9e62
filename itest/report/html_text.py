"""The parts of the HTML report that are there without JavaScript: totals, what failed, each case.

Everything that is not ours goes through `shown`, which makes it visible and then harmless in HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from html import escape

from itest.evaluate.data.counted import counted
from itest.evaluate.data.duration import format_duration
from itest.evaluate.data.escape import cut, visible
from itest.evaluate.telling.explanation import Styled, exchange_title, explain_all, explain_phase
from itest.model.codes import CODES
from itest.model.events import ProjectSteps
from itest.model.result import Case, ScenarioResult, StepResult
from itest.report.html_prose import prose
from itest.report.html_run import STATUSES, Entry

_OPEN = 12
"""Broken cases that are open from the start; the others open with a click."""
_LISTED = 50
"""Cases listed under a code; the others are found by the filter."""
_NAME = 400
_CHANGES = {"new": "new", "fixed": "fixed", "still": "still failing"}


def shown(text: str, limit: int = _NAME) -> str:
    """Text from outside as HTML."""
    return escape(cut(visible(text, keep_newlines=True), limit))


def icon(status: str) -> str:
    return f'<svg class="icon is-{status}" aria-hidden="true"><use href="#i-{status}"/></svg>'


def moment(seconds: float) -> str:
    when = datetime.fromtimestamp(seconds, UTC)
    return f'<time datetime="{when:%Y-%m-%dT%H:%M:%SZ}">{when:%Y-%m-%d %H:%M:%S} UTC</time>'


def block(lines: Iterable[Styled]) -> str:
    """A failure's block, as the terminal shows it; its segments are escaped for looking at already."""
    rows = "".join("".join(_segment(role, text) for role, text in line) + "\n" for line in lines)
    return f'<pre class="block" tabindex="0" role="group" aria-label="What broke">{rows}</pre>'


def _segment(role: str, text: str) -> str:
    return escape(text, quote=False) if role == "text" else f'<span class="r-{role}">{escape(text, quote=False)}</span>'


# -- totals ----------------------------------------------------------------------------------------------------------


def tiles(found: Sequence[Entry]) -> str:
    """The number of cases of each status that there is."""
    counts = {status: sum(entry.status == status for entry in found) for status in STATUSES}
    parts = [
        f'<li class="tile is-{status}">{icon(status)}<b>{count}</b> <span>{_word(status, count)}</span></li>'
        for status, count in counts.items()
        if count
    ]
    return f'<ul class="tiles">{"".join(parts)}</ul>{_bar(counts)}' if parts else ""


def _word(status: str, count: int) -> str:
    return "errors" if status == "error" and count > 1 else STATUSES[status].lower()


def _bar(counts: dict[str, int]) -> str:
    """The shares as a bar; the tiles say the same in numbers."""
    total, at, parts = sum(counts.values()), 0.0, []
    for status, count in counts.items():
        width = 1000 * count / total
        if count:
            parts.append(f'<rect class="fill-{status}" x="{at:.1f}" width="{max(1, width - 2):.1f}" height="8"/>')
        at += width
    return (
        f'<svg class="shares" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">{"".join(parts)}</svg>'
    )


def changes(found: Sequence[Entry], last: float) -> str:
    """What is new, fixed and still failing against the last run."""
    if not last:
        return '<p class="past">There is no earlier run to compare with.</p>'
    counts = {change: sum(entry.change == change for entry in found) for change in _CHANGES}
    words = [f"<b>{count}</b> {_CHANGES[change]}" for change, count in counts.items() if count]
    sentence = ", ".join(words) or "nothing changed"
    return f'<p class="past">Since the last run ({moment(last)}): {sentence}.</p>'


# -- what failed -----------------------------------------------------------------------------------------------------


def failures(found: Sequence[Entry]) -> str:
    """The broken cases under the codes they broke with, the most frequent code first."""
    groups: dict[str, list[Entry]] = {}
    for entry in found:
        for code in entry.codes() if entry.broken else ():
            groups.setdefault(code, []).append(entry)
    parts = [_group(code, groups[code]) for code in sorted(groups, key=lambda code: (-len(groups[code]), code))]
    lost = [entry for entry in found if entry.status == "not-run"]
    if lost:
        parts.append(_group("", lost))
    return "".join(parts)


def _group(code: str, found: Sequence[Entry]) -> str:
    title = CODES[code].title if code in CODES else "Did not run"
    items = "".join(
        f'<li>{icon(entry.status)}<a href="#{entry.anchor}">{shown(entry.case.title)}</a> '
        f'<span class="path">{shown(entry.case.label)}</span>{_badge(entry)}</li>'
        for entry in found[:_LISTED]
    )
    more = f"<li>… and {len(found) - _LISTED} more</li>" if len(found) > _LISTED else ""
    name = f'<code>{escape(code)}</code> {escape(title)} <span class="count">{len(found)}</span>'
    return f'<div class="group"><h3>{name}</h3><ul class="links">{items}{more}</ul></div>'


def phase_blocks(phases: Iterable[ProjectSteps]) -> str:
    """What broke in `setup` and `teardown` of the project."""
    parts = []
    for phase in phases:
        blocks = explain_phase(phase.phase, phase.results, phase.fault)
        if blocks:
            parts.append(
                f"<div class='group'><h3>Project {escape(phase.phase)}</h3>{''.join(map(block, blocks))}</div>"
            )
    return "".join(parts)


# -- cases -----------------------------------------------------------------------------------------------------------


def cases(found: Sequence[Entry]) -> Iterator[str]:
    """Each case as a line that opens; the script adds the details to it."""
    opened = {entry.anchor for entry in [entry for entry in found if entry.broken][:_OPEN]}
    return (_case(entry, opened=entry.anchor in opened) for entry in found)


def _case(entry: Entry, *, opened: bool) -> str:
    case, result = entry.case, entry.result
    steps = [step for step in result.steps if step.phase == "steps"] if result else []
    count = max((step.number for step in steps), default=0)
    tags = "".join(f'<span class="tag">{shown(tag)}</span>' for tag in case.tags)
    note = f'<span class="note">{shown(entry.note)}</span>' if entry.note else ""
    took = format_duration(result.duration) if result and entry.status != "skipped" else ""
    return (
        f'<li class="case" id="{entry.anchor}" data-status="{entry.status}" data-change="{entry.change}">'
        f"<details{' open' if opened else ''}><summary>"
        f'<span class="word is-{entry.status}">{icon(entry.status)}{STATUSES[entry.status]}</span>'
        f'<span class="name"><bdi class="title">{shown(case.title)}</bdi>'
        f'<span class="path">{shown(case.label)}</span>{note}</span>'
        f'<span class="marks">{_badge(entry)}{tags}</span>'
        f'<span class="steps">{counted(count, "step") if count else ""}</span><span class="took">{took}</span>'
        f'</summary><div class="body">{_about(case, result)}{_told(result)}</div></details></li>'
    )


def _badge(entry: Entry) -> str:
    return f'<span class="badge change-{entry.change}">{_CHANGES[entry.change]}</span>' if entry.change else ""


def _about(case: Case, result: ScenarioResult | None) -> str:
    facts = [f"<code>{shown(case.file)}:{case.line}</code>"]
    facts += [f"owner {shown(case.owner)}"] if case.owner else []
    facts += [f"services {shown(', '.join(case.services))}"] if case.services else []
    facts += [f"began {moment(result.started)} on worker {result.worker + 1}"] if result and result.started else []
    told = f'<div class="prose" dir="auto">{prose(case.description)}</div>' if case.description else ""
    return f'<p class="facts">{" · ".join(facts)}</p>{told}'


def _told(result: ScenarioResult | None) -> str:
    """What broke, earlier runs included, and each step in a line."""
    if result is None:
        return ""
    blocks = "".join(map(block, explain_all(result)))
    for number, run in enumerate(result.runs, 1):
        earlier = "".join(map(block, explain_all(run)))
        blocks += f"<details class='run'><summary>Run {number}: {run.outcome.value}</summary>{earlier}</details>"
    told = f'<div class="blocks">{blocks}</div>' if blocks else ""
    return f'{told}<ol class="brief">{"".join(map(_step, result.steps))}</ol>' if result.steps else told


def _step(step: StepResult) -> str:
    outcome = step.outcome.value
    phase = "" if step.phase == "steps" else f"{step.phase}: "
    said = exchange_title(step) or (visible(step.reason) if step.reason else format_duration(step.duration))
    return (
        f'<li><b class="word is-{outcome}">{outcome}</b> {phase}{shown(step.label, 120)} '
        f'<span class="path">{escape(cut(said, 120))}</span></li>'
    )
