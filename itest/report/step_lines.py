"""What `-v` shows of a step: a line for it and, below, its exchange with headers and bodies as a person reads them.

`-v` cuts long bodies and lines and says how much is left, `-vv` shows all that the run kept. What was sent again by
itself, redirects on the way and further attempts are told with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from itest.evaluate.data.duration import format_duration
from itest.evaluate.data.escape import cut, visible
from itest.evaluate.telling.explanation import WIDTH, Styled, attempt_lines, exchange_title, step_name
from itest.evaluate.telling.layout import laid_out
from itest.model.exchange import Line, Message, Transcript, Wire
from itest.model.record import Record
from itest.model.result import Outcome, StepResult

BODY_LINES = 20
"""Lines of a body that `-v` shows."""
_MARKS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.ERROR: "✗", Outcome.SKIPPED: "–"}
_LEFT = 8
"""Columns before the mark of a step."""


def step_line(step: StepResult, depth: int = 0) -> Styled:
    """`✓ step 1 "Sign in"   POST /sessions → 201 Created · 12 ms   token = …`."""
    parts = [
        exchange_title(step) or ("" if step.outcome is Outcome.SKIPPED else format_duration(step.duration)),
        visible(step.reason),
        f"{len(step.attempts)} attempts" if len(step.attempts) > 1 else "",
        ", ".join(f"{visible(name)} = {cut(visible(text), 60)}" for name, text in step.captured),
        f"trace {step.trace_id}" if step.trace_id and step.broken else "",
    ]
    text = "   ".join(filter(None, (f" {step_name(step)}", *parts)))
    return ("text", _margin(depth)), (step.outcome.value, _MARKS[step.outcome]), ("text", cut(text, WIDTH))


def step_lines(step: StepResult, *, verbosity: int, depth: int = 0) -> Iterator[Styled]:
    """The step and, from verbosity 1 on, its exchange; the steps it used are indented under it."""
    yield step_line(step, depth)
    if verbosity > 0:
        margin = ("text", f"{_margin(depth)}  ")
        yield from ((margin, *line) for line in _Shown(verbosity > 1).step(step))
    for child in step.children:
        yield from step_lines(child, verbosity=verbosity, depth=depth + 1)


def _margin(depth: int) -> str:
    return " " * (_LEFT + 2 * depth)


class _Shown(Record):
    """How much is shown: `whole`, or what fits on a screen."""

    whole: bool

    def step(self, step: StepResult) -> Iterator[Styled]:
        if step.transcript is None:
            return
        yield from attempt_lines(step.attempts)
        yield from self._transcript(step.transcript)

    def _transcript(self, transcript: Transcript) -> Iterator[Styled]:
        if transcript.wire is not None:
            yield from self._wire(transcript.wire)
            return
        yield from self._plain("> ", "sent", transcript.sent)
        yield from self._plain("< ", "received", transcript.received)

    def _plain(self, prefix: str, role: str, lines: Sequence[Line]) -> Iterator[Styled]:
        yield from self._few([((role, prefix), ("text", visible(line.text))) for line in lines], prefix, role)

    def _wire(self, wire: Wire) -> Iterator[Styled]:
        yield from self._message("> ", "sent", f"{wire.method} {wire.url} HTTP/1.1", wire.request)
        yield from ((("note", f"  sent again: {visible(request)}"),) for request in wire.sent_again)
        for status, url in wire.redirects:
            yield (("note", cut(f"  {status} leads to {visible(url)}", WIDTH)),)
        if wire.answer is not None:
            yield from self._message("< ", "received", f"{wire.version} {wire.status} {wire.reason}", wire.answer)
        if wire.failure:
            yield (("error", cut(f"  {visible(wire.failure)}", WIDTH)),)

    def _message(self, prefix: str, role: str, first: str, message: Message) -> Iterator[Styled]:
        """The first line, all headers, an empty line, the body."""
        yield self._fitting(((role, prefix), ("heading", visible(first.strip()))))
        for name, value in message.headers:
            yield self._fitting(((role, f"{prefix}{visible(name)}: "), ("text", visible(value))))
        if message.text or message.cut:
            yield ((role, prefix.rstrip()),)
        body = [
            ((role, prefix), *((part, visible(text)) for part, text in line))
            for line in laid_out(message.text, message.media_type)
        ]
        yield from self._few(body, prefix, role)
        if message.cut:
            yield (role, prefix), ("dim", f"… {message.cut}")

    def _few(self, lines: Sequence[Styled], prefix: str, role: str) -> Iterator[Styled]:
        most = len(lines) if self.whole or len(lines) <= BODY_LINES + 1 else BODY_LINES
        yield from (self._fitting(line) for line in lines[:most])
        if len(lines) > most:
            yield (role, prefix), ("dim", f"… {len(lines) - most} more lines (-vv shows them)")

    def _fitting(self, line: Styled) -> Styled:
        """The line, cut where it is longer than a line may be."""
        if self.whole or sum(len(text) for _, text in line) <= WIDTH:
            return line
        room, kept = WIDTH, []
        for role, text in line:
            kept.append((role, cut(text, room)))
            room -= len(text)
            if room <= 0:
                break
        return tuple(kept)
