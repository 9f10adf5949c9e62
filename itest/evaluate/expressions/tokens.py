"""Tokens: the text of an expression cut into what Jinja's parser reads, each with its place.

Jinja's own lexer knows only lines and turns decimals into floats; this one puts the character offset where Jinja
keeps the line (nodes and errors then carry it too), reads decimals exactly, and says in plain words what is wrong.
In text literals `\\n \\t \\r \\\\ \\' \\" \\0 \\xNN \\uNNNN` are escapes; any other backslash stays as written, so that
a regular expression needs no doubling (`regex('\\d+')`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from itest.evaluate.data.limits import MAX_DEPTH, MAX_DIGITS
from itest.model.lazy_pattern import lazy_pattern


class ExpressionSyntax(Exception):
    """Text that is no expression: a plain sentence, the character offset in the text, a hint (`""` for none), and the
    code that a loader reports it with (a broken JSONPath in it has one of its own)."""

    def __init__(self, message: str, offset: int = 0, hint: str = "", code: str = "IT309") -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.hint = hint
        self.code = code

    def moved(self, by: int) -> ExpressionSyntax:
        """The same error in a text where the expression starts `by` characters later."""
        return ExpressionSyntax(self.message, self.offset + by, self.hint, self.code)


OPERATORS = {
    "+": "add",
    "-": "sub",
    "/": "div",
    "//": "floordiv",
    "*": "mul",
    "%": "mod",
    "**": "pow",
    "~": "tilde",
    "[": "lbracket",
    "]": "rbracket",
    "(": "lparen",
    ")": "rparen",
    "{": "lbrace",
    "}": "rbrace",
    "==": "eq",
    "!=": "ne",
    ">": "gt",
    ">=": "gteq",
    "<": "lt",
    "<=": "lteq",
    "=": "assign",
    ".": "dot",
    ":": "colon",
    "|": "pipe",
    ",": "comma",
}

FOREIGN = {
    "&&": "write `and`",
    "||": "write `or`",
    "===": "write `==`",
    "!==": "write `!=`",
    "!": "write `not`",
    "?": "write `a if condition else b`",
    "$": "a JSONPath is a text for the filter `jsonpath`: `body | jsonpath('$.a')`",
    ";": "there is one expression",
    "{%": "statements have no place here; use `a if condition else b`",
    "{{": "no braces within an expression",
}
"""What other languages write, and what is written here."""

TOKEN = lazy_pattern(
    r"""
      (?P<whitespace>\s+)
    | (?P<float>(?<!\.)\d+(?:_\d+)*(?:\.\d+(?:_\d+)*(?:[eE][+-]?\d+)?|[eE][+-]?\d+))
    | (?P<integer>0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|\d+(?:_\d+)*)
    | (?P<name>[^\W\d]\w*)
    | (?P<string>'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*")
    | (?P<foreign>&&|\|\||===|!==|!(?!=)|[?$;]|\{%|\{\{(?!\s*['"}]))
    | (?P<operator>//|\*\*|==|!=|>=|<=|[-+/*%~\[\](){}<>=.:|,])
    """,
    re.VERBOSE | re.DOTALL,
)
ESCAPE = lazy_pattern(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([ntr\\'\"0]))", re.DOTALL)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", '"': '"', "0": "\0"}
CLOSING = {"(": ")", "[": "]", "{": "}"}

Found = tuple[int, str, str | int | Decimal]
"""Offset, Jinja's name of the token, value."""


def tokens(text: str) -> Iterator[Found]:
    """The tokens of an expression; raises `ExpressionSyntax` for what no expression contains."""
    position = 0
    open_brackets: list[tuple[str, int]] = []
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise _unreadable(text, position)
        kind, written = match.lastgroup or "", match.group()
        if kind == "operator":
            _balance(open_brackets, written, position)
            yield position, OPERATORS[written], written
        elif kind == "foreign":
            raise ExpressionSyntax(f"`{written}` is not part of an expression", position, FOREIGN[written])
        elif kind != "whitespace":
            yield position, kind, _value(kind, written, position)
        position = match.end()
    if open_brackets:
        bracket, offset = open_brackets[-1]
        raise ExpressionSyntax(f"`{bracket}` is never closed", offset)


def _balance(open_brackets: list[tuple[str, int]], written: str, offset: int) -> None:
    if written in CLOSING:
        if len(open_brackets) >= MAX_DEPTH:
            raise ExpressionSyntax(f"brackets are nested deeper than {MAX_DEPTH} levels", offset)
        open_brackets.append((written, offset))
    elif written in CLOSING.values():
        if not open_brackets:
            raise ExpressionSyntax(f"`{written}` closes nothing", offset)
        bracket, _ = open_brackets.pop()
        if CLOSING[bracket] != written:
            raise ExpressionSyntax(f"`{bracket}` is closed by `{written}`", offset)


def _value(kind: str, written: str, offset: int) -> str | int | Decimal:
    if kind == "name":
        return written
    if kind == "string":
        return _unescaped(written[1:-1], offset)
    if len(written) > MAX_DIGITS:
        raise ExpressionSyntax(f"the number has more than {MAX_DIGITS:,} digits", offset)
    plain = written.replace("_", "")
    try:
        return Decimal(plain) if kind == "float" else _integer(plain)
    except InvalidOperation:
        raise ExpressionSyntax("the number's exponent is beyond all bounds", offset) from None


def _integer(written: str) -> int:
    return int(written) if written.isdecimal() else int(written, 0)


def _unescaped(inner: str, offset: int) -> str:
    if "\\" not in inner:
        return inner
    text = ESCAPE.sub(_escape, inner)
    try:
        # Two \u escapes may be the halves of one character.
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise ExpressionSyntax("the text has half of a surrogate pair, which is no character", offset) from None


def _escape(match: re.Match[str]) -> str:
    short, long, letter = match.groups()
    return ESCAPES[letter] if letter else chr(int(short or long, 16))


def _unreadable(text: str, position: int) -> ExpressionSyntax:
    character = text[position]
    if character in "'\"":
        return ExpressionSyntax(f"the text that starts with {character} is never closed", position)
    return ExpressionSyntax(f"`{character}` is not part of an expression", position, FOREIGN.get(character, ""))
