"""The shop's SQLite files: created with their tables, written in short transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Storage:
    """A database file; each transaction has a connection of its own, so any thread may write."""

    def __init__(self, place: str, schema: str) -> None:
        """`place` is a path or `sqlite:///path`."""
        self._path = Path(place.removeprefix("sqlite:///"))
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = self._connect()
        try:
            # Readers, such as a test that looks at the rows, and writers do not wait for one another.
            connection.execute("pragma journal_mode = wal")
            connection.executescript(schema)
        finally:
            connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing of what is done inside."""
        connection = self._connect()
        try:
            connection.execute("begin immediate")
            yield connection
            connection.execute("commit")
        finally:
            connection.close()  # takes back what was not committed

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        connection = self._connect()
        try:
            yield connection
        finally:
            connection.close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, isolation_level=None, timeout=10)
        connection.row_factory = sqlite3.Row
        connection.execute("pragma synchronous = off")  # a demo's data need not outlive a power cut
        return connection
