"""Syntax errors of YAML in plain words: what the parser stumbled over, where, and what to write instead."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from itest.load.libyaml import yaml
from itest.load.stretch import quoted
from itest.load.unquoted import Unquoted, find_unquoted
from itest.model.lazy_pattern import lazy_pattern
from itest.model.source import Mark, Source

_NOT_PRINTABLE = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"

Described: TypeAlias = tuple[str, str, Mark, str]
"""Code, sentence, place and hint: the arguments of `Findings.report_mark`."""
Begin: TypeAlias = tuple[tuple[int, int], bool]
"""Up to where (line, column) all was well, and whether a value begins there, and not what comes before one."""

LONGEST = 300
"""Characters of a text that a hint repeats in quotes."""
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
    ("Unicode character escape", "this escape is no Unicode character", "write the character itself"),
    ("expected hexdecimal", "this escape is incomplete", "use single quotes, or double the backslash"),
    ("alphabetic or numeric", "`*` and `&` start an alias or an anchor", _QUOTE),
    ("comment or line break", "text after `|` or `>` belongs on the next line", "start the text on the next line"),
    ("found duplicate %", "a directive twice", "leave the directive out"),
)  # fmt: skip
_ENCLOSING = ("quoted scalar", "flow sequence", "flow mapping")
"""Contexts whose beginning says more than the place where the parser gave up."""

_TAB = ("cannot start any token", "found a tab character")

_BRACES = "a value that starts with `{{` has to be quoted: YAML reads `{` as a mapping"
_STARTS = {**{sign: f"`{sign}`" for sign in "@%*&!|>-"}, "`": "a backtick"}
"""Characters that a text without quotes cannot start with."""
_GLUED = lazy_pattern(r"""(?P<quote>["'])(?P<inside>(?:(?!(?P=quote)).)*)(?P=quote)(?P<rest>[/?&:\w{][^\s"']*)""")
"""A text of which only the first part stands in quotes."""
_GLUED_KEY = lazy_pattern(r"[ ]*(?:-[ ]+)*([A-Za-z_][\w-]*:)([^\s:/].*)")
_KEY = lazy_pattern(r"([ ]*(?:-[ ]+)*)([A-Za-z_][\w-]*)[ ]*:(?:\s|$)")
_WORD = lazy_pattern(r"[\w-]+")
_BLOCK = lazy_pattern(r"[|>][+-]?\s*$")
_DOUBLE = lazy_pattern(r'"(?P<inside>(?:[^"\\]|\\.)*)"')
_INWARD = lazy_pattern(
    r"""(?P<quote>["'])(?P<inside>(?:(?!(?P=quote)).|(?<=\w)(?P=quote)(?=\w))*)(?P=quote)(?P<rest>)"""
)
"""A text with its own quote inside of a word: `'it's'`."""
_SEVERAL = lazy_pattern(r"""(?:"[^"]*"|'[^']*')(?:\s*,\s*(?:"[^"]*"|'[^']*'))+""")
"""A list of which the brackets are forgotten."""
_IN_BRACKETS = (
    # what the text holds, what is said of it inside of `{ }` and `[ ]`
    (lazy_pattern(r"\{\{"), "text with `{{ }}` has to be quoted"),
    (lazy_pattern(r"[][{}]"), "text with brackets has to be quoted"),
    (lazy_pattern(r"[ \t]#"), "text with ` #` has to be quoted: YAML reads a comment"),
    (lazy_pattern(r":\s"), "text with `: ` has to be quoted"),
    (lazy_pattern(r"['\"]"), "text with quotes has to be quoted as a whole"),
    (lazy_pattern(""), "this text has to be quoted"),
)


LONGEST_LINE = 20_000
"""Characters of a line that people wrote; in a longer one no cause is looked for."""


def describe(error: yaml.YAMLError, source: Source, begin: Begin) -> Described:
    """The problem that a parser error is."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return _unprintable(source)
    line, column = _in_text(mark.line, mark.column, source)
    if max(map(len, source.lines[begin[0][0] : line + 1]), default=0) > LONGEST_LINE:
        return _in_words(error, (line, column, line, column + 1))
    return (
        _tab(error, source, line, column)
        or unquoted(source, begin, line)
        or _escape(error, source)
        or _glued(error, source, line)
        or _indented(error, source, line)
        or _no_colon(error, source)
        or _in_words(error, (line, column, line, column + 1))
    )


def unquoted(source: Source, begin: Begin, line: int) -> Described | None:
    """The text that has to be quoted, or parted with a comma, where there is one up to the end of the line."""
    place, value = begin
    found = find_unquoted(source.lines, place, max(line, place[0]), value=value)
    if found is None:
        return None
    mark = (found.line, found.start, found.line, found.end)
    stands = source.lines[found.line][found.start : found.end]
    if found.fault == "comment":
        return ("IT301", "a comment of another language", mark, "a comment starts with `#`")
    if found.fault == "bracket":
        return ("IT301", f"this `{stands}` closes nothing", mark, "leave it out, or open it before")
    if found.fault == "comma":
        quote = f", or quote it all: `{quoted(found.text)}`" if 0 < len(found.text) <= LONGEST else ""
        return ("IT301", "a `,` is missing before this", mark, f"items in `{{ }}` and `[ ]` are parted by `,`{quote}")
    return ("IT301", _why(found), mark, _advice(found))


def _advice(found: Unquoted) -> str:
    if len(found.text) > LONGEST:
        return "put quotes around it"
    glued = _GLUED.fullmatch(found.text) or _INWARD.fullmatch(found.text)
    advice = f"quote this: `{quoted(glued['inside'] + (glued['rest'] or '') if glued else found.text)}`"
    if found.in_brackets:
        return advice
    if found.text.startswith("- "):
        return f"a list starts on the next line; if this is text, {advice}"
    return f"a list stands in brackets: `[{found.text}]`" if _SEVERAL.fullmatch(found.text) else advice


def _why(found: Unquoted) -> str:
    first = found.text[0]
    if found.text.startswith("{{"):
        return _BRACES
    if found.text.startswith("- ") and not found.in_brackets:
        return "a list in dashes cannot start here"
    if first in _STARTS:
        return f"text that starts with {_STARTS[first]} has to be quoted"
    if first in "'\"" or (first in "[{" and not found.in_brackets):
        closed = "bracket" if first in "[{" else "quote"
        return f"the text goes on behind the closing {closed}, so all of it has to be quoted"
    if found.in_brackets:
        return "inside `{ }` and `[ ]`, " + next(said for held, said in _IN_BRACKETS if held.search(found.text))
    return "text with `: ` has to be quoted"


def _in_text(line: int, column: int, source: Source) -> tuple[int, int]:
    """The place, or the last character of the text where the parser ran off its end."""
    lines = source.lines
    if any(text.strip() for text in lines[line:]):
        return line, column
    last = next((number for number in range(len(lines) - 1, 0, -1) if lines[number].strip()), 0)
    return last, max(0, len(lines[last].rstrip()) - 1)


def _unprintable(source: Source) -> Described:
    found = re.search(_NOT_PRINTABLE, source.text)  # start-up cost: seldom asked
    if found is None:
        return ("IT301", "the text is not YAML", (0, 0, 0, 1), "")
    before = source.text[: found.start()]
    line, column = before.count("\n"), len(before) - (before.rfind("\n") + 1)
    message = f"a control character (U+{ord(found.group()):04X}) is in the text"
    return ("IT301", message, (line, column, line, column + 1), 'write it as an escape in double quotes: `"\\x1b"`')


def _tab(error: Any, source: Source, line: int, column: int) -> Described | None:
    if not any(said in str(error) for said in _TAB) or source.lines[line][column : column + 1] != "\t":
        return None
    return ("IT301", "a tab cannot indent in YAML", (line, column, line, column + 1), "indent with spaces")


def _escape(error: Any, source: Source) -> Described | None:
    """A backslash in double quotes that YAML knows no meaning of, as in a regular expression."""
    start = error.context_mark
    if "unknown escape" not in str(error.problem) or start is None:
        return None
    line = source.lines[start.line]
    closed = _DOUBLE.match(line, start.column)
    end = closed.end() if closed else start.column + 1
    advice = f"use single quotes: `{quoted(closed['inside'])}`" if closed else "use single quotes"
    mark = (start.line, start.column, start.line, end)
    return ("IT301", "this escape means nothing in double quotes", mark, f"{advice}, or double the backslash")


def _glued(error: Any, source: Source, line: int) -> Described | None:
    """The key before, whose colon lacks its blank, so that YAML takes it for text that goes on."""
    if "mapping values" not in str(error.problem) and "could not find expected ':'" not in str(error.problem):
        return None
    for number in (line, line - 1):
        found = _GLUED_KEY.match(source.lines[number]) if number >= 0 else None
        if found:
            mark = (number, found.start(1), number, found.end(1))
            hint = f"after the colon of a key comes a blank: `{found[1]} {found[2]}`"
            return ("IT301", "this is text and no key", mark, hint)
    return None


def _indented(error: Any, source: Source, line: int) -> Described | None:
    """A key that stands in no column of those above it."""
    found = _KEY.match(source.lines[line])
    if found is None or not any(said in str(error.problem) for said in ("expected key", "expected '-'")):
        return None
    column = found.start(2)
    above = [(match.start(2), match[2]) for match in map(_KEY.match, source.lines[:line]) if match]
    nearest = min(reversed(above), key=lambda entry: abs(entry[0] - column), default=None)
    if nearest is None:
        return None
    hint = f"`{nearest[1]}` above begins in column {nearest[0] + 1}, this in column {column + 1}"
    mark = (line, column, line, found.end(2))
    return ("IT301", f"`{found[2]}` does not stand in line with the keys above", mark, hint)


def _no_colon(error: Any, source: Source) -> Described | None:
    """A line that is only text where a key is expected."""
    if "could not find expected ':'" not in str(error.problem) or error.context_mark is None:
        return None
    start = error.context_mark
    text = source.lines[start.line][start.column :].rstrip()
    before = next((line for line in reversed(source.lines[: start.line]) if line.strip()), "")
    hint = f"write `{text}:`" if _WORD.fullmatch(text) else "write `key: value`, or quote the text"
    if _BLOCK.search(before):
        hint = "text under `|` or `>` stands further right than its key"
    mark = (start.line, start.column, start.line, start.column + len(text))
    return ("IT301", "a key without `:`", mark, hint)


def _in_words(error: Any, place: Mark) -> Described:
    context, start = str(error.context or ""), error.context_mark
    if start is not None and any(word in context for word in _ENCLOSING):
        place = (start.line, start.column, start.line, start.column + 1)
    for said, meaning, hint in _WORDS:
        if said in str(error.problem):
            return ("IT301", meaning, place, hint)
    return ("IT301", f"this is not YAML: {error.problem}", place, "")
