"""Syntax: an expression's text parsed by Jinja's parser; its errors in plain words, at their place.

Every node's `lineno` is the character offset where it stands (see `tokens`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from itest.evaluate.data.limits import MAX_DEPTH
from itest.evaluate.expressions.jinja import Environment, Parser, TemplateSyntaxError, Token, TokenStream, nodes
from itest.evaluate.expressions.tokens import ExpressionSyntax, tokens
from itest.model.lazy_pattern import lazy_pattern

EXPECTED = lazy_pattern(r"(?:expected token|unexpected end of template, expected) '(?P<wanted>.+?)'.*")
UNEXPECTED = lazy_pattern(r"(?:unexpected|Expected an expression, got) '.+'")

SENTENCES = {
    "expected name or number": "after a dot comes a name or a number",
    "invalid syntax for function call expression": "the arguments of this call cannot be read",
    "You cannot chain multiple tests with is": "one `is` cannot follow another; join them with `and`",
}
TOO_DEEP = "the expression is nested too deeply"


def parse(text: str) -> nodes.Expr:
    """The tree of one expression; raises `ExpressionSyntax`."""
    if not text.strip():
        raise ExpressionSyntax("there is no expression", 0)
    parser = Parser(_environment(), "")
    try:
        parser.stream = TokenStream(_stream(text), None, None)
        tree = parser.parse_expression()
    except TemplateSyntaxError as error:
        raise _in_plain_words(error, parser.stream.current, text) from None
    except RecursionError:
        raise ExpressionSyntax(TOO_DEEP, 0) from None
    if not parser.stream.eos:
        raise _left_over(parser.stream.current)
    _measure(tree)
    return tree


def _measure(tree: nodes.Expr) -> None:
    """Refuse a tree that is deeper than what compiles and evaluates it by recursion."""
    level: list[nodes.Node] = [tree]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in node.iter_child_nodes()]
        if not level:
            return
    raise ExpressionSyntax(TOO_DEEP, level[0].lineno)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment()


_LEFT_OVER = {"assign": "`==` compares", "comma": "a list is written in brackets: `[a, b]`"}
"""What was meant by a token that does not belong to the expression before it."""


def _stream(text: str) -> Iterator[Token]:
    for offset, kind, value in tokens(text):
        yield Token(offset, kind, value)  # type: ignore[arg-type]  # a number token carries its number


def _in_plain_words(error: TemplateSyntaxError, found: Token, text: str) -> ExpressionSyntax:
    """Jinja's error, where `found` is the token that the parser stands at."""
    message = error.message or ""
    ended = found.type == "eof"
    offset = len(text.rstrip()) if ended else found.lineno
    if match := EXPECTED.fullmatch(message):
        wanted = {"name": "a name", "string": "a text"}.get(match["wanted"], f"`{match['wanted']}`")
        return ExpressionSyntax(f"expected {wanted}, found {_written(found)}", offset, _after_is(text[:offset]))
    if UNEXPECTED.fullmatch(message):
        sentence = "the expression ends too early" if ended else f"{_written(found)} was not expected here"
        return ExpressionSyntax(sentence, offset)
    return ExpressionSyntax(SENTENCES.get(message, "this is not an expression"), min(error.lineno, len(text)))


def _after_is(before: str) -> str:
    return "`is` asks a test such as `is number`; `==` compares" if before.split()[-1:] == ["is"] else ""


def _left_over(token: Token) -> ExpressionSyntax:
    hint = _LEFT_OVER.get(token.type, "")
    return ExpressionSyntax(f"{_written(token)} was not expected here", token.lineno, hint)


def _written(token: Token) -> str:
    return {"eof": "the end", "string": "a text"}.get(token.type, f"`{token.value}`")
