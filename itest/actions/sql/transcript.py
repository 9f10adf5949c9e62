"""A `sql` exchange as people read it, and the `sqlite3` line that repeats it by hand."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from itest.actions.sql.database import Database
from itest.evaluate.data.counted import counted
from itest.model.exchange import ActionError, Line, Transcript
from itest.model.values import Value

_TITLE = 60
_ROWS = 20
_ROW = 2000


def transcript(
    database: Database, request: Mapping[str, Value], fields: Mapping[str, Value], error: ActionError | None
) -> Transcript:
    """The exchange's transcript: statement and parameters, then the first rows, one a line."""
    return Transcript(
        title=f"{_name(request)} → {_outcome(fields, error)}",
        sent=tuple(_sent(request)),
        received=tuple(_received(fields)),
        label="sqlite3",
        command=_command(database, request),
    )


def _name(request: Mapping[str, Value]) -> str:
    text = request["file"] if "file" in request else " ".join(request["query"].split())
    return text if len(text) <= _TITLE else text[: _TITLE - 1] + "…"


def _outcome(fields: Mapping[str, Value], error: ActionError | None) -> str:
    if error is not None:
        return error.message
    count = fields["row_count"]
    return f"{counted(count, 'row')}{'' if fields['columns'] else ' changed'}"


def _sent(request: Mapping[str, Value]) -> Iterator[Line]:
    from itest.evaluate.data.json_text import short

    origin = ("file",) if "file" in request else ("query",)
    yield from (Line(line, origin) for line in request["query"].strip().splitlines())
    params = request.get("params") or {}
    named = params.items() if isinstance(params, dict) else enumerate(params, start=1)
    for name, value in named:
        pointer = ("params", name) if isinstance(params, dict) else ("params", name - 1)
        yield Line(f"{_sign(params)}{name} = {short(value, _ROW)}", pointer)


def _received(fields: Mapping[str, Value]) -> Iterator[Line]:
    from itest.evaluate.data.json_text import short

    rows = fields.get("rows", [])
    yield from (Line(short(row, _ROW)) for row in rows[:_ROWS])
    if len(rows) > _ROWS:
        yield Line(f"… {len(rows) - _ROWS} more rows")
    if fields.get("last_id") is not None:
        yield Line(f"last_id {fields['last_id']}")


def _command(database: Database, request: Mapping[str, Value]) -> str:
    words = ["sqlite3", "-header", database.place]
    params = request.get("params") or {}
    named = params.items() if isinstance(params, dict) else enumerate(params, start=1)
    for name, value in named:
        words += ["-cmd", f".param set {_sign(params)}{name} {_dot_quoted(_literal(value))}"]
    if "file" in request:
        return f"{shlex.join(words)} < {shlex.quote(request['file'])}"
    return shlex.join([*words, request["query"].strip()])


def _sign(params: Value) -> str:
    return ":" if isinstance(params, dict) else "?"


def _literal(value: Any) -> str:
    """A value as SQL writes it; for a line that a person runs, never for one that this program sends."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def _dot_quoted(text: str) -> str:
    """An argument of a dot-command of the `sqlite3` shell, which reads C escapes between double quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'
