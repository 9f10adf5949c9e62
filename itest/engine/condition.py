"""Conditions: whether an expression holds, and why it does not, with the values of the names it speaks of and what its
filters gave."""

from __future__ import annotations

from collections.abc import Collection

from itest.evaluate.data.documents import read
from itest.evaluate.data.json_text import short
from itest.evaluate.expressions.access import kind, sentence
from itest.evaluate.expressions.expression import evaluate, references
from itest.evaluate.expressions.paths import plain_path
from itest.evaluate.expressions.scope import Scope
from itest.model.problem import EvaluationError
from itest.model.record import Record
from itest.model.values import Expression, Missing, Value

UNREADABLE = ("IT207", "IT216")
"""Codes of values that could not be looked at, which is another thing than their being wrong."""


class Condition(Record, kw_only=True):
    """Whether an expression holds; where not, why, and the code of the error where it could not be evaluated."""

    holds: bool
    why: str = ""
    hint: str = ""
    code: str = ""


def condition(expression: Expression, scope: Scope, functions: Collection[str]) -> Condition:
    """What an expression came to; a path that is not there makes it not hold, and what cannot be evaluated is an error
    and no "no" (`code`). `functions` are names without a value."""
    try:
        value = read(evaluate(expression, scope))
    except EvaluationError as error:
        why = "; ".join((error.message, *_parts(expression, scope, functions)))
        return Condition(holds=False, why=why, hint=error.hint, code=error.code)
    if isinstance(value, Missing):
        return Condition(holds=False, why=sentence(value))
    if value:
        return Condition(holds=True)
    parts = _parts(expression, scope, functions)
    why = "; ".join((f"it is {short(value, 80)}", *parts))
    return Condition(holds=False, why=why, hint=_unlike(expression, scope))


def _unlike(expression: Expression, scope: Scope) -> str:
    """Says so where `==` compares what looks alike and is of two kinds."""
    # Start-up cost: only what does not hold is taken apart.
    from itest.evaluate.expressions.parts import equated
    from itest.evaluate.matching.near import type_hint

    for (one, left), (other, right) in equated(expression.text, scope):
        left, right = read(left), read(right)
        if type_hint(left, right):
            return f"nothing is converted: `{one}` is {kind(left)}, `{other}` is {kind(right)}"
    return ""


def _parts(expression: Expression, scope: Scope, functions: Collection[str]) -> list[str]:
    """The values of the names an expression speaks of, so that the reader need not guess."""
    shown = []
    for reference in references(expression.text):
        path = reference.text
        if path == expression.text or reference.path[0] in functions:
            continue
        try:
            value = read(evaluate(Expression(path), scope))
        except EvaluationError:
            continue  # A part that cannot be evaluated alone has no value to show.
        shown.append(_told(path, value))
    if plain_path(expression.text) is None:
        # Start-up cost: only what does not hold is taken apart.
        from itest.evaluate.expressions.parts import given

        shown += [_told(part, value) for part, value in given(expression.text, scope)]
    return list(dict.fromkeys(shown))


def _told(part: str, value: Value | Missing) -> str:
    return sentence(value) if isinstance(value, Missing) else f"{part} is {short(value, 120)}"
