"""Identity: what of the records that are told says which case, step or place is meant.

It is written in the files, or a word of ours, and is never hidden: with `***` in paths and names, cases of different
files would be one, and links would lead nowhere. All else came from outside or was rendered, and is looked through. So
does a name that a template made: what the file itself says of it stays, what was rendered into it does not.

The table below is the only place where the two are told apart; a field that it does not name is looked through.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from itest.evaluate.expressions.template import is_live, pieces
from itest.evaluate.expressions.tokens import ExpressionSyntax
from itest.model.events import RunFinished, RunStarted, ServiceStarted, ServiceStopped
from itest.model.exchange import Message, Transcript
from itest.model.problem import Problem
from itest.model.record import Record
from itest.model.result import (
    Attempt,
    Case,
    Check,
    DiffLine,
    Fault,
    FlowResult,
    Handover,
    Mismatch,
    ScenarioResult,
    StepResult,
)
from itest.model.source import Span

Written: TypeAlias = Callable[[Any], Sequence[str]]


class Identity(Record, kw_only=True):
    """How the fields of a record are looked through.

    `kept` are not, nor are the first of the pairs in `keyed`. `ours` are sentences and names, in which nothing is a
    value by standing alone; so are the first of the pairs in `named`. Of `partly` a function gives the stretches that
    stay, in their order.
    """

    kept: frozenset[str] = frozenset()
    keyed: frozenset[str] = frozenset()
    ours: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    partly: Mapping[str, Written] = {}


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


def literals(written: str) -> tuple[str, ...]:
    """The texts of a name around its templates."""
    return _literals(written) if is_live(written) else (written,)


@lru_cache(maxsize=1000)
def _literals(written: str) -> tuple[str, ...]:
    try:
        return tuple(piece for piece in pieces(written) if isinstance(piece, str))
    except ExpressionSyntax:
        return ()


Table: TypeAlias = Mapping[type[Record], Identity]

OF_RUNS: Table = {
    RunStarted: Identity(kept=_names("version environment run_id")),
    RunFinished: Identity(kept=_names("interrupted stopped_early warnings")),
    ServiceStarted: Identity(kept=_names("name")),
    ServiceStopped: Identity(kept=_names("name log")),
    Case: Identity(
        kept=_names("id file written tags owner services"),
        ours=_names("description quarantine xfail"),
        partly={"title": lambda case: literals(case.written)},
    ),
    ScenarioResult: Identity(
        kept=_names("trace_id"),
        ours=_names("reason"),
        partly={"rerun_command": lambda result: (result.case.file,)},
    ),
    StepResult: Identity(
        kept=_names("written phase id action service trace_id timings"),
        keyed=_names("captured"),
        ours=_names("endpoint reason"),
        partly={"label": lambda step: literals(step.written)},
    ),
    FlowResult: Identity(kept=_names("label origin target"), ours=_names("reason")),
    Handover: Identity(kept=_names("name origin"), ours=_names("target")),
    Attempt: Identity(kept=_names("span_id"), ours=_names("summary")),
    Check: Identity(kept=_names("kind"), ours=_names("label")),
    Mismatch: Identity(kept=_names("code"), ours=_names("where message hint")),
    DiffLine: Identity(kept=_names("mark"), ours=_names("note")),
    Fault: Identity(kept=_names("code"), ours=_names("message hint")),
    Problem: Identity(kept=_names("code file"), ours=_names("message hint")),
    Span: Identity(kept=_names("file")),
    Transcript: Identity(kept=_names("label"), ours=_names("title")),
    Message: Identity(ours=_names("cut"), named=_names("headers")),
}
"""What events and problems are made of."""

_NOTHING = Identity()


def identity_of(record: Record, table: Table) -> Identity:
    return table.get(type(record), _NOTHING)


def stretches(text: str, written: Sequence[str]) -> list[tuple[int, int]]:
    """Where the texts that were written stand in what was made of them, one behind the other; none where that cannot
    be told."""
    found: list[tuple[int, int]] = []
    position = 0
    for piece in written:
        start = text.find(piece, position)
        if start < 0:
            return []
        position = start + len(piece)
        found.append((start, position))
    return found
