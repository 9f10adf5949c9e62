"""Text form: how a value prints inside text, and values with the documents in them read."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from itest.evaluate.data.decimals import decimal_text
from itest.evaluate.data.documents import read
from itest.evaluate.data.limits import allow_text, bounded
from itest.evaluate.expressions.access import kind, sentence
from itest.model.problem import EvaluationError
from itest.model.values import Document, Missing, Value


def to_text(value: Value) -> str:
    """The value inside text: numbers and text plainly; booleans, null, lists and objects as JSON.

    Raises `EvaluationError` for an absent value, bytes, and what is no value (a function).
    """
    if type(value) is str:
        return value
    if isinstance(value, Document):
        return to_text(read(value))
    if isinstance(value, Decimal):
        return decimal_text(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Missing):
        raise EvaluationError(sentence(value), hint="`default(…)` covers a whole path")
    if isinstance(value, bytes):
        raise EvaluationError("bytes cannot be put into text", hint="`| base64` or `| hex` make text of them")
    return json_form(value)


def json_form(value: Value, indent: int | None = None) -> str:
    """The value as JSON, within the bounds of what an expression may build."""
    if not isinstance(value, (str, bytes, list, tuple, Mapping, int, Decimal, type(None))):
        raise EvaluationError(f"{kind(value)} cannot be put into text")
    # Start-up cost: a template that prints plain values needs no JSON.
    from itest.evaluate.data.json_text import dump

    try:
        text = dump(bounded(settled(value)), indent)
    except ValueError as error:
        raise EvaluationError(f"{kind(value)} cannot be written as JSON: {error}") from error
    allow_text(len(text))
    return text


def settled(value: Value) -> Value:
    """The value with every document in it read and every mapping a dict; the same object where nothing changes."""
    return _read_within(value) if _holds_documents(value) else value


def _holds_documents(value: Value) -> bool:
    """Whether there is anything in it, at any depth, that is not plain data; walked without recursion or copies."""
    rest = [value]
    while rest:
        part = rest.pop()
        if type(part) is dict:
            rest.extend(part.values())
        elif type(part) is list:
            rest.extend(part)
        elif isinstance(part, (Document, tuple, Mapping)):
            return True
    return False


def _read_within(value: Value) -> Value:
    if isinstance(value, Document):
        return read(value)
    if isinstance(value, (list, tuple)):
        return [_read_within(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _read_within(item) for key, item in value.items()}
    return value
