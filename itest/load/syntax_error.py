"""Syntax errors of YAML in plain words: what the parser stumbled over, where, and what to write instead."""

from __future__ import annotations

import re
from typing import Any

import yaml

from itest.model.source import Mark, Source

QUOTE_BRACES = "a value that starts with `{{` has to be quoted: YAML reads `{` as a mapping"
_NOT_PRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_BARE_BRACES = re.compile(r"""(?:(?:^|[:,\[{-])\s+|^|[\[{,])(\{\{.*?(?:\}\}\S*|$))""")
_BARE_SELECTOR = re.compile(r"""[^\s,{}\[\]"']*[\w.*](?:\[[^\]]*\][^\s,{}:\[\]]*)+""")

Described = tuple[str, str, Mark, str]
"""Code, sentence, place and hint: the arguments of `Findings.report_mark`."""

_QUOTE = "quote the value"
_WORDS: tuple[tuple[str, str, str], ...] = (
    # what the parser says, what it means, what to do
    ("mapping values are not allowed", "`: ` is not allowed here", "quote the text, or check the indentation"),
    ("expected key", "the line does not fit where it stands", "check the indentation, or quote the value"),
    ("expected '-' indicator", "a list goes on with `- `, and this line does not", "check the indentation"),
    ("expected ',' or ']'", "this `[` is not closed, or an item needs quotes", "close it with `]`, or quote the item"),
    ("expected ',' or '}'", "this `{` is not closed, or a value needs quotes", "close it with `}`, or quote the value"),
    ("expected node content", "a value is missing here", "close the bracket, or write the value"),
    ("unexpected end of stream", "this quote is not closed", "close it with the same quote"),
    ("unexpected document indicator", "this quote is not closed", "close it with the same quote"),
    ("unknown escape", "this escape means nothing in double quotes", "use single quotes, or double the backslash"),
    ("Unicode character escape", "this escape is no Unicode character", "write the character itself"),
    ("expected hexdecimal", "this escape is incomplete", "use single quotes, or double the backslash"),
    ("alphabetic or numeric", "`*` and `&` start an alias or an anchor", _QUOTE),
    ("could not find expected ':'", "a key without `:`", "write `key: value`, or quote the text"),
    ("comment or line break", "text after `|` or `>` belongs on the next line", "start the text on the next line"),
    ("found duplicate %", "a directive twice", "leave the directive out"),
)  # fmt: skip
_ENCLOSING = ("quoted scalar", "flow sequence", "flow mapping")
"""Contexts whose beginning says more than the place where the parser gave up."""


def describe(error: yaml.YAMLError, source: Source) -> Described:
    """The problem that a parser error is."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return _unprintable(source)
    line, column = _in_text(mark.line, mark.column, source)
    for culprit in (_braces, _selector, _start_of_token):
        described = culprit(error, source, line, column)
        if described is not None:
            return described
    return _in_words(error, source, (line, column, line, column + 1))


def _in_text(line: int, column: int, source: Source) -> tuple[int, int]:
    """The place, or the last character of the text where the parser ran off its end."""
    lines = source.lines
    if any(text.strip() for text in lines[line:]):
        return line, column
    last = next((number for number in range(len(lines) - 1, 0, -1) if lines[number].strip()), 0)
    return last, max(0, len(lines[last].rstrip()) - 1)


def _unprintable(source: Source) -> Described:
    found = _NOT_PRINTABLE.search(source.text)
    if found is None:
        return ("IT301", "the text is not YAML", (0, 0, 0, 1), "")
    before = source.text[: found.start()]
    line, column = before.count("\n"), len(before) - (before.rfind("\n") + 1)
    message = f"a control character (U+{ord(found.group()):04X}) is in the text"
    return ("IT301", message, (line, column, line, column + 1), 'write it as an escape in double quotes: `"\\x1b"`')


def _braces(error: Any, source: Source, line: int, column: int) -> Described | None:
    for number in (line, line - 1):
        found = _BARE_BRACES.search(source.lines[number]) if number >= 0 else None
        if found:
            text = found.group(1).rstrip()
            place = (number, found.start(1), number, found.start(1) + len(text))
            return ("IT301", QUOTE_BRACES, place, f'quote this: `"{text}"`')
    return None


def _selector(error: Any, source: Source, line: int, column: int) -> Described | None:
    if "flow" not in str(getattr(error, "context", "")):
        return None
    for found in _BARE_SELECTOR.finditer(source.lines[line]):
        if found.start() <= column <= found.end():
            text = found.group()
            message = "inside `{ }` and `[ ]`, text with brackets has to be quoted"
            return ("IT301", message, (line, found.start(), line, found.end()), f'quote this: `"{text}"`')
    return None


def _start_of_token(error: Any, source: Source, line: int, column: int) -> Described | None:
    if "cannot start any token" not in str(error):
        return None
    character = source.lines[line][column : column + 1]
    place = (line, column, line, column + 1)
    if character == "\t":
        return ("IT301", "a tab cannot indent in YAML", place, "indent with spaces")
    return ("IT301", f"a value cannot start with `{character}`", place, _QUOTE)


def _in_words(error: Any, source: Source, place: Mark) -> Described:
    context, start = str(error.context or ""), error.context_mark
    if start is not None and any(word in context for word in _ENCLOSING):
        place = (start.line, start.column, start.line, start.column + 1)
    for said, meaning, hint in _WORDS:
        if said in str(error.problem):
            return ("IT301", meaning, place, hint)
    return ("IT301", f"this is not YAML: {error.problem}", place, "")
