"""JSON Schema: validators built once per schema, and what a value violates in plain words.

2020-12 unless `$schema` says otherwise; `format` is asserted; references reach files, never the network. The one place,
with `schema_keywords` and `schema_references`, that knows jsonschema. Loaded lazily.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jsonschema.exceptions import ValidationError, best_match
from referencing.exceptions import Unresolvable

from itest.evaluate.data.json_text import JsonError, dump, parse
from itest.evaluate.data.suggest import did_you_mean
from itest.evaluate.matching.schema_keywords import TOO_OLD, validator_class
from itest.evaluate.matching.schema_references import Read, check_references, registry_for, unresolvable
from itest.evaluate.matching.schema_sentences import sentence, wanted
from itest.model.problem import EvaluationError
from itest.model.record import Record
from itest.model.values import JSON_TYPES, SchemaFile, Tree, Value

LATEST = "https://json-schema.org/draft/2020-12/schema"


class Violation(Record, kw_only=True):
    """One keyword that does not hold: where in the value, in plain words, and the value there."""

    parts: tuple[str | int, ...]
    keyword: str
    message: str
    wanted: str
    actual: Value
    hint: str = ""


class BadSchema(Record, kw_only=True):
    """Where a schema is not valid itself, and why."""

    path: tuple[str | int, ...]
    message: str


class Validator(Record):
    """A compiled schema."""

    library: Any

    def errors(self, value: Value, limit: int = 100) -> list[Violation]:
        """What the value violates, at most `limit`; raises `EvaluationError` (IT322, IT216)."""
        try:
            return [_violation(error) for error in islice(self.library.iter_errors(value), limit)]
        except Unresolvable as error:
            raise unresolvable(error.ref, error) from None
        except RecursionError:
            message = "the schema refers to itself without end, or the value nests too deep for it"
            raise EvaluationError(message, code="IT216") from None


def compile_schema(schema: Value | SchemaFile, read: Read, base_dir: Path = Path()) -> Validator:
    """The validator of an inline schema (relative references are to `base_dir`) or of one in a file.

    Built once per schema and reader. Raises `EvaluationError` IT322 for a schema that is not valid.
    """
    if isinstance(schema, SchemaFile):
        return _compiled_file(schema.path, schema.fragment, read)
    return _compiled_text(dump(schema), base_dir, read)


def schema_source(schema: Value | SchemaFile, base_dir: Path) -> Value | SchemaFile:
    """A schema as `expect` and `$schema` have it: inline, or the path of a file, with `#/pointer` if wanted."""
    if not isinstance(schema, str):
        return schema
    name, _, fragment = schema.partition("#")
    return SchemaFile(path=(base_dir / name).resolve(), fragment=fragment, text=schema)


def schema_problem(schema: Tree) -> BadSchema | None:
    """What is wrong with an inline schema itself, references aside; None where nothing is."""
    contents = _thawed(schema)
    try:
        return _invalid(contents)
    except RecursionError:
        return BadSchema(path=(), message="the schema nests too deep")


@lru_cache(maxsize=256)
def _compiled_text(text: str, base_dir: Path, read: Read) -> Validator:
    uri = (base_dir.resolve() / "inline schema").as_uri()
    return _compiled(parse(text), uri, "", read)


@lru_cache(maxsize=256)
def _compiled_file(path: Path, fragment: str, read: Read) -> Validator:
    try:
        contents = read(path)
    except JsonError as error:
        raise EvaluationError(f"the schema {path.name} is not JSON: {error}", code="IT322") from None
    return _compiled(contents, path.as_uri(), fragment, read)


def _compiled(contents: Value, uri: str, fragment: str, read: Read) -> Validator:
    problem = _invalid(contents)
    if problem is not None:
        place = "".join(f"/{part}" for part in problem.path)
        where = f" at `{place}`" if place else ""
        raise EvaluationError(f"the schema is not valid{where}: {problem.message}", code="IT322")
    registry, address = registry_for(contents, uri, read)
    check_references(registry, address)
    reference = f"{address}#{fragment}"
    try:
        registry.resolver().lookup(reference)
    except Unresolvable:
        name = unquote(uri.rpartition("/")[2])
        raise EvaluationError(f"`{name}` has nothing at `#{fragment}`", code="IT322") from None
    library = validator_class(_dialect(contents))
    return Validator(library({"$ref": reference}, registry=registry, format_checker=library.FORMAT_CHECKER))


def _invalid(contents: Value) -> BadSchema | None:
    if not isinstance(contents, (dict, bool)):
        return BadSchema(path=(), message="a schema is an object, true or false")
    if TOO_OLD in _dialect(contents):
        return BadSchema(path=("$schema",), message=f"{TOO_OLD} is not supported; draft-04 and all later ones are")
    library = validator_class(_dialect(contents))
    # Only `regex` of the metaschema's formats is worth an error: a pattern that cannot be compiled.
    checker = _only(library.FORMAT_CHECKER, "regex")
    error = best_match(library(library.META_SCHEMA, format_checker=checker).iter_errors(contents))
    if error is None:
        return None
    path = tuple(error.absolute_path)
    message = _no_type(path, error.instance) or sentence(
        str(error.validator), error.validator_value, error.instance, error.message
    )
    return BadSchema(path=path, message=message)


def _no_type(path: tuple[str | int, ...], instance: Value) -> str:
    """The sentence for a `type` that JSON does not have."""
    if not isinstance(instance, str) or "type" not in (path[-1:] + path[-2:-1]):
        return ""
    question = did_you_mean(instance, JSON_TYPES)
    return f"`{instance}` is no JSON type" + (f"; {question}" if question else "")


def _only(checker: Any, name: str) -> Any:
    chosen = type(checker)(formats=())
    chosen.checkers = {name: checker.checkers[name]} if name in checker.checkers else {}
    return chosen


def _dialect(contents: Value) -> str:
    dialect = contents.get("$schema") if isinstance(contents, dict) else None
    return dialect if isinstance(dialect, str) else LATEST


def _thawed(tree: Tree) -> Value:
    if isinstance(tree, Mapping):
        return {key: _thawed(item) for key, item in tree.items()}
    return [_thawed(item) for item in tree] if isinstance(tree, (list, tuple)) else tree


def _violation(error: ValidationError) -> Violation:
    keyword = str(error.validator)
    return Violation(
        parts=tuple(error.absolute_path),
        keyword=keyword,
        message=f"{_told(error)} ({keyword})",
        wanted=wanted(keyword, error.validator_value),
        actual=error.instance,
        hint=_closest(error),
    )


def _told(error: ValidationError) -> str:
    if error.validator is None:
        return "no value is allowed here"
    return sentence(str(error.validator), error.validator_value, error.instance, error.message)


def _closest(error: ValidationError) -> str:
    """Of several schemas that do not match, what was wrong with the nearest."""
    if not error.context:
        return ""
    nearest = max(error.context, key=lambda one: len(one.absolute_path))  # where most of the schema held
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in nearest.relative_path)
    return f"nearest: {f'at `{place}`, ' if place else ''}{_told(nearest)}"
