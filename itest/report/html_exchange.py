"""The exchange of a step as the HTML report shows it: all that the run kept of it, and the way it went.

What went over HTTP is shown as it was on the wire: every header, and the bodies as far as they were kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from itest.evaluate.telling.provenance import remarks
from itest.model.exchange import Line, Message, Transcript, Wire
from itest.model.record import Record
from itest.model.result import StepResult
from itest.model.values import Pointer


class Shown(Record, kw_only=True):
    """An exchange: lines of what was sent, with remarks on where values came from, and of what was received. A body
    is one of them. `way` are the redirects, and the requests that went out twice."""

    title: str
    sent: tuple[tuple[str, str], ...] = ()
    received: tuple[str, ...] = ()
    way: tuple[tuple[str, str], ...] = ()
    label: str = ""
    command: str = ""

    @property
    def texts(self) -> Iterator[str]:
        yield from (text for line in self.sent for text in line)
        yield from self.received
        yield self.command


def shown(step: StepResult, transcript: Transcript) -> Shown:
    wire = transcript.wire
    sent = transcript.sent if wire is None else tuple(_sent(wire, transcript))
    received = tuple(line.text for line in transcript.received) if wire is None else tuple(_received(wire))
    notes = remarks(sent, step.handovers, step.action)
    return Shown(
        title=transcript.title,
        sent=tuple((line.text, note) for line, note in zip(sent, notes, strict=True)),
        received=received,
        way=() if wire is None else tuple(_way(wire)),
        label=transcript.label,
        command=transcript.command,
    )


def _sent(wire: Wire, transcript: Transcript) -> Iterator[Line]:
    """The request; a line that the transcript shows, too, belongs to the same argument of the step."""
    parts = urlsplit(wire.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    yield Line(f"{wire.method} {target} HTTP/1.1")
    places = {line.text: line.pointer for line in transcript.sent}
    headers = [f"{name}: {value}" for name, value in wire.request.headers]
    yield from (Line(text, places.get(text, ())) for text in headers)
    own = next((line.pointer for line in transcript.sent if line.text not in headers), ())
    yield from _body(wire.request, own)


def _received(wire: Wire) -> Iterator[str]:
    if wire.answer is not None:
        yield f"{wire.version} {wire.status} {wire.reason}".rstrip()
        yield from (f"{name}: {value}" for name, value in wire.answer.headers)
        yield from (line.text for line in _body(wire.answer, ()))
    if wire.failure:
        yield wire.failure


def _body(message: Message, pointer: Pointer) -> Iterator[Line]:
    if message.text or message.cut:
        yield Line("")
    if message.text:
        yield Line(message.text, pointer)
    if message.cut:
        yield Line(f"… {message.cut}", pointer)


def _way(wire: Wire) -> Iterator[tuple[str, str]]:
    yield from (("sent again", request) for request in wire.sent_again)
    yield from ((f"{status} to", url) for status, url in wire.redirects)
