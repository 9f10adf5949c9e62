"""Sequence diagrams as SVG: a column for the scenario and each service it asks, there and back for each message."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from itest.evaluate.data.escape import cut, visible
from itest.report.docs.blocks import Message, Sequence

_ME = "Scenario"
_TOP = 46
_ROW = 48
_NOTE = 30
_EDGE = 75
_LETTER = 6.6
"""Width of a letter, on average."""


def drawn(sequence: Sequence) -> str:
    """The diagram, with what it says in words for those who do not see it."""
    names = [_ME, *dict.fromkeys(message.to for message in sequence.messages if message.to)]
    width = min(440, max(260, 960 // max(1, len(names) - 1)))
    bottom = _TOP + sum(_NOTE if message.note else _ROW for message in sequence.messages) + 6
    columns = {name: _EDGE + index * width for index, name in enumerate(names)}
    parts = [part for name, x in columns.items() for part in _column(name, x, bottom)]
    y = _TOP
    for message in sequence.messages:
        parts += _note(message.note, y) if message.note else _message(message, columns[_ME], columns[message.to], y)
        y += _NOTE if message.note else _ROW
    whole = _EDGE + (len(names) - 1) * width + 90
    words = "; ".join(map(_words, sequence.messages))
    return (
        f'<svg class="figure" viewBox="0 0 {whole} {bottom + 4}" width="{whole}" height="{bottom + 4}" role="img" '
        f'aria-label="{_shown(words, 2000)}">{"".join(parts)}</svg>'
    )


def _words(message: Message) -> str:
    return message.note or f"{message.to}: {', '.join(filter(None, (message.asked, message.answered)))}"


def _column(name: str, x: int, bottom: int) -> Iterator[str]:
    yield f'<line class="rule" x1="{x}" y1="30" x2="{x}" y2="{bottom}"/>'
    yield f'<rect class="box" x="{x - 70}" y="4" width="140" height="28" rx="6"/>'
    yield f'<text x="{x}" y="23" text-anchor="middle">{_fitting(name, 130)}</text>'


def _message(message: Message, start: int, end: int, y: int) -> Iterator[str]:
    room = end - start - 24
    yield f'<line class="stroke" x1="{start}" y1="{y + 18}" x2="{end - 2}" y2="{y + 18}"/>'
    yield f'<path class="head" d="M{end - 1} {y + 18}l-8 -4v8z"/>'
    yield f'<text x="{start + 10}" y="{y + 13}">{_fitting(message.asked, room)}</text>'
    if message.answered:
        yield f'<line class="stroke" x1="{end}" y1="{y + 36}" x2="{start + 2}" y2="{y + 36}" stroke-dasharray="5 4"/>'
        yield f'<path class="head" d="M{start + 1} {y + 36}l8 -4v8z"/>'
        words = _fitting(message.answered, room)
        yield f'<text class="faint" x="{end - 10}" y="{y + 32}" text-anchor="end">{words}</text>'


def _note(text: str, y: int) -> Iterator[str]:
    yield f'<text class="faint" x="10" y="{y + 18}" font-style="italic">{_fitting(text, 400)}</text>'


def _fitting(text: str, room: int) -> str:
    return _shown(text, int(room / _LETTER))


def _shown(text: str, limit: int) -> str:
    return escape(cut(" ".join(visible(text).split()), limit))
