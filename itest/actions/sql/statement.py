"""Reading SQL just far enough: its placeholders, the statements of a script and what a statement does.

Strings, quoted names and comments are stepped over; whether the rest is SQL is for the database to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from itest.model.record import Record

# Compiled when it is first used: start-up cost.
_TOKEN = r"""(?sx)
    (?P<space> \s+ | --[^\n]* | /\*.*?(?:\*/|\Z) )
  | (?P<quoted> '(?:[^']|'')*' | "(?:[^"]|"")*" | `(?:[^`]|``)*` | \[[^\]]*\] )
  | (?P<word> [^\W\d][\w$]* )
  | (?P<number> \d[\w.]* )
  | (?P<placeholder> \?\d* | [:@$]\w+ )
  | (?P<other> . )
    """
_VERBS = frozenset({"select", "values", "insert", "replace", "update", "delete"})
_TRANSACTION = frozenset({"begin", "commit", "end", "rollback"})


class Placeholders(Record):
    """What a statement wants bound: names without their sign, in order of appearance, and how many positions."""

    names: tuple[str, ...]
    positions: int


def placeholders(sql: str) -> Placeholders:
    """The statement's `:name` (also `@name`, `$name`) and `?` (also `?2`) placeholders."""
    names: dict[str, None] = {}
    positions = 0
    for kind, text, _ in _tokens(sql):
        if kind == "placeholder" and text[0] == "?":
            positions = max(positions, int(text[1:])) if text[1:] else positions + 1
        elif kind == "placeholder":
            names[text[1:]] = None
    return Placeholders(tuple(names), positions)


def statements(script: str) -> tuple[str, ...]:
    """The statements of a script, each to its semicolon; a trigger's inner semicolons do not end it."""
    from sqlite3 import complete_statement  # knows what a trigger is

    found: list[str] = []
    start, empty = 0, True
    for kind, text, end in _tokens(script):
        if text == ";" and kind == "other" and (empty or complete_statement(script[start:end])):
            found += [] if empty else [script[start:end].strip()]
            start, empty = end, True
        elif kind != "space":
            empty = False
    return tuple(found if empty else [*found, script[start:].strip()])


def steers_transaction(sql: str) -> bool:
    """Whether the statement begins or ends a transaction."""
    return next((text.lower() for kind, text, _ in _tokens(sql) if kind == "word"), "") in _TRANSACTION


def verb(sql: str) -> str:
    """What the statement does, behind its `with`: select, insert, update, …; `""` for anything else."""
    depth = 0
    for kind, text, _ in _tokens(sql):
        depth += {"(": 1, ")": -1}.get(text, 0)
        if kind == "word" and depth == 0 and text.lower() in _VERBS:
            return text.lower()
    return ""


def _tokens(sql: str) -> Iterator[tuple[str, str, int]]:
    """Kind, text and end of each token."""
    for match in re.finditer(_TOKEN, sql):
        yield match.lastgroup or "other", match.group(), match.end()
