"""Explanations: the block that tells what broke and where, the same for terminal, JUnit and HTML.

A block is a list of lines, a line is a tuple of (role, text) segments; reporters give roles a look, `plain` takes them
off. Roles: `heading code text place label marker gutter caret minus plus note sent received command dim`.

Everything in a result is text from outside, already redacted. It is escaped here, then prefixed, then cut, so that no
line is longer than `WIDTH` (commands: `COMMAND_WIDTH`, since they are there to be copied) and no block longer than
about 120 lines, whatever came back. How a source line is shown is `excerpt`'s ground.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from itest.evaluate.data.counted import counted
from itest.evaluate.data.duration import format_duration
from itest.evaluate.data.escape import cut, visible
from itest.evaluate.matching.difference import LIMIT
from itest.evaluate.telling.excerpt import excerpt_lines
from itest.evaluate.telling.provenance import remarks
from itest.model.exchange import Line, Transcript
from itest.model.lazy_pattern import lazy_pattern
from itest.model.record import replace
from itest.model.result import Attempt, Case, Check, DiffLine, Fault, FlowResult, Mismatch, ScenarioResult, StepResult
from itest.model.source import Excerpt

Styled: TypeAlias = tuple[tuple[str, str], ...]
"""One line: segments of (role, text)."""

WIDTH = 200
COMMAND_WIDTH = 4000
_BODY_LINES = 80
_BODY_LINES_AFTER_FAULT = 30
_FULL_CHECKS = 5
_LISTED_MISMATCHES = 30
_DIFF_LINES = 30
_SENT_LINES = 12
_RECEIVED_LINES = 20
_DETAIL_LINES = 20
_MESSAGE_LINES = 5
_COMMAND_LINES = 10
_ATTEMPTS = 7
_REMARK_COLUMN = 41
_NOTE_GAP = 6

_SOURCE_LINE = lazy_pattern(r"(?P<gutter>\s*(?P<marker>❯)?\s*\d*\s*│)(?P<text>.*)")
_USED_FAILED = "IT211"
_PHASES = {"steps": "step", "cleanup": "cleanup step", "setup": "setup step", "teardown": "teardown step"}


def plain(lines: Iterable[Styled]) -> str:
    """The lines as text, without a line break at the end."""
    return "\n".join("".join(text for _, text in line).rstrip() for line in lines)


def explain_all(result: ScenarioResult) -> list[list[Styled]]:
    """Every block of a broken case: what stopped it as a whole, each broken step (of used scenarios: the step inside),
    each broken flow."""
    name, file = case_name(result.case), result.case.file
    blocks = [explain_fault(name, result.fault, result.rerun_command)] if result.fault else []
    blocks += [_step_block(name, path, result.rerun_command, file) for path in broken_paths(result.steps)]
    blocks += [explain_flow(result, flow) for flow in result.flows if flow.mismatch]
    return blocks


def explain_phase(phase: str, steps: Sequence[StepResult], fault: Fault | None) -> list[list[Styled]]:
    """The blocks of `setup` or `teardown`: each broken step; the fault where it is none of a step."""
    blocks = [_step_block(phase, path, "", "") for path in broken_paths(steps)]
    return blocks or ([explain_fault(phase, fault)] if fault else [])


def explain(result: ScenarioResult, step: StepResult, rerun: str = "") -> list[Styled]:
    """The block of one step of this case; `rerun` is the command that runs it again, the case's own by default."""
    path = next((path for path in _paths(result.steps) if path[-1] is step), (step,))
    return _step_block(case_name(result.case), path, rerun or result.rerun_command, result.case.file)


def explain_flow(result: ScenarioResult, flow: FlowResult, rerun: str = "") -> list[Styled]:
    """The block of a declared flow whose value did not arrive, or arrived where it must not."""
    block = [_heading(case_name(result.case), f'flow "{visible(flow.label or _ends(flow))}"')]
    if flow.mismatch:
        block.append(_coded(flow.mismatch.code, visible(flow.mismatch.message)))
        block += [()]
        if flow.mismatch.excerpt is None:
            block += [(("text", cut(f"  {visible(_ends(flow))}", WIDTH)),)]
        block += _place(flow.mismatch.excerpt)
        block += _difference(replace(flow.mismatch, message=""))
        block += _hint(flow.mismatch.hint)
    return block + _footer(None, rerun or result.rerun_command)


def explain_fault(place: str, fault: Fault, rerun: str = "") -> list[Styled]:
    """The block of a case, or a phase of the run, that could not be carried out as a whole."""
    return [_heading(place), *_fault(fault), *_footer(None, rerun)]


def case_name(case: Case) -> str:
    """What a case is called in reports: `orders/checkout.yaml › Create and read an order`."""
    return f"{visible(case.label)} › {visible(case.title)}"


def step_name(step: StepResult) -> str:
    """`step 2 "Create order"`, `cleanup step 1 "DELETE"`, `step 3[0] "Check"` for a run of an `each` step."""
    item = "" if step.item is None else f"[{step.item}]"
    return f'{_PHASES.get(step.phase, step.phase)} {step.number}{item} "{visible(step.label)}"'


def exchange_title(step: StepResult) -> str:
    """`POST /orders → 201 Created · 56 ms · 151 B`; `""` where nothing was sent."""
    if step.transcript is None or not step.transcript.title:
        return ""
    seconds = step.attempts[-1].duration if step.attempts else step.duration
    size = [] if step.size is None else [size_text(step.size)]
    return " · ".join((visible(step.transcript.title), format_duration(seconds), *size))


def size_text(size: int) -> str:
    """`151 B`, `1.2 KB`, `10 MB`; decimal units, as the language counts them."""
    for unit, factor in (("MB", 1_000_000), ("KB", 1_000)):
        if size >= factor:
            return f"{size / factor:.1f}".removesuffix(".0") + f" {unit}"
    return f"{size} B"


def broken_paths(steps: Sequence[StepResult], above: tuple[StepResult, ...] = ()) -> Iterator[tuple[StepResult, ...]]:
    """The broken steps, each with the steps that use it; one that broke only through a step inside is left out."""
    for step in steps:
        inner = list(broken_paths(step.children, (*above, step)))
        yield from inner
        own = step.mismatches or (step.fault and step.fault.code != _USED_FAILED)
        if step.broken and (own or not inner):
            yield (*above, step)


def _paths(steps: Sequence[StepResult], above: tuple[StepResult, ...] = ()) -> Iterator[tuple[StepResult, ...]]:
    for step in steps:
        yield (*above, step)
        yield from _paths(step.children, (*above, step))


def _step_block(place: str, path: tuple[StepResult, ...], rerun: str, file: str) -> list[Styled]:
    step = path[-1]
    names = [step_name(each) for each in path]
    if file and path[0].phase == "cleanup" and path[0].excerpt and path[0].excerpt.span.file != file:
        names[0] += f" of {visible(path[0].excerpt.span.file)}"  # the cleanup of a scenario that was used
    block = [_heading(place, *names)]
    if step.fault:
        block += _fault(step.fault)
    if step.mismatches:
        block += _checks(step)
    elif not step.fault:
        block.append((("text", cut(visible(step.reason or "failed"), WIDTH)),))
    block += attempt_lines(step.attempts)
    block += _exchange(step)
    return block + _footer(step.transcript, rerun)


def _coded(code: str, sentence: str) -> Styled:
    return (("code", code), ("text", cut(f" {sentence}", WIDTH - len(code))))


def _heading(*parts: str) -> Styled:
    return (("heading", cut(f"━━ {' › '.join(parts)}", WIDTH)),)


def _checks(step: StepResult) -> list[Styled]:
    """The sentence over all checks, then each mismatch: the first ones in full, further ones in a line."""
    mismatches = step.mismatches
    failed = [check for check in step.checks if not check.passed]
    places = map(_where, failed) if len(failed) > 1 else map(_place_in, mismatches)
    where = ", ".join(dict.fromkeys(filter(None, places)))
    sentence = f"{len(failed)} of {counted(len(step.checks), 'check')} failed"
    if len(mismatches) > len(failed):
        many = [check for check in failed if len(check.mismatches) > LIMIT]
        more = f" {many[0].mismatches[LIMIT].message}" if len(many) == 1 else ""
        count = len(mismatches) - bool(more) if more or not many else f"more than {LIMIT}"
        sentence += f", {count} mismatches{more}"
    block = [_coded(mismatches[0].code, f"{sentence}: {where}" if where else sentence), ()]
    body = list(_failed_checks(failed, mismatches[0].code))
    return block + _few(body, _BODY_LINES_AFTER_FAULT if step.fault else _BODY_LINES, "  ")


def _where(check: Check) -> str:
    """Where a check failed: one place for each of several, so that the count and the list agree."""
    more = len(check.mismatches) - 1
    where = _place_in(check.mismatches[0])
    return f"{where} and {more} more" if where and more else where


def _place_in(mismatch: Mismatch) -> str:
    return visible(mismatch.where)


def _failed_checks(checks: Sequence[Check], code: str) -> Iterator[Styled]:
    """The first mismatch of each check in full, since its difference shows the others too; those in a line each."""
    several = sum(len(check.mismatches) for check in checks) > 1
    for number, check in enumerate(checks):
        listed = check.mismatches
        if number < _FULL_CHECKS:
            first, listed = check.mismatches[0], check.mismatches[1:]
            if several:
                if number:
                    yield ()
                own_code = "" if first.code == code else f"{first.code} "
                yield (("label", cut(f"  {own_code}{visible(first.where or first.message)}", WIDTH)),)
            yield from _place(first.excerpt)
            yield from _difference(first)
            yield from _hint(first.hint)
        yield from map(_listed, listed[:_LISTED_MISMATCHES])
        if len(listed) > _LISTED_MISMATCHES:
            yield (("dim", f"  … {len(listed) - _LISTED_MISMATCHES} more mismatches"),)


def _listed(mismatch: Mismatch) -> Styled:
    place = f"{mismatch.excerpt.span}" if mismatch.excerpt else ""
    where = f"{visible(mismatch.where)}:" if mismatch.where else ""
    hint = f"({visible(mismatch.hint)})" if mismatch.hint else ""
    parts = (visible(place), mismatch.code, where, visible(mismatch.message), hint)
    return (("text", cut(f"  {' '.join(filter(None, parts))}", WIDTH)),)


def _difference(mismatch: Mismatch) -> list[Styled]:
    """The diff; without one the sentence, and what was expected and there."""
    diff = mismatch.diff
    block: list[Styled] = []
    if not diff:
        # "expected 2, got 1" is what the two lines say.
        told = not mismatch.message or (mismatch.message.startswith("expected ") and bool(mismatch.actual))
        block = [] if told else [(("text", cut(f"  {visible(mismatch.message)}", WIDTH)),)]
        pairs = (("-", mismatch.expected, "expected"), ("+", mismatch.actual, "actual"))
        diff = tuple(DiffLine(mark=mark, text=text, note=note) for mark, text, note in pairs if text)
    shown = [(line.mark, visible(line.text), visible(line.note)) for line in diff]
    column = max((len(text) for _, text, note in shown if note), default=0)
    column = min(column, WIDTH // 2) + _NOTE_GAP
    roles = {"-": "minus", "+": "plus"}
    lines: list[Styled] = []
    for mark, text, note in shown:
        body = cut(f"  {mark} {text}", WIDTH - len(note) - _NOTE_GAP)
        padding = " " * max(_NOTE_GAP, column - len(text))
        role = roles.get(mark, "text")
        lines.append(((role, body), ("note", f"{padding}{note}")) if note else ((role, body),))
    return block + _few(lines, _DIFF_LINES, "    ")


def _fault(fault: Fault) -> list[Styled]:
    first, _, rest = visible(fault.message, keep_newlines=True).partition("\n")
    block: list[Styled] = [_coded(fault.code, first)]
    more = [line for line in rest.split("\n") if line]
    if more or fault.hint or fault.excerpt or fault.detail:
        block.append(())
    block += _few([(("text", cut(f"  {line}", WIDTH)),) for line in more], _MESSAGE_LINES, "  ")
    block += _place(fault.excerpt)
    left = len(fault.detail) - _DETAIL_LINES
    if left > 0:
        block.append((("dim", f"  … {left} earlier lines"),))
    block += [
        (("gutter", "  │ "), ("received", cut(visible(line), WIDTH - 4))) for line in fault.detail[-_DETAIL_LINES:]
    ]
    return block + _hint(fault.hint)


def _hint(hint: str) -> list[Styled]:
    return [(("note", cut(f"  {visible(hint)}", WIDTH)),)] if hint else []


def _place(excerpt: Excerpt | None) -> list[Styled]:
    if excerpt is None:
        return []
    place: Styled = (("place", cut(f"  {visible(str(excerpt.span))}", WIDTH)),)
    return [place, *(_source_line(visible(line)) for line in excerpt_lines(excerpt))]


def _source_line(line: str) -> Styled:
    match = _SOURCE_LINE.match(line)
    if match is None:
        return (("text", cut(line, WIDTH)),)
    role = "caret" if match["text"].lstrip().startswith("^") else "text"
    return (
        ("marker" if match["marker"] else "gutter", match["gutter"]),
        (role, cut(match["text"], WIDTH - len(match["gutter"]))),
    )


def attempt_lines(attempts: Sequence[Attempt]) -> list[Styled]:
    """A line an attempt where there were several; of many the first and the last ones."""
    if len(attempts) < 2:
        return []
    lines: list[Styled] = []
    for attempt in attempts:
        start = f"  attempt {attempt.number:>{len(str(len(attempts)))}} of {len(attempts)}"
        summary = f"   {format_duration(attempt.duration)}   {visible(attempt.summary)}"
        lines.append((("label", start), ("text", cut(summary, WIDTH - len(start)))))
    if len(lines) > _ATTEMPTS:
        left = len(lines) - _ATTEMPTS + 1
        lines[_ATTEMPTS // 2 : _ATTEMPTS // 2 + left] = [(("dim", f"  … {left} more attempts"),)]
    return lines


def _exchange(step: StepResult) -> list[Styled]:
    if step.transcript is None:
        return []
    title = exchange_title(step)
    block: list[Styled] = [(("heading", cut(f"  {title}", WIDTH)),)] if title else []
    block += _sent(step, step.transcript.sent)
    received: list[Styled] = [
        (("received", cut(f"  < {visible(line.text)}", WIDTH)),) for line in step.transcript.received
    ]
    return block + _few(received, _RECEIVED_LINES, "  < ")


def _sent(step: StepResult, sent: Sequence[Line]) -> list[Styled]:
    notes = remarks(sent, step.handovers, step.action)
    shown = [
        cut(f"  > {visible(line.text)}", WIDTH - 40 if note else WIDTH) for line, note in zip(sent, notes, strict=True)
    ]
    longest = max(
        (len(text) for text, note in zip(shown, notes, strict=True) if note and len(text) < WIDTH // 2), default=0
    )
    column = max(_REMARK_COLUMN, longest + 2)
    lines: list[Styled] = []
    for text, note in zip(shown, notes, strict=True):
        padding = " " * max(2, column - len(text))
        remark = ("note", cut(f"{padding}({visible(note)})", max(40, WIDTH - len(text))))
        lines.append((("sent", text), remark) if note else (("sent", text),))
    return _few(lines, _SENT_LINES, "  > ")


def _footer(transcript: Transcript | None, rerun: str) -> list[Styled]:
    """What to type next: the exchange by hand, and the case again."""
    entries = []
    if transcript and transcript.command:
        entries.append((transcript.label or "command", transcript.command))
    if rerun:
        entries.append(("rerun", rerun))
    width = max((len(label) for label, _ in entries), default=0) + 2
    lines: list[Styled] = [()] if entries else []
    for label, command in entries:
        first, *more = visible(command, keep_newlines=True).split("\n")
        lines.append((("label", f"  {visible(label):<{width}}"), ("command", cut(first, COMMAND_WIDTH))))
        continued: list[Styled] = [(("command", cut(f"  {'':<{width}}{line}", COMMAND_WIDTH)),) for line in more]
        lines += _few(continued, _COMMAND_LINES, f"  {'':<{width}}")
    return lines


def _ends(flow: FlowResult) -> str:
    return f"{flow.origin} -> {flow.target}"


def _few(lines: list[Styled], limit: int, indent: str) -> list[Styled]:
    """The lines, or the first of them and how many more there are."""
    if len(lines) <= limit:
        return lines
    return [*lines[: limit - 1], (("dim", f"{indent}… {len(lines) - limit + 1} more lines"),)]
