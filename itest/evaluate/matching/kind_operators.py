"""Operators of kind, size and presence, and those that look inside: `$type` to `$empty`, `$exists`, `$optional`,
`$schema`, `$json`."""

from __future__ import annotations

from collections.abc import Mapping

from itest.evaluate.data.formats import conforms
from itest.evaluate.data.json_text import JsonError, parse, short
from itest.evaluate.matching.context import MatchContext
from itest.evaluate.matching.difference import ABSENT, LIMIT, Difference
from itest.evaluate.matching.place import Place, Suffix
from itest.evaluate.matching.question import Question
from itest.model.record import replace
from itest.model.values import JSON_TYPES, Missing, SchemaFile, Value, type_name


def of_type(question: Question) -> list[Difference]:
    wanted = question.value()
    kinds = ["null" if kind is None else kind for kind in (wanted if isinstance(wanted, (list, tuple)) else [wanted])]
    if not all(kind in JSON_TYPES for kind in kinds):
        raise question.unusable(wanted, "the name of a JSON type")
    actual = type_name(question.actual)
    if actual in kinds or (actual == "integer" and "number" in kinds):
        return []
    return question.wrong(f"a value of type {' or '.join(map(str, kinds))}", hint=f"its type is {actual}")


def of_format(question: Question) -> list[Difference]:
    name = question.text()
    if isinstance(question.actual, str) and conforms(question.actual, name):
        return []
    return question.wrong(f"text of format {name}")


def size(question: Question) -> list[Difference]:
    length = _length(question.actual)
    if length is None:
        return question.wrong("text, a list or an object that has a size")
    return question.ask(question.argument, length, question.at.at(Suffix(" size")).plainly())


def empty(question: Question) -> list[Difference]:
    length = _length(question.actual)
    if question.value() is False:
        return [] if length else question.wrong("text, a list or an object that is not empty")
    return [] if length == 0 else question.wrong("empty text, list or object")


def exists(question: Question) -> list[Difference]:
    there = not isinstance(question.actual, Missing)
    wanted = question.value() is not False
    if there is wanted:
        return []
    if wanted:
        return question.wrong("a value")
    message = f"expected to be absent, got {short(question.actual, 60)}"
    hint = "null is a value; a key that is not there is absent" if question.actual is None else ""
    return [Difference(at=question.at, wanted=ABSENT, actual=question.actual, message=message, hint=hint)]


def optional(question: Question) -> list[Difference]:
    if isinstance(question.actual, Missing):
        return []
    return question.ask(question.argument, question.actual, question.at)


def schema(question: Question) -> list[Difference]:
    argument = question.argument if isinstance(question.argument, SchemaFile) else question.value()
    return violations(argument, question.actual, question.at, question.context)


def violations(argument: Value | SchemaFile, actual: Value, at: Place, context: MatchContext) -> list[Difference]:
    """What the value violates of a schema: inline, or the path of a file."""
    # Start-up cost: jsonschema takes longer to import than all of itest.
    from itest.evaluate.matching.schema import compile_schema, schema_source

    source = schema_source(argument, context.base_dir)
    validator = compile_schema(source, context.read_schema, context.base_dir)
    found = [
        Difference(
            at=at.at(*error.parts),
            wanted=error.wanted,
            actual=error.actual,
            message=error.message,
            hint=error.hint,
            code="IT103",
        )
        for error in validator.errors(actual, 2 * LIMIT)
    ]
    return [*found[:-1], replace(found[-1], uncounted=True)] if len(found) == 2 * LIMIT else found


def json(question: Question) -> list[Difference]:
    """What a text holds as JSON; what was read as JSON already is taken as it is."""
    if not isinstance(question.actual, (str, bytes)):
        return question.ask(question.argument, question.actual, question.at.plainly())
    try:
        value = parse(question.actual)
    except JsonError as error:
        return question.wrong("JSON text", hint=f"{error.message}, at line {error.line}, column {error.column}")
    return question.ask(question.argument, value, question.at.at(Suffix(" as JSON $")).plainly())


def _length(value: Value) -> int | None:
    return len(value) if isinstance(value, (str, bytes, list, tuple, Mapping)) else None
