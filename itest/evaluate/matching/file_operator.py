"""The operator `$file`: whether a value is what a file of the project holds, as bytes, as text or as JSON."""

from __future__ import annotations

from itest.evaluate.data.documents import read
from itest.evaluate.data.json_text import JsonError, parse
from itest.evaluate.matching.difference import Difference
from itest.evaluate.matching.question import Question
from itest.model.problem import EvaluationError
from itest.model.record import replace
from itest.model.values import Document, Value


def file(question: Question) -> list[Difference]:
    """Bytes are compared with the bytes of the file, text with its text, and all else with its JSON."""
    name = question.text()
    content = question.context.read_file(name)
    actual = question.actual
    if isinstance(actual, Document):
        value = read(actual)
        # What is no text, such as an image, reads as one in which its bytes are lost.
        if isinstance(value, str) and (actual.data == content or "\ufffd" in value):
            return _as_bytes(question, name, actual.data, content)
        actual = value
    if isinstance(actual, bytes):
        return _as_bytes(question, name, actual, content)
    expected = _text(name, content) if isinstance(actual, str) else _json(name, content)
    return question.ask(expected, actual, replace(question.at, data=True, exact=True))


def _as_bytes(question: Question, name: str, actual: bytes, content: bytes) -> list[Difference]:
    if actual == content:
        return []
    place = next((index for index, pair in enumerate(zip(actual, content, strict=False)) if pair[0] != pair[1]), None)
    hint = f"they differ from byte {place} on" if place is not None else "one is the beginning of the other"
    wanted = f"the {len(content):,} bytes of `{name}`"
    message = f"expected {wanted}, got {len(actual):,} bytes"
    return [Difference(at=question.at, wanted=wanted, actual=actual, message=message, hint=hint)]


def _text(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EvaluationError(f"the file `{name}` is not UTF-8 text (byte {error.start})") from None


def _json(name: str, content: bytes) -> Value:
    try:
        return parse(_text(name, content))
    except JsonError as error:
        where = f"line {error.line}, column {error.column}"
        raise EvaluationError(f"the file `{name}` is not JSON: {error.message}, at {where}") from None
