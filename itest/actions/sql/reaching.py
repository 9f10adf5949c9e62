"""Which files a statement may reach besides its own database: those of the project folder, links followed.

SQLite asks before it attaches a database, which `vacuum into` does, too; extensions cannot be loaded at all. Where the
name is bound, it only says that there is one: then it is the parameter of a plain `attach :name as …`.
"""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from urllib.parse import parse_qsl, unquote

from itest.actions.sql.binding import Bound
from itest.model.lazy_pattern import lazy_pattern

_PATHS = frozenset({"temp_store_directory", "data_store_directory"})
"""Pragmas that name a folder."""
_BOUND = lazy_pattern(r"\s*attach\s+(?:database\s+)?(?:[:@$](?P<name>\w+)|\?)\s+as\s", re.IGNORECASE)


class ReachingConnection(sqlite3.Connection):
    """A connection that attaches only what lies under `root`; `refused` says what it was asked for in vain."""

    root: Path
    bound: object = None
    refused: str = ""

    def keep_within(self, root: Path) -> None:
        """Refuse files outside of this folder from now on."""
        self.root = root
        self.set_authorizer(self._authorize)

    def within_reach(self, sql: str, parameters: Bound) -> sqlite3.Cursor:
        """Carry the statement out; raises `sqlite3.DatabaseError` with `refused` set where it reaches too far."""
        self._expect(sql, parameters)
        if self.refused:
            raise sqlite3.DatabaseError("not authorized")
        return self.execute(sql, parameters)

    def _expect(self, sql: str, parameters: Bound) -> None:
        """Know the name that a statement binds where it attaches a database.

        It is judged here already: SQLite keeps statements, and asks only when it makes one.
        """
        self.refused, self.bound = "", None
        found = _BOUND.match(sql)
        if found is None:
            return
        if isinstance(parameters, dict):
            self.bound = parameters.get(found["name"] or "")
        elif parameters:
            self.bound = parameters[0]
        self._allows(self.bound)

    def _authorize(self, action: int, first: str | None, second: str | None, _db: str | None, _by: str | None) -> int:
        if action == sqlite3.SQLITE_ATTACH:
            return sqlite3.SQLITE_OK if self._allows(self.bound if first is None else first) else sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_PRAGMA and second is not None and (first or "").lower() in _PATHS:
            self.refused = second
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    def _allows(self, name: object) -> bool:
        if isinstance(name, str) and _within(name, self.root):
            return True
        self.refused = name if isinstance(name, str) else "what the statement puts together"
        return False


def _within(name: str, root: Path) -> bool:
    """Whether a file name as SQLite takes it (a path or a `file:` URI) is none, in memory, or lies under a folder."""
    path, in_memory = _path(name)
    if in_memory or path in ("", ":memory:"):
        return True
    try:
        return Path(path).resolve().is_relative_to(root.resolve())
    except (OSError, ValueError, RuntimeError):
        return False


def _path(name: str) -> tuple[str, bool]:
    """The path of a file name and whether it means memory (https://www.sqlite.org/uri.html); a NUL stays in the path,
    which no system takes."""
    if not name.startswith("file:"):
        return name, False
    rest, _, query = name[len("file:") :].partition("#")[0].partition("?")
    if rest.startswith("//"):
        rest = "/" + rest[2:].partition("/")[2]  # the host is this one, or SQLite refuses it
    modes = [value for key, value in parse_qsl(query) if key == "mode"]
    return unquote(rest), modes[-1:] == ["memory"]
