"""Exchanges as listings: what was really sent and received, laid out for a reader, and the command that repeats it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from itest.evaluate.data.json_text import JsonError, dump, parse
from itest.model.lazy_pattern import lazy_pattern
from itest.report.docs.blocks import Block, Code, Fold, Listing
from itest.report.docs.verified import VerifiedStep

_HEADER = lazy_pattern(r"[!#$%&'*+.^`|~\w-]+: ")
_ON_THE_WAY = lazy_pattern(r"(?: \((?:after \d+ redirects?|sent again)\))+\Z")
_COMMAND_LANGUAGES = {"curl": "sh", "shell": "sh", "sqlite3": "sh"}


def listings(step: VerifiedStep) -> list[Block]:
    """The blocks of an exchange; none where the step exchanged nothing."""
    if not step.title:
        return []
    found = _LAYOUTS.get(step.action, _plain)(step)
    if step.command:
        language = _COMMAND_LANGUAGES.get(step.tool, "")
        found.append(Fold((f"The same with {step.tool}",), (Listing(language, step.command, step.tool),)))
    return found


def asked_and_answered(title: str) -> tuple[str, str]:
    """The two sides of a transcript's title, `POST /orders` and `201 Created`."""
    asked, arrow, answered = title.rpartition(" → ")
    return (asked, _ON_THE_WAY.sub("", answered)) if arrow else (title, "")


def _http(step: VerifiedStep) -> list[Block]:
    asked, answered = asked_and_answered(step.title)
    return [
        Listing("http", _message(asked, step.sent), "Request"),
        Listing("http", _message(answered, step.received), "Answer"),
    ]


def _message(first: str, lines: Sequence[str]) -> str:
    """A first line, headers, an empty line, and the body; a body of JSON is indented."""
    headers = 0
    while headers < len(lines) and _HEADER.match(lines[headers]):
        headers += 1
    body = [_indented(line) for line in lines[headers:]]
    return "\n".join([first, *lines[:headers], *([""] if body else []), *body])


def _sql(step: VerifiedStep) -> list[Block]:
    """The statement's parameters become comments after it."""
    query = "\n".join(f"-- {line}" if re.match(r"[:?@$]\w+ = ", line) else line for line in step.sent)
    _, answered = asked_and_answered(step.title)
    rows = "\n".join(_indented(line) for line in step.received)
    return [Listing("sql", query, "Statement"), Listing("json" if rows else "", rows or answered, "Rows")]


def _process(step: VerifiedStep) -> list[Block]:
    command, answered = asked_and_answered(step.title)
    given = [Fold(("Its standard input",), (Listing("", "\n".join(step.sent), "Standard input"),))] if step.sent else []
    return [Listing("sh", command, "Command"), *given, Listing("", "\n".join([*step.received, answered]), "Output")]


def _plain(step: VerifiedStep) -> list[Block]:
    return [Listing("", "\n".join([step.title, *step.sent, *step.received]))]


_LAYOUTS: dict[str, Callable[[VerifiedStep], list[Block]]] = {"request": _http, "sql": _sql, "run": _process}


def _indented(line: str) -> str:
    if not line.startswith(("{", "[")):
        return line
    try:
        return dump(parse(line), indent=2)
    except JsonError:
        return line


def one_line(text: str) -> Code:
    """Text of several lines as one piece of code."""
    return Code(" ".join(text.split()))
