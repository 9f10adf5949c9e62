"""The `sql` action: a statement or script prepared, sent over the session's connection, its rows handed back."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from itest.actions.attempt import CameTo, attempted
from itest.actions.reach import read_text
from itest.actions.sql import execution
from itest.actions.sql.binding import Bound, bind
from itest.actions.sql.database import Database, Unreachable, connect, locate
from itest.actions.sql.reaching import ReachingConnection
from itest.actions.sql.spec import SPEC
from itest.actions.sql.statement import statements, steers_transaction
from itest.actions.sql.transcript import transcript
from itest.model.action import ActionSpec, Call, SessionSettings
from itest.model.deadline import Deadline
from itest.model.exchange import Exchange, PrepareError
from itest.model.record import Record
from itest.model.values import EMPTY, Value

_ENDS = "; \t\r\n"
"""What may stand behind a query; the driver takes a second semicolon for a second statement."""


class SqlRequest(Record, kw_only=True):
    """What every attempt sends; a script has `statements`, a query is one statement with `parameters`."""

    database: Database
    statements: tuple[str, ...]
    parameters: Bound
    script: bool
    shown: Mapping[str, Value]
    """The request as the result has it: `query` and `params`, or `file` and its text as `query`."""


class SqlAction:
    """`sql`: bound parameters only; one autocommit connection a session and service."""

    @property
    def spec(self) -> ActionSpec:
        return SPEC

    def open(self, settings: SessionSettings) -> SqlSession:
        return SqlSession(settings.max_body, settings.root)

    def prepare(self, call: Call, settings: SessionSettings) -> SqlRequest:
        service = settings.services.get(call.service)
        if service is None:
            raise PrepareError(f"there is no service `{call.service}`", pointer=("service",))
        database = locate(service, settings.root)
        if "file" in call.arguments:
            return _script(call, settings, database)
        sql, params = call.arguments.get("query"), call.arguments.get("params")
        if not isinstance(sql, str) or not sql.strip():
            raise PrepareError("the query is no text", pointer=("query",))
        if params is not None and not isinstance(params, (dict, list)):
            raise PrepareError("`params` is an object or a list", pointer=("params",))
        return SqlRequest(
            database=database,
            statements=(sql.rstrip(_ENDS) or sql,),
            parameters=bind(sql, params),
            script=False,
            shown={"query": sql, "params": {} if params is None else params},
        )

    def close(self) -> None:
        """Nothing is shared."""


def _script(call: Call, settings: SessionSettings, database: Database) -> SqlRequest:
    name = call.arguments["file"]
    if not isinstance(name, str):
        raise PrepareError("`file` names a file", pointer=("file",))
    text = read_text(name, call.base_dir, settings.root, ("file",))
    found = statements(text)
    if not found:
        raise PrepareError(f"{name} has no statement", pointer=("file",))
    if any(steers_transaction(sql) for sql in found):
        raise PrepareError(
            f"{name} begins or ends a transaction", pointer=("file",), hint="a script runs in one of its own"
        )
    return SqlRequest(
        database=database, statements=found, parameters=[], script=True, shown={"file": name, "query": text}
    )


class SqlSession:
    """The connections of one actor, by service; opened when they are first needed."""

    def __init__(self, max_body: int, root: Path) -> None:
        self._max_body = max_body
        self._root = root
        self._connections: dict[str, ReachingConnection] = {}

    def send(self, request: SqlRequest, deadline: Deadline) -> Exchange:
        told = partial(transcript, request.database, request.shown)
        return attempted(request.shown, partial(self._attempt, request, deadline), told)

    def close(self) -> None:
        while self._connections:
            self._connections.popitem()[1].close()

    def _attempt(self, request: SqlRequest, deadline: Deadline) -> CameTo:
        try:
            connection = self._connection(request.database)
            if request.script:
                answer = execution.script(connection, request.statements, deadline, self._max_body)
            else:
                sql = request.statements[0]
                answer = execution.query(connection, sql, request.parameters, deadline, self._max_body)
        except (Unreachable, execution.Refused) as refusal:
            return EMPTY, refusal.error
        except (sqlite3.Error, sqlite3.Warning) as error:
            return EMPTY, execution.failure(error, deadline, self._max_body)
        return answer.fields(), None

    def _connection(self, database: Database) -> ReachingConnection:
        if database.service not in self._connections:
            self._connections[database.service] = connect(database, self._max_body, self._root)
        return self._connections[database.service]
