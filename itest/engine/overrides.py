"""Overrides: texts of the command line in the type of what they replace."""

from __future__ import annotations

from itest.evaluate.data.json_text import JsonError, parse
from itest.model.problem import EvaluationError
from itest.model.values import Missing, Value, type_name


def typed_like(replaced: Value, text: str, name: str) -> Value:
    """`text` in the type of what it replaces: JSON for numbers, booleans, lists and objects, else the text itself.

    Raises `EvaluationError` IT404 where it has another type.
    """
    if replaced is None or isinstance(replaced, (str, bytes, Missing)):
        return text
    kind = type_name(replaced)
    try:
        value = parse(text)
    except JsonError as error:
        raise EvaluationError(f"`{name}={text}`: `{name}` is of type {kind}, and this is not.", code="IT404") from error
    numbers = {"integer", "number"}
    if type_name(value) != kind and not {type_name(value), kind} <= numbers:
        found = type_name(value)
        raise EvaluationError(f"`{name}={text}`: `{name}` is of type {kind}, and this is {found}.", code="IT404")
    return value
