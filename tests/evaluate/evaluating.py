"""What tests of expressions share: evaluating a text over names, with functions that always answer the same."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from typing import Any

from itest.evaluate.expressions.expression import evaluate
from itest.evaluate.expressions.functions import functions
from itest.evaluate.expressions.scope import Scope
from itest.model.values import Document, Expression

BODY = Document(
    b'{"user": {"id": 7, "name": "Ada", "tags": ["x", "y"]}, "total": 10.50, "none": null,'
    b' "items": [{"sku": "A", "qty": 2}, {"sku": "B", "qty": 1.5}], "hostile": "{{ 7*7 }}"}',
    "application/json",
)


def scope_of(**names: Any) -> Scope:
    """A scope with the functions, `body` and further names."""
    made = functions(Random(1), lambda: datetime(2025, 1, 31, 12, tzinfo=UTC), {"a.txt": "hello"}.__getitem__)
    return Scope({**made, "body": BODY, **names})


def value_of(text: str, **names: Any) -> Any:
    """What an expression comes to."""
    return evaluate(Expression(text), scope_of(**names))
