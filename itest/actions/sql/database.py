"""Which database a service is: `sqlite:///relative.db`, `sqlite:////absolute.db`, `sqlite://` for one in memory."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from itest.actions.sql.reaching import ReachingConnection
from itest.model.action import ServiceSettings
from itest.model.exchange import ActionError, PrepareError
from itest.model.record import Record

_MODES = ("rwc", "rw", "ro")


class Database(Record):
    """A database of a service; `path` None: in memory, one for each session. `mode` as SQLite names it."""

    service: str
    path: Path | None
    mode: str = "rwc"

    @property
    def place(self) -> str:
        return ":memory:" if self.path is None else str(self.path)


class Unreachable(Exception):
    """The database cannot be opened."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.error = ActionError(kind="connect", message=message, code="IT202", phase="connect")


def locate(service: ServiceSettings, root: Path) -> Database:
    """The database the service's URL means; three slashes are relative to the project folder, four are absolute."""
    parts = urlsplit(service.url)
    if parts.scheme != "sqlite":
        raise _bad(service, f"has the scheme `{parts.scheme}`; `sql` speaks to `sqlite` only")
    if parts.netloc:
        raise _bad(service, "has a host between its second and third slash", _hint(f"/{parts.netloc}{parts.path}"))
    mode = parse_qs(parts.query).get("mode", ["rwc"])[0]
    if mode not in _MODES:
        raise _bad(service, f"has the mode `{mode}`; known are {', '.join(_MODES)}")
    path = unquote(parts.path).removeprefix("/")
    if path in ("", ":memory:"):
        return Database(service.name, None)
    return Database(service.name, root / path, mode)


def connect(database: Database, max_body: int, root: Path) -> ReachingConnection:
    """An autocommit connection that attaches nothing outside of `root`.

    Raises `Unreachable` where the file is not there and the mode says not to create it.
    """
    if database.path is not None and database.mode != "rwc" and not database.path.is_file():
        raise Unreachable(f"there is no database {database.path}")
    target = "file::memory:" if database.path is None else f"file:{quote(str(database.path))}?mode={database.mode}"
    try:
        # A session is used by one thread at a time, though not always by the same one. Waiting for a lock is done
        # outside of SQLite (timeout 0), where the stop is heard.
        connection = ReachingConnection(target, uri=True, isolation_level=None, check_same_thread=False, timeout=0)
    except sqlite3.Error as error:
        raise Unreachable(f"{database.place} cannot be opened: {error}") from error
    connection.keep_within(root)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, max_body)
    return connection


def _hint(path: str) -> str:
    return f"an absolute path has four slashes: sqlite:///{path}"


def _bad(service: ServiceSettings, what: str, hint: str = "") -> PrepareError:
    return PrepareError(f"the url of the service `{service.name}` {what}", pointer=("service",), hint=hint)
