"""What is wrong with a schema itself: held against its metaschema, word by word, and along its references.

Every schema that a reference leads to is held against its own dialect, in whatever document it lies; what no reference
leads to is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from jsonschema.exceptions import ValidationError, best_match
from referencing.exceptions import Unresolvable

from itest.evaluate.data.ecma_pattern import ecma
from itest.evaluate.data.regular import check as check_pattern
from itest.evaluate.data.suggest import did_you_mean, meant
from itest.evaluate.matching.schema_depth import need_room
from itest.evaluate.matching.schema_dialects import OPENAPI_3_0, Dialect
from itest.evaluate.matching.schema_keywords import metaschema_validator
from itest.evaluate.matching.schema_node import Path, SchemaNode, subschemas
from itest.evaluate.matching.schema_references import specification, unresolvable
from itest.evaluate.matching.schema_sentences import sentence
from itest.evaluate.matching.schema_words import Flaw, word_flaws
from itest.model.problem import EvaluationError
from itest.model.record import replace
from itest.model.values import JSON_TYPES, Value

Place = tuple[str, Path]
"""A document by its address, and the keys that lead to somewhere in it."""
NO_SCHEMA = "a schema is an object, true or false"
_REFERENCES = ("$ref", "$dynamicRef")
_BOUNDS = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}


def flaws_within(contents: Value) -> list[Flaw]:
    """What is wrong with a marked schema and those within it, references aside."""
    if not isinstance(contents, SchemaNode):
        if isinstance(contents, (bool, dict)):  # unmarked: a published metaschema
            return []
        return [Flaw(path=(), message=NO_SCHEMA)]
    found = _against_metaschema(contents)
    return [*([found] if found else []), *_words(contents, ())]


MAX_SCHEMAS = 10_000
"""Schemas that are reached from one, those inside of it included."""
MAX_LOOKS = 500_000
"""Schemas that are looked at in a run, for all that name one together."""


class TooMany(EvaluationError):
    """More schemas than are looked at."""


class Looked:
    """What is known of the schemas of a document that several name: `clean` are those of which, and of all that is
    reached from them, nothing is wrong."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.clean: dict[int, Value] = {}
        """By identity, with what has it: nothing else can get it as long as this is kept."""
        self._flaws: dict[int, tuple[Value, list[Flaw]]] = {}

    def flaws_within(self, contents: Value) -> list[Flaw]:
        """What is wrong with a schema of the document itself."""
        if id(contents) not in self._flaws:
            self._flaws[id(contents)] = contents, flaws_within(contents)
        return self._flaws[id(contents)][1]


class Budget:
    """How many schemas may still be looked at."""

    def __init__(self) -> None:
        self._left = MAX_LOOKS

    def spend(self) -> None:
        """Look at one more; raises `EvaluationError` IT322 where it is one too many."""
        self._left -= 1
        if self._left < 0:
            raise TooMany(f"the schemas that are named reach more than {MAX_LOOKS:,} in all", code="IT322")


class Reached:
    """All that is reached from a schema along its references; each schema is looked at once."""

    def __init__(self, looked: Looked) -> None:
        self.flaws: list[Flaw] = []
        self._looked = looked
        self._seen: dict[int, Value] = {}

    def finish(self) -> None:
        """All has been followed: where nothing is wrong, it is known of all of it."""
        if not self.flaws:
            self._looked.clean.update(self._seen)

    def follow(self, resolver: Any, reference: str) -> None:
        """Look at what a reference leads to; raises `EvaluationError` IT322 for one that leads nowhere."""
        need_room()
        try:
            resolved = resolver.lookup(reference)
        except Unresolvable as error:
            raise unresolvable(reference, error) from None
        if self._is_known(resolved.contents):
            return
        place = _place(resolved.resolver, reference)
        self._count(resolved.contents)
        for flaw in self._looked.flaws_within(resolved.contents):
            self._note(flaw, place)
        if isinstance(resolved.contents, SchemaNode):
            self._references(resolved.resolver, resolved.contents, place)

    def _references(self, resolver: Any, node: SchemaNode, place: Place) -> None:
        need_room()
        if self._is_known(node):
            return
        self._seen[id(node)] = node
        self._looked.budget.spend()
        if len(self._seen) > MAX_SCHEMAS:
            raise _too_many()
        for keyword in _REFERENCES:
            if isinstance(node.get(keyword), str):
                try:
                    self.follow(resolver, node[keyword])
                except TooMany:
                    raise
                except EvaluationError as error:
                    self._note(Flaw(path=(keyword,), message=error.message, hint=error.hint), place)
        create = specification(node.dialect.uri).create_resource
        document, path = place
        for keys, inner in subschemas(node):
            self._references(resolver.in_subresource(create(inner)), inner, (document, (*path, *keys)))

    def _is_known(self, contents: Value) -> bool:
        return id(contents) in self._seen or id(contents) in self._looked.clean

    def _count(self, contents: Value) -> None:
        """Refuse a schema with too many within it, before any of them is looked at."""
        waiting, count = [contents] if isinstance(contents, SchemaNode) else [], len(self._seen)
        while waiting:
            count += 1
            if count > MAX_SCHEMAS:
                raise _too_many()
            waiting += [inner for _, inner in subschemas(waiting.pop())]

    def _note(self, flaw: Flaw, place: Place) -> None:
        document, path = place
        self.flaws.append(replace(flaw, path=(*path, *flaw.path), uri=document))


def _too_many() -> TooMany:
    return TooMany(f"more than {MAX_SCHEMAS:,} schemas are reached from this one", code="IT322")


def _place(resolver: Any, reference: str) -> Place:
    """The document that a reference led to, and the keys of its pointer."""
    # The library offers the base address of a resolver nowhere else.
    document = str(resolver._base_uri).partition("#")[0]
    pointer = unquote(reference.partition("#")[2])
    if not pointer.startswith("/"):
        return document, ()
    return document, tuple(_key(part) for part in pointer[1:].split("/"))


def _key(part: str) -> str | int:
    return int(part) if part.isdecimal() else part.replace("~1", "/").replace("~0", "~")


def _words(node: SchemaNode, path: Path) -> Iterator[Flaw]:
    yield from word_flaws(node, path)
    for keys, inner in subschemas(node):
        yield from _words(inner, (*path, *keys))


def _against_metaschema(node: SchemaNode) -> Flaw | None:
    errors = list(metaschema_validator(node.dialect).iter_errors(node))
    # A keyword that is alone although it may not be, is seldom what was meant wrongly.
    error = best_match([each for each in errors if each.validator != "dependencies"] or errors)
    if error is None:
        return None
    path = tuple(error.absolute_path)
    message = _no_type(path, error.instance) or _no_pattern(error) or _sentence(error)
    hint = _said_otherwise(path, error.instance, node.dialect) or _no_truth(error)
    return Flaw(path=path, message=message, hint=hint)


def _no_truth(error: ValidationError) -> str:
    asked = error.validator == "type" and "boolean" in str(error.validator_value)
    return meant(error.instance, "true", "false") if asked else ""


def _sentence(error: ValidationError) -> str:
    return sentence(str(error.validator), error.validator_value, error.instance, error.message)


def _no_type(path: Path, instance: Value) -> str:
    """The sentence for a `type` that JSON does not have."""
    if not isinstance(instance, str) or "type" not in (path[-1:] + path[-2:-1]) or instance in JSON_TYPES:
        return ""
    question = did_you_mean(instance, JSON_TYPES)
    return f"`{instance}` is no JSON type" + (f"; {question}" if question else "")


def _no_pattern(error: ValidationError) -> str:
    if error.validator != "format" or error.validator_value != "regex":
        return ""
    pattern = str(error.instance)
    return f"`{pattern}` is no regular expression of ECMA-262: {check_pattern(pattern, ecma)}"


def _said_otherwise(path: Path, instance: Value, dialect: Dialect) -> str:
    """How the dialect says what another one says like this."""
    word = path[-1] if path else ""
    if word in _BOUNDS and isinstance(instance, bool):
        return f"JSON Schema says `{word}: 5` in place of `{_BOUNDS[str(word)]}: 5` with `{word}: true`"
    if word in _BOUNDS:
        return f"{dialect.name} says `{_BOUNDS[str(word)]}: 5` with `{word}: true`"
    if dialect is OPENAPI_3_0 and word == "type":
        return "OpenAPI 3.0 has one type, and `nullable: true`"
    return ""
