"""Expressions: compiled once per text, evaluated against a scope."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from itest.evaluate.data.limits import bounded, exceeded
from itest.evaluate.expressions.access import Absent
from itest.evaluate.expressions.functions import Function
from itest.evaluate.expressions.paths import Reference, Run, path_run, plain_path
from itest.evaluate.expressions.scope import Scope
from itest.evaluate.expressions.text_form import settled
from itest.evaluate.expressions.tokens import ExpressionSyntax
from itest.model.lazy_pattern import lazy_pattern
from itest.model.problem import EvaluationError
from itest.model.record import Record
from itest.model.values import Document, Expression, Missing, Value

__all__ = ["Compiled", "ExpressionSyntax", "Reference", "compile_expression", "evaluate", "references"]

DASHED = lazy_pattern(r"(?P<owner>[A-Za-z_][A-Za-z0-9_.]*)\.(?P<key>[A-Za-z_]\w*(?:-\w+)+)")
CACHED = 16_384


class Compiled(Record):
    """An expression ready to be evaluated, and the names it uses."""

    text: str
    run: Run
    references: tuple[Reference, ...]
    plain: bool = False
    """A path alone: its value is data as it is, not built here."""

    def evaluate(self, scope: Scope) -> Value | Missing:
        """The value (documents in it read), or what is missing; raises `EvaluationError`."""
        try:
            value = self.run(scope)
            return self._finished(value, scope)
        except Absent as absent:
            return self._hinted(absent.missing)
        except RecursionError:
            raise exceeded("it is nested too deeply") from None
        except MemoryError:
            raise exceeded("it needs too much memory") from None

    def _finished(self, value: Any, scope: Scope) -> Value | Missing:
        if isinstance(value, (str, int)) or value is None:
            return value
        if isinstance(value, Missing):
            return self._hinted(value)
        if isinstance(value, Function):
            raise EvaluationError(f"`{value.name}` is a function", hint=f"call it: `{value.name}()`")
        if not self.plain:
            return bounded(settled(value))
        # What a document was read as holds no documents, and may be large.
        root = scope.names.get(str(self.references[0].path[0]))
        return value if isinstance(root, Document) else settled(value)

    def _hinted(self, missing: Missing) -> Missing:
        """Where a key with a dash was read as a subtraction, say so."""
        for match in DASHED.finditer(self.text):
            if missing.path == f"{match['owner']}.{match['key'].split('-')[0]}":
                advice = f"a key with a dash is written `{match['owner']}['{match['key']}']`"
                return Missing(missing.path, f"{missing.reason}; {advice}")
        return missing


@lru_cache(maxsize=CACHED)
def compile_expression(text: str) -> Compiled:
    """The compiled expression; raises `ExpressionSyntax` with the character offset in the text."""
    path = plain_path(text)
    if path is not None:
        offset = len(text) - len(text.lstrip())
        return Compiled(text, path_run(path), (Reference(path, offset),), plain=True)
    # Start-up cost: Jinja takes 50 ms to load, and most scenarios have plain paths only.
    from itest.evaluate.expressions.expression_nodes import compile_node
    from itest.evaluate.expressions.references import references_of
    from itest.evaluate.expressions.syntax import parse

    tree = parse(text)
    return Compiled(text, compile_node(tree), references_of(tree))


def evaluate(expression: Expression, scope: Scope) -> Value | Missing:
    """The expression's value, or `Missing` where a path that it uses leads nowhere; raises `EvaluationError`."""
    try:
        compiled = compile_expression(expression.text)
    except ExpressionSyntax as error:
        raise EvaluationError(f"`{expression.text}` is not an expression: {error.message}", hint=error.hint) from error
    return compiled.evaluate(scope)


def references(text: str) -> tuple[Reference, ...]:
    """The names and static paths that an expression uses, functions included; raises `ExpressionSyntax`."""
    return compile_expression(text).references
