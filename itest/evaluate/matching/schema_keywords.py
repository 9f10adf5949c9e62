"""Keywords of JSON Schema where jsonschema's own would go wrong with our values or with what a server sends.

Numbers are `int` and `Decimal`; patterns run through `regular`, limited in time; equality is by `equality`.
"""

from __future__ import annotations

import decimal
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache, partial
from itertools import islice
from typing import Any

import attrs
from jsonschema import FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import Draft7Validator, Draft202012Validator, create, validator_for
from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]  # it has no type information
from referencing.jsonschema import lookup_recursive_ref

from itest.evaluate.data.ecma_pattern import ecma
from itest.evaluate.data.equality import identity
from itest.evaluate.data.formats import FORMATS, conforms
from itest.evaluate.data.regular import search
from itest.evaluate.matching.difference import LIMIT
from itest.evaluate.matching.schema_depth import need_room
from itest.evaluate.matching.schema_dialects import (
    DRAFT_4,
    DRAFT_2019,
    DRAFT_2020,
    OPENAPI_3_0,
    Dialect,
    known,
)
from itest.evaluate.matching.schema_node import SchemaNode
from itest.evaluate.matching.schema_openapi import OPENAPI_KEYWORDS, openapi_metaschema
from itest.model.values import Value

Errors = Iterator[ValidationError]
_EXACT = decimal.Context(prec=5000, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN, traps=[])
_PUBLISHED: Any = REGISTRY


@cache
def validator_class(dialect: Dialect) -> Any:
    """The validator of a dialect, made fit for our values."""
    base: Any = validator_for({"$schema": dialect.uri})
    checker = base.TYPE_CHECKER
    if dialect is not DRAFT_4:  # in which `1.0` is no integer
        checker = checker.redefine("integer", _is_integer)
    ours_class: Any = create(
        meta_schema=base.META_SCHEMA,
        validators=_keywords(dialect, base.VALIDATORS),
        type_checker=checker,
        format_checker=_formats(),
        id_of=base.ID_OF,
        applicable_validators=_applicable,
    )
    ours_class.evolve = _evolve
    ours_class.descend = _placed(ours_class.descend)
    return ours_class


@cache
def metaschema_validator(dialect: Dialect) -> Any:
    """The validator of schemas themselves; of the formats it asserts `regex` alone, of a pattern."""
    library = validator_class(dialect)
    schema = openapi_metaschema() if dialect is OPENAPI_3_0 else library.META_SCHEMA
    return library(schema, format_checker=_formats("regex"))


def _keywords(dialect: Dialect, base: dict[str, Any]) -> dict[str, Any]:
    """The keywords of a dialect, ours in place of the library's; with vocabularies chosen, theirs alone."""
    known = {**_LATER, **base} if dialect.uri in (DRAFT_2019.uri, DRAFT_2020.uri) else base
    named = {name: _KEYWORDS.get(name, keyword) for name, keyword in known.items()}
    if dialect is OPENAPI_3_0:
        named = {**{name: named[name] for name in named if name in dialect.words}, **OPENAPI_KEYWORDS}
    if dialect.vocabularies is None:
        return named
    core = {name for name in named if name.startswith("$")}
    words = core.union(*(_words_of(dialect, name) for name in dialect.vocabularies))
    return {name: keyword for name, keyword in named.items() if name in words}


def _words_of(dialect: Dialect, vocabulary: str) -> set[str]:
    uri = dialect.uri.removesuffix("schema") + f"meta/{vocabulary}"
    return set(_PUBLISHED[uri].contents["properties"]) if uri in _PUBLISHED else set()


def _applicable(schema: Any) -> Any:
    """What of a schema counts: in older dialects nothing beside `$ref`."""
    if isinstance(schema, SchemaNode) and schema.dialect.lone_ref and "$ref" in schema:
        return (("$ref", schema["$ref"]),)
    return schema.items()


def _evolve(self: Any, **changes: Any) -> Any:
    """A validator for another schema, of that one's dialect."""
    schema = changes.setdefault("schema", self.schema)
    dialect = schema.dialect if isinstance(schema, SchemaNode) else None
    if dialect is None and isinstance(schema, dict) and isinstance(schema.get("$schema"), str):
        dialect = known(schema["$schema"])
    kind = type(self) if dialect is None else validator_class(dialect)
    for part in attrs.fields(kind):
        if part.init and part.alias not in changes:
            changes[part.alias] = getattr(self, part.name)
    return kind(**changes)


def _placed(descend: Callable[..., Errors]) -> Callable[..., Errors]:
    """The library's own way into a value, which forgets the place where nothing is allowed (`false`), and may end in a
    panic where the stack does."""

    def placed(self: Any, instance: Value, schema: Any, path: str | int | None = None, **more: Any) -> Errors:
        need_room()
        for error in descend(self, instance, schema, path=path, **more):
            if schema is False and path is not None:
                error.path.appendleft(path)
            yield error

    return placed


@cache
def _formats(*chosen: str) -> FormatChecker:
    """The formats (all, or those chosen), which are the same in every dialect."""
    checker = FormatChecker(formats=())
    checker.checkers = {name: (partial(_is_of, name), ()) for name in chosen or FORMATS}
    return checker


def _is_of(name: str, value: object) -> bool:
    return not isinstance(value, str) or conforms(value, name)


def _is_integer(_checker: Any, value: object) -> bool:
    if isinstance(value, Decimal):
        return value.is_finite() and value == value.to_integral_value()
    return isinstance(value, int) and not isinstance(value, bool)


def _matches(expression: str, text: str) -> bool:
    return search(expression, text, ecma) is not None


def pattern(validator: Any, expression: str, instance: Value, _schema: Any) -> Errors:
    if validator.is_type(instance, "string") and not _matches(expression, instance):
        yield ValidationError(f"does not match /{expression}/")


def pattern_properties(validator: Any, patterns: dict[str, Any], instance: Value, _schema: Any) -> Errors:
    if not validator.is_type(instance, "object"):
        return
    for expression, subschema in patterns.items():
        for name, value in instance.items():
            if _matches(expression, name):
                yield from validator.descend(value, subschema, path=name, schema_path=expression)


def additional_properties(validator: Any, allowed: Any, instance: Value, schema: dict[str, Any]) -> Errors:
    if not validator.is_type(instance, "object"):
        return
    properties, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    further = [
        name for name in instance if name not in properties and not any(_matches(text, name) for text in patterns)
    ]
    if allowed is False and further:
        yield ValidationError(_further(further))
    elif isinstance(allowed, dict):
        for name in further:
            yield from validator.descend(instance[name], allowed, path=name)


def unevaluated_properties(validator: Any, allowed: Any, instance: Value, schema: dict[str, Any]) -> Errors:
    if not validator.is_type(instance, "object"):
        return
    seen = _evaluated(validator, instance, schema, own="unevaluatedProperties")
    further = [name for name in instance if name not in seen]
    wrong = [name for name in further if any(True for _ in validator.descend(instance[name], allowed, path=name))]
    if wrong:
        yield ValidationError(_further(wrong))


class _Briefly:
    """A validator that tells no more of a subschema than anybody reads: `anyOf` and `oneOf` keep all of it."""

    def __init__(self, validator: Any) -> None:
        self._validator = validator

    def __getattr__(self, name: str) -> Any:
        return getattr(self._validator, name)

    def descend(self, *value: Any, **more: Any) -> Errors:
        return islice(self._validator.descend(*value, **more), LIMIT)


def _of_choice(name: str) -> Callable[..., Errors]:
    keyword = Draft202012Validator.VALIDATORS[name]

    def chosen(validator: Any, schemas: Any, instance: Value, schema: Any) -> Errors:
        errors: Errors = keyword(_Briefly(validator), schemas, instance, schema)
        return errors

    return chosen


def unique_items(validator: Any, wanted: bool, instance: Value, _schema: Any) -> Errors:
    if wanted and validator.is_type(instance, "array") and len(set(map(identity, instance))) < len(instance):
        yield ValidationError("items repeat")


def multiple_of(validator: Any, divisor: Any, instance: Value, _schema: Any) -> Errors:
    if validator.is_type(instance, "number"):
        rest = _EXACT.remainder(Decimal(instance), Decimal(divisor))
        # Beyond 5000 digits of difference nobody can tell, and nobody asks.
        if not rest.is_nan() and rest != 0:
            yield ValidationError(f"is not a multiple of {divisor}")


def _further(names: list[str]) -> str:
    return f"further keys: {', '.join(f'`{name}`' for name in names[:5])}{' …' if len(names) > 5 else ''}"


def _evaluated(validator: Any, instance: Value, schema: Any, own: str = "") -> set[str]:
    """The properties that keywords of the schema, other than its own, have looked at."""
    if not isinstance(schema, dict):
        return set()
    found: set[str] = set()
    for keyword, value in schema.items():
        collect = _COLLECTORS.get(keyword)
        if collect is not None and keyword != own:
            found |= collect(validator, instance, value, schema)
    return found


def _of_reference(validator: Any, instance: Value, reference: str, _schema: Any) -> set[str]:
    # jsonschema offers no public way from inside a keyword to the schema that a reference means.
    resolved = validator._resolver.lookup(reference)
    inner = validator.evolve(schema=resolved.contents, _resolver=resolved.resolver)
    return _evaluated(inner, instance, resolved.contents)


def _of_recursion(validator: Any, instance: Value, _reference: str, _schema: Any) -> set[str]:
    resolved = lookup_recursive_ref(validator._resolver)
    inner = validator.evolve(schema=resolved.contents, _resolver=resolved.resolver)
    return _evaluated(inner, instance, resolved.contents)


def _of_names(_validator: Any, instance: Value, properties: dict[str, Any], _schema: Any) -> set[str]:
    return set(properties) & set(instance)


def _of_patterns(_validator: Any, instance: Value, patterns: dict[str, Any], _schema: Any) -> set[str]:
    return {name for name in instance if any(_matches(text, name) for text in patterns)}


def _of_rest(validator: Any, instance: Value, subschema: Any, _schema: Any) -> set[str]:
    return {name for name, value in instance.items() if validator.evolve(schema=subschema).is_valid(value)}


def _of_dependents(validator: Any, instance: Value, schemas: dict[str, Any], _schema: Any) -> set[str]:
    present = [subschema for name, subschema in schemas.items() if name in instance]
    return set().union(*(_evaluated(validator, instance, subschema) for subschema in present))


def _of_several(validator: Any, instance: Value, schemas: list[Any], _schema: Any) -> set[str]:
    holding = [subschema for subschema in schemas if validator.evolve(schema=subschema).is_valid(instance)]
    return set().union(*(_evaluated(validator, instance, subschema) for subschema in holding))


def _of_condition(validator: Any, instance: Value, condition: Any, schema: dict[str, Any]) -> set[str]:
    if not validator.evolve(schema=condition).is_valid(instance):
        return _evaluated(validator, instance, schema.get("else"))
    return _evaluated(validator, instance, condition) | _evaluated(validator, instance, schema.get("then"))


_COLLECTORS: dict[str, Callable[[Any, Value, Any, Any], set[str]]] = {
    "$ref": _of_reference,
    "$dynamicRef": _of_reference,
    "$recursiveRef": _of_recursion,
    "properties": _of_names,
    "patternProperties": _of_patterns,
    "additionalProperties": _of_rest,
    "unevaluatedProperties": _of_rest,
    "dependentSchemas": _of_dependents,
    "allOf": _of_several,
    "anyOf": _of_several,
    "oneOf": _of_several,
    "if": _of_condition,
}

_KEYWORDS: dict[str, Callable[..., Errors]] = {
    "pattern": pattern,
    "patternProperties": pattern_properties,
    "additionalProperties": additional_properties,
    "unevaluatedProperties": unevaluated_properties,
    "uniqueItems": unique_items,
    "multipleOf": multiple_of,
    "anyOf": _of_choice("anyOf"),
    "oneOf": _of_choice("oneOf"),
}
_LATER = {"dependencies": Draft7Validator.VALIDATORS["dependencies"]}
"""Keywords that 2019-09 and later still let one read, in their old sense."""
