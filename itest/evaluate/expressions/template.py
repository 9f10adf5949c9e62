"""Templates: text with live `{{ … }}` parts, compiled once and rendered over trees.

Only `{{ … }}` is live; `{%` and `{#` are text. What came out of the scope is data and is never rendered again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from itest.evaluate.data.limits import allow_text
from itest.evaluate.expressions.access import sentence
from itest.evaluate.expressions.expression import CACHED, Compiled, Reference, compile_expression
from itest.evaluate.expressions.scope import Scope
from itest.evaluate.expressions.text_form import to_text
from itest.evaluate.expressions.tokens import ExpressionSyntax
from itest.model.lazy_pattern import lazy_pattern
from itest.model.problem import EvaluationError
from itest.model.record import Record, replace
from itest.model.values import Expression, Missing, Pointer, Template, Tree, Value

__all__ = [
    "CompiledTemplate",
    "ExpressionSyntax",
    "compile_template",
    "is_live",
    "pieces",
    "render",
    "sole_expression",
    "template_references",
    "to_text",
]

OPENING = "{{"
PIECE = lazy_pattern(r"""'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"|[{}]""", re.DOTALL)
"""What may hide the end of an expression: text literals and braces."""


class Live(Record):
    """An expression in a template: its text, and where it starts in the template's text."""

    text: str
    offset: int


class CompiledTemplate(Record):
    """A template ready to be rendered: texts and expressions in turn; `alone` where it is one expression."""

    parts: tuple[str | Compiled, ...]
    references: tuple[Reference, ...]
    alone: bool

    def render(self, scope: Scope) -> Value:
        """The text, or the expression's value with its type where it stands alone; raises `EvaluationError`."""
        if self.alone:
            return _value(self.parts[0], scope)
        texts = [part if isinstance(part, str) else to_text(_value(part, scope)) for part in self.parts]
        allow_text(sum(map(len, texts)))
        return "".join(texts)


def is_live(text: str) -> bool:
    """Whether the text has something to render."""
    return OPENING in text


@lru_cache(maxsize=CACHED)
def compile_template(text: str) -> CompiledTemplate:
    """The compiled template; raises `ExpressionSyntax` with the character offset in the text."""
    parts: list[str | Compiled] = []
    found: list[Reference] = []
    for piece in pieces(text):
        if isinstance(piece, str):
            parts.append(piece)
            continue
        try:
            compiled = compile_expression(piece.text)
        except ExpressionSyntax as error:
            raise error.moved(piece.offset) from None
        parts.append(compiled)
        found.extend(replace(use, offset=use.offset + piece.offset) for use in compiled.references)
    if len(parts) == 2 and parts[1] in ("\n", "\r\n"):
        # The last line break of a block scalar does not count.
        del parts[1]
    return CompiledTemplate(tuple(parts), tuple(found), len(parts) == 1 and isinstance(parts[0], Compiled))


def template_references(text: str) -> tuple[Reference, ...]:
    """The names and static paths that a template uses, with offsets in its text; raises `ExpressionSyntax`."""
    return compile_template(text).references


def sole_expression(text: str) -> tuple[str, int] | None:
    """The inner text of a `{{ … }}` that is all there is (but blanks around it) and its offset, else None.

    For fields that are expressions, where the braces are optional; raises `ExpressionSyntax` for braces unclosed.
    """
    if not text.lstrip().startswith(OPENING):
        return None
    found = [piece for piece in pieces(text) if isinstance(piece, Live) or piece.strip()]
    only = found[0]
    return (only.text, only.offset) if len(found) == 1 and isinstance(only, Live) else None


def render(tree: Tree, scope: Scope, pointer: Pointer = ()) -> Value:
    """The tree as values: templates rendered, in keys too, everything else fresh but unchanged.

    Raises `EvaluationError` whose `pointer` is that of the leaf at fault, below `pointer`.
    """
    if tree is None or isinstance(tree, (str, int, Decimal)):
        return tree
    if isinstance(tree, Template):
        return _rendered(tree.text, scope, pointer)
    if isinstance(tree, Mapping):
        return _object(tree, scope, pointer)
    if isinstance(tree, (list, tuple)):
        return [render(item, scope, (*pointer, index)) for index, item in enumerate(tree)]
    if isinstance(tree, Expression):
        return _expression(tree.text, scope, pointer)
    return tree


def _object(tree: Mapping[str, Tree], scope: Scope, pointer: Pointer) -> dict[str, Value]:
    result: dict[str, Value] = {}
    for key, item in tree.items():
        place = (*pointer, key)
        name = to_text(_rendered(key, scope, place)) if OPENING in key else key
        if name in result:
            raise EvaluationError(f"two keys of this object come out as `{name}`", pointer=place)
        result[name] = render(item, scope, place)
    return result


def _rendered(text: str, scope: Scope, pointer: Pointer) -> Value:
    try:
        return compile_template(text).render(scope)
    except (EvaluationError, ExpressionSyntax) as error:
        raise _placed(error, pointer) from error


def _expression(text: str, scope: Scope, pointer: Pointer) -> Value:
    try:
        return _value(compile_expression(text), scope)
    except (EvaluationError, ExpressionSyntax) as error:
        raise _placed(error, pointer) from error


def _placed(error: EvaluationError | ExpressionSyntax, pointer: Pointer) -> EvaluationError:
    code = error.code if isinstance(error, EvaluationError) else "IT201"
    return EvaluationError(error.message, code=code, hint=error.hint, pointer=pointer)


def _value(part: str | Compiled, scope: Scope) -> Value:
    if isinstance(part, str):
        return part
    value = part.evaluate(scope)
    if isinstance(value, Missing):
        raise EvaluationError(sentence(value), hint="`| default(…)` covers a whole path")
    return value


def pieces(text: str) -> Iterator[str | Live]:
    """The texts and expressions of a template in turn; empty texts are left out."""
    position, strip = 0, False
    while (start := text.find(OPENING, position)) >= 0:
        inner, end = start + len(OPENING), _end(text, start)
        dash_before, dash_after = text.startswith("-", inner), text[end - 1] == "-" and end - 1 > inner
        before = _stripped(text[position:start], left=strip, right=dash_before)
        if before:
            yield before
        inner += dash_before
        yield Live(text[inner : end - dash_after], inner)
        position, strip = end + 2, dash_after
    rest = _stripped(text[position:], left=strip)
    if rest:
        yield rest


def _stripped(text: str, *, left: bool, right: bool = False) -> str:
    """The text without the blanks that `{{-` and `-}}` take away, as in Jinja."""
    text = text.lstrip() if left else text
    return text.rstrip() if right else text


def _end(text: str, start: int) -> int:
    """Where the `}}` stands that closes the `{{` at `start`."""
    depth, position = 0, start + 2
    while match := PIECE.search(text, position):
        position = match.end()
        if match.group() == "{":
            depth += 1
        elif match.group() == "}" and depth:
            depth -= 1
        elif match.group() == "}" and text.startswith("}", position):
            return match.start()
    raise ExpressionSyntax("`{{` is never closed by `}}`", start, "text that is meant to have braces: `{{ '{{' }}`")
