"""Queries beyond plain paths: the one place that knows python-jsonpath, in its strict RFC 9535 mode.

Made ours here: numbers are exact (`Decimal` literals, equality in type and value), regular expressions run through
`regular` (limited in time), a text is never looked into, and descent goes as deep as a JSON body may.
Loaded lazily by `jsonpath`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, ClassVar

from jsonpath import JSONPath, JSONPathEnvironment, Parser
from jsonpath.exceptions import JSONPathError, JSONPathRecursionError, JSONPathSyntaxError
from jsonpath.filter import (
    UNDEFINED,
    BaseExpression,
    FilterExpressionLiteral,
    FloatLiteral,
    IntegerLiteral,
    RelativeFilterQuery,
)
from jsonpath.function_extensions import ExpressionType, FilterFunction
from jsonpath.lex import Lexer
from jsonpath.match import JSONPathMatch, NodeList
from jsonpath.selectors import FilterContext
from jsonpath.stream import TokenStream
from jsonpath.token import TOKEN_EOF

from itest.evaluate.data.equality import equal, is_number
from itest.evaluate.data.json_text import MAX_DEPTH
from itest.evaluate.data.path_syntax import NAME_CHAR, NAME_FIRST, Parts, PathSyntax
from itest.evaluate.data.pattern_syntax import Syntax
from itest.model.lazy_pattern import lazy_pattern
from itest.model.problem import EvaluationError
from itest.model.record import Record
from itest.model.values import Value

MAX_NODES = 300_000
"""Places that a path may select: as many as a JSON body has values."""
MAX_PARTS = 10 * MAX_NODES
"""Names and indexes that lead there, all together."""
_NOTHING = object()
"""What a filter's query that selects nothing is compared as; equal only to itself."""


class LibraryQuery(Record):
    """A path compiled by the library."""

    compiled: JSONPath

    @property
    def singular(self) -> bool:
        return self.compiled.singular_query()

    def nodes(self, value: Value) -> list[tuple[Parts, Value]]:
        """The selected nodes with their locations; raises `EvaluationError` IT216 beyond the bounds."""
        if not isinstance(value, (Mapping, list, tuple)):
            # The library would take a text for a JSON document; a scalar has no children.
            return [((), value)] if self.compiled.empty() else []
        try:
            return list(self._bounded(value))
        except (JSONPathRecursionError, RecursionError):
            raise EvaluationError(f"the path {self.compiled} descends too deep", code="IT216") from None

    def _bounded(self, value: Value) -> Iterator[tuple[Parts, Value]]:
        """The nodes, no more of them than fit: with `$..a..a` there are more than the value has."""
        length = 0
        root: Any = value
        found: Iterable[JSONPathMatch] = [
            _Match(filter_context={}, obj=root, parent=None, path="$", parts=(), root=root)
        ]
        for segment in self.compiled.segments:
            found = segment.resolve(found)
        for count, match in enumerate(found, 1):
            length += len(match.parts)
            if count > MAX_NODES or length > MAX_PARTS:
                raise EvaluationError(f"the path {self.compiled} selects more than {MAX_NODES:,} places", code="IT216")
            yield match.parts, match.obj


def compile_query(text: str) -> LibraryQuery:
    """The compiled query; raises `PathSyntax`."""
    if not text.startswith("$"):
        raise PathSyntax("a path starts with `$`", 0)
    try:
        compiled = _environment().compile(text)
    except JSONPathError as error:
        token = error.token
        offset = len(text) if token is None or token.kind == TOKEN_EOF else min(token.index, len(text))
        raise PathSyntax(_sentence(str(error.message or "it is not a path")), max(0, offset)) from None
    except (RecursionError, InvalidOperation, ValueError) as error:
        raise PathSyntax(str(error) or "it is not a path", 0) from None
    if not isinstance(compiled, JSONPath):
        raise PathSyntax("paths cannot be combined with | or &", 0)
    return LibraryQuery(compiled)


def _sentence(message: str) -> str:
    """The library's message without the names of its tokens."""
    return _TOKEN_NAME.sub(lambda match: match[1].lower().replace("_", " "), message)


_TOKEN_NAME = lazy_pattern(r"'?TOKEN_(\w+)'?")


class _Parser(Parser):
    """Literals without a detour through binary floating point."""

    def parse_integer_literal(self, stream: TokenStream) -> BaseExpression:
        return _exact(stream, super().parse_integer_literal)

    def parse_float_literal(self, stream: TokenStream) -> BaseExpression:
        return _exact(stream, super().parse_float_literal)

    def parse_infix_expression(self, stream: TokenStream, left: BaseExpression) -> BaseExpression:
        token = stream.current()
        if token.value == "<>":  # the library's own, not RFC 9535's
            raise JSONPathSyntaxError("`<>` is no comparison, `!=` is", token=token)
        return super().parse_infix_expression(stream, left)

    def parse_relative_query(self, stream: TokenStream) -> BaseExpression:
        query = super().parse_relative_query(stream)
        return _Here(query.path) if isinstance(query, RelativeFilterQuery) and query.path.empty() else query


class _Match(JSONPathMatch):
    """A node without what nobody asks for: the library's keeps all its children, and the text of its path."""

    __slots__ = ()

    def new_child(self, obj: object, key: int | str) -> JSONPathMatch:
        context, parts, root = self.filter_context(), (*self.parts, key), self.root
        return _Match(filter_context=context, obj=obj, parent=self, path="", parts=parts, root=root)

    def add_child(self, *children: JSONPathMatch) -> None:
        return None


class _Here(RelativeFilterQuery):
    """`@` alone: the current node, which the library forgets to be one where it is a scalar."""

    def evaluate(self, context: FilterContext) -> NodeList:
        root: Any = context.root
        node = _Match(filter_context={}, obj=context.current, parent=None, path="@", parts=(), root=root)
        return NodeList([node])


def _exact(stream: TokenStream, parse: Callable[[TokenStream], BaseExpression]) -> BaseExpression:
    token = stream.current()
    try:
        literal = parse(stream)  # for its checks
    except OverflowError:
        literal = IntegerLiteral(value=0)
    if not isinstance(literal, (IntegerLiteral, FloatLiteral)):
        raise JSONPathSyntaxError("a number was expected", token=token)
    return FilterExpressionLiteral(value=Decimal(token.value))


class _Lexer(Lexer):
    """Names of all characters that RFC 9535, 2.5.1.1 has (the library ends at U+FFFF), and hyphens, as ever."""

    key_pattern = f"{NAME_FIRST}(?:{NAME_CHAR}|-)*"


class _Environment(JSONPathEnvironment):
    lexer_class = _Lexer
    parser_class = _Parser
    max_recursion_depth = MAX_DEPTH + 1

    def setup_function_extensions(self) -> None:
        super().setup_function_extensions()
        self.function_extensions["match"] = _Regular(_whole)
        self.function_extensions["search"] = _Regular(_translated)

    def getitem(self, obj: Any, key: Any) -> Any:
        if isinstance(obj, (str, bytes)):  # sequences of Python, not of JSON
            if isinstance(key, slice):
                return ()
            raise IndexError(key)
        return obj[key]

    def is_truthy(self, obj: object) -> bool:
        # A query asks for existence; what else stands alone in a filter is the boolean of a function or comparison.
        if isinstance(obj, NodeList):
            return bool(obj)
        return obj is not UNDEFINED and obj is not False

    def compare(self, left: object, operator: str, right: object) -> bool:
        if operator == "&&":
            return self.is_truthy(left) and self.is_truthy(right)
        if operator == "||":
            return self.is_truthy(left) or self.is_truthy(right)
        return _COMPARISONS[operator](_operand(left), _operand(right))


class _Regular(FilterFunction):
    """`match` or `search` of RFC 9535, time-limited."""

    arg_types: ClassVar[list[ExpressionType]] = [ExpressionType.VALUE, ExpressionType.VALUE]
    return_type = ExpressionType.LOGICAL

    def __init__(self, syntax: Syntax) -> None:
        self.syntax = syntax

    def __call__(self, value: object, pattern: object) -> bool:
        if not isinstance(value, str) or not isinstance(pattern, str):
            return False
        # Start-up cost: only paths with a regular expression need the engine.
        from itest.evaluate.data.regular import check, search

        # RFC 9535, 2.4.6: what is no I-Regexp matches nothing.
        return check(pattern, self.syntax) is None and search(pattern, value, self.syntax) is not None


def _whole(pattern: str) -> str:
    return rf"\A(?:{_translated(pattern)})\Z"


def _translated(pattern: str) -> str:
    """An I-Regexp (RFC 9485) as the engine's: its dot stops at both line ends, and no end is before a line break."""
    return _ATOM.sub(lambda match: _TRANSLATIONS.get(match[0], match[0]), pattern)


_ATOM = lazy_pattern(r"\\.|\[(?:\\.|[^\]\\])*\]|[.$]", re.DOTALL)
_TRANSLATIONS = {".": r"[^\n\r]", "$": r"\Z"}


def _operand(value: object) -> object:
    """A side of a comparison as a value; several nodes cannot be compared, RFC 9535 allows at most one."""
    if value is UNDEFINED or (isinstance(value, NodeList) and not value):
        return _NOTHING
    if isinstance(value, NodeList):
        return value[0].obj
    return value


def _equal(left: Any, right: Any) -> bool:
    return left is right if left is _NOTHING or right is _NOTHING else equal(left, right)


def _less(left: Any, right: Any) -> bool:
    if (isinstance(left, str) and isinstance(right, str)) or (is_number(left) and is_number(right)):
        return bool(left < right)
    return False


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": _less,
    ">": lambda left, right: _less(right, left),
    "<=": lambda left, right: _less(left, right) or _equal(left, right),
    ">=": lambda left, right: _less(right, left) or _equal(left, right),
}


@cache
def _environment() -> JSONPathEnvironment:
    return _Environment(strict=True)
