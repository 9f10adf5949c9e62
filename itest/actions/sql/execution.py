"""Running statements on a connection within a deadline and a size, and naming what the database refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from itest.actions.sql.binding import Bound, from_sql, text_or_bytes
from itest.actions.sql.reaching import ReachingConnection
from itest.actions.sql.statement import verb
from itest.model.deadline import Deadline
from itest.model.exchange import ActionError
from itest.model.record import State, field
from itest.model.values import Value

MAX_ROWS = 100_000
_STEPS_BETWEEN_LOOKS = 1000
"""Instructions of SQLite's machine between two looks at the deadline: well under a millisecond."""
_CELL = 16
"""Bytes counted for a cell beside its text."""
_INSERTS = frozenset({"insert", "replace"})
_CHANGES = _INSERTS | {"update", "delete"}


class Answer(State):
    """What statements came to: rows and columns of the last one, rows changed by all."""

    columns: list[str] = field(default_factory=list)
    rows: list[dict[str, Value]] = field(default_factory=list)
    changed: int = 0
    last_id: int | None = None

    def fields(self) -> dict[str, Value]:
        """The result fields; `row_count` is rows returned or, where the statement returns none, rows changed."""
        count = len(self.rows) if self.columns else self.changed
        return {"rows": self.rows, "row_count": count, "columns": self.columns, "last_id": self.last_id}


class Refused(Exception):
    """The statement cannot be carried out, for a reason of ours."""

    def __init__(self, error: ActionError) -> None:
        super().__init__(error.message)
        self.error = error


def query(connection: ReachingConnection, sql: str, parameters: Bound, deadline: Deadline, max_body: int) -> Answer:
    """Carry one statement out; raises `sqlite3.Error` and `Refused`."""
    answer = Answer()
    with _bounded(connection, deadline):
        _carry_out(connection, sql, parameters, deadline, max_body, answer)
    return answer


def script(connection: ReachingConnection, statements: tuple[str, ...], deadline: Deadline, max_body: int) -> Answer:
    """Carry the statements out in one transaction, rolled back where one fails."""
    answer = Answer()
    with _bounded(connection, deadline):
        _start(connection, "begin immediate", [], deadline)
        try:
            for sql in statements:
                _carry_out(connection, sql, [], deadline, max_body, answer)
            _start(connection, "commit", [], deadline)
        finally:
            if connection.in_transaction:
                connection.set_progress_handler(None, 0)  # a rollback is not interrupted
                connection.execute("rollback")
    return answer


def failure(error: sqlite3.Error | sqlite3.Warning, deadline: Deadline, max_body: int) -> ActionError:
    """The database's refusal in our terms, its own words kept."""
    code = _primary(error)
    if code in (sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY) and deadline.stop.is_set():
        return ActionError(kind="interrupted", message="the statement was interrupted", code="IT213", phase="wait")
    if code in (sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY):
        why = f"the deadline passed while {_WAITING[code]}"
        return ActionError(kind="timeout", message=why, code="IT203", phase="wait")
    if code == sqlite3.SQLITE_TOOBIG:
        return _too_large(f"a value is larger than {max_body} bytes")
    if code == sqlite3.SQLITE_CANTOPEN:
        return ActionError(kind="connect", message=str(error), code="IT202", phase="connect")
    kind = "constraint" if isinstance(error, sqlite3.IntegrityError) else "sql"
    return ActionError(kind=kind, message=str(error), code="IT209")


_WAITING = {
    sqlite3.SQLITE_INTERRUPT: "the statement was running",
    sqlite3.SQLITE_BUSY: "waiting: database is locked",
}


def _carry_out(
    connection: ReachingConnection, sql: str, parameters: Bound, deadline: Deadline, max_body: int, answer: Answer
) -> None:
    cursor = _start(connection, sql, parameters, deadline)
    try:
        answer.columns = _columns(cursor)
        answer.rows = _rows(cursor, answer.columns, max_body)
        answer.last_id = cursor.lastrowid if verb(sql) in _INSERTS else None
        if verb(sql) in _CHANGES:  # the cursor's own count misses statements that begin with `with`
            answer.changed += connection.execute("select changes()").fetchone()[0]
    finally:
        cursor.close()


def _start(connection: ReachingConnection, sql: str, parameters: Bound, deadline: Deadline) -> sqlite3.Cursor:
    """Begin a statement; while another connection holds the lock it has changed nothing and is begun again."""
    pause = 0.001
    while True:
        try:
            return connection.within_reach(sql, parameters)
        except sqlite3.DatabaseError as error:
            if connection.refused:
                raise Refused(_outside(connection.refused)) from error
            if _primary(error) != sqlite3.SQLITE_BUSY or deadline.passed():
                raise
        deadline.sleep(pause)
        pause = min(pause * 2, 0.05)


def _columns(cursor: sqlite3.Cursor) -> list[str]:
    columns = [column[0] for column in cursor.description or ()]
    twice = next((name for name in columns if columns.count(name) > 1), None)
    if twice is not None:
        message = f"two columns are called `{twice}`, and a row is an object; name one of them with `as`"
        raise Refused(ActionError(kind="sql", message=message, code="IT209", phase="receive"))
    return columns


def _rows(cursor: sqlite3.Cursor, columns: list[str], max_body: int) -> list[dict[str, Value]]:
    rows: list[dict[str, Value]] = []
    size = 0
    for cells in cursor:
        values = [from_sql(cell) for cell in cells]
        size += sum(len(value) if isinstance(value, (str, bytes)) else 0 for value in values) + _CELL * len(values)
        if len(rows) >= MAX_ROWS or size > max_body:
            limit = f"{MAX_ROWS} rows" if len(rows) >= MAX_ROWS else f"{max_body} bytes"
            raise Refused(_too_large(f"the answer is larger than {limit}; narrow the query down"))
        rows.append(dict(zip(columns, values, strict=True)))
    return rows


@contextmanager
def _bounded(connection: ReachingConnection, deadline: Deadline) -> Iterator[None]:
    connection.text_factory = text_or_bytes
    connection.set_progress_handler(deadline.passed, _STEPS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


def _outside(name: str) -> ActionError:
    message = f"`{name}` lies outside the project folder, or cannot be told to lie in it; nothing was attached"
    return ActionError(kind="outside", message=message, code="IT217")


def _too_large(message: str) -> ActionError:
    return ActionError(kind="too_large", message=message, code="IT205", phase="receive")


def _primary(error: Exception) -> int:
    """SQLite's primary result code; 0 for an error of Python's own."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
