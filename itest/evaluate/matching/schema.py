"""JSON Schema: validators built once per schema, and what a value violates in plain words.

2020-12 unless `$schema` says otherwise; `format` is asserted; references reach files, never the network. The one place,
with `schema_keywords` and `schema_references`, that knows jsonschema. Loaded lazily.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jsonschema.exceptions import ValidationError
from referencing.exceptions import Unresolvable

from itest.evaluate.data.json_text import JsonError, dump, parse
from itest.evaluate.matching.schema_check import NO_SCHEMA, Budget, Looked, Reached, flaws_within
from itest.evaluate.matching.schema_dialects import DRAFT_2020, Dialect, described
from itest.evaluate.matching.schema_keywords import validator_class
from itest.evaluate.matching.schema_node import marked
from itest.evaluate.matching.schema_references import Read, registry_for, unresolvable
from itest.evaluate.matching.schema_sentences import sentence, wanted
from itest.evaluate.matching.schema_words import Flaw
from itest.model.problem import EvaluationError
from itest.model.record import Record, replace
from itest.model.values import SchemaFile, Tree, Value


class Violation(Record, kw_only=True):
    """One keyword that does not hold: where in the value, in plain words, and the value there."""

    parts: tuple[str | int, ...]
    keyword: str
    message: str
    wanted: str
    actual: Value
    hint: str = ""


class BadSchema(EvaluationError):
    """A schema that cannot be judged by: all that is wrong with it (the first one is the message)."""

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        first = flaws[0]
        place = "".join(f"/{part}" for part in first.path)
        where = f" at `{place}`" if place else ""
        super().__init__(f"the schema is not valid{where}: {first.message}", code="IT322", hint=first.hint)
        self.flaws = tuple(flaws)


class Validator(Record):
    """A compiled schema."""

    library: Any

    def errors(self, value: Value, limit: int = 100) -> list[Violation]:
        """What the value violates, at most `limit`; raises `EvaluationError` (IT322, IT216)."""
        try:
            found = [_violation(error) for error in islice(self.library.iter_errors(value), limit)]
        except Unresolvable as error:
            raise unresolvable(error.ref, error) from None
        except RecursionError:
            message = "the schema refers to itself without end, or the value nests too deep for it"
            raise EvaluationError(message, code="IT216") from None
        # The library tells of each missing property, and the sentence names all of them.
        return list({(one.parts, one.keyword, one.message): one for one in found}.values())


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


def schema_flaws(schema: Tree) -> list[Flaw]:
    """What is wrong with an inline schema itself; what needs files (references, a dialect of one's own) aside."""
    contents = _thawed(schema)
    dialect = described(contents, DRAFT_2020)
    try:
        return [] if dialect is None else flaws_within(marked(contents, dialect))
    except RecursionError:
        return [Flaw(path=(), message="the schema nests too deep")]


@lru_cache(maxsize=256)
def _compiled_text(text: str, base_dir: Path, read: Read) -> Validator:
    uri = (base_dir.resolve() / "inline schema").as_uri()
    return _bounded(lambda: _opened(parse(text), uri, read), "")


@lru_cache(maxsize=256)
def _compiled_file(path: Path, fragment: str, read: Read) -> Validator:
    return _bounded(lambda: _opened_file(path, read), fragment)


@lru_cache(maxsize=64)
def _opened_file(path: Path, read: Read) -> _Opened:
    try:
        contents = read(path)
    except JsonError as error:
        raise EvaluationError(f"the schema {path.name} is not JSON: {error}", code="IT322") from None
    return _opened(contents, path.as_uri(), read)


@lru_cache(maxsize=8)
def _budget(_read: Read) -> Budget:
    """One for all schemas that are read in the same way, which are those of a run."""
    return Budget()


def _bounded(opened: Callable[[], _Opened], fragment: str) -> Validator:
    try:
        return _compiled(opened(), fragment)
    except RecursionError:
        raise BadSchema([Flaw(path=(), message="the schema nests, or its references lead on, too deep")]) from None


class _Opened(Record):
    """A schema document: where it lies, with what it can refer to, and what is known of it."""

    uri: str
    address: str
    registry: Any
    dialect: Dialect
    looked: Looked


def _opened(contents: Value, uri: str, read: Read) -> _Opened:
    if not isinstance(contents, (dict, bool)):
        raise BadSchema([Flaw(path=(), message=NO_SCHEMA)])
    try:
        registry, address, dialect = registry_for(contents, uri, read)
    except EvaluationError as error:
        raise BadSchema([Flaw(path=("$schema",), message=error.message, hint=error.hint)]) from None
    return _Opened(uri, address, registry, dialect, Looked(_budget(read)))


def _compiled(opened: _Opened, fragment: str) -> Validator:
    reference = f"{opened.address}#{fragment}"
    try:
        opened.registry.resolver().lookup(reference)
    except Unresolvable:
        name = unquote(opened.uri.rpartition("/")[2])
        raise EvaluationError(f"`{name}` has nothing at `#{fragment}`", code="IT322") from None
    reached = Reached(opened.looked)
    reached.follow(opened.registry.resolver(), reference)
    reached.finish()
    if reached.flaws:
        raise BadSchema([replace(flaw, uri="" if flaw.uri == opened.address else flaw.uri) for flaw in reached.flaws])
    library = validator_class(opened.dialect)
    return Validator(library({"$ref": reference}, registry=opened.registry, format_checker=library.FORMAT_CHECKER))


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
