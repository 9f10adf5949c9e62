"""Keywords of JSON Schema where jsonschema's own would go wrong with our values or with what a server sends.

Numbers are `int` and `Decimal`; patterns run through `regular`, limited in time; equality is by `equality`.
"""

from __future__ import annotations

import decimal
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import attrs
from jsonschema import FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend, validator_for

from itest.evaluate.data.ecma_pattern import ecma
from itest.evaluate.data.equality import identity
from itest.evaluate.data.regular import search
from itest.evaluate.matching.formats import OWN_CHECKS
from itest.model.values import Value

Errors = Iterator[ValidationError]
_EXACT = decimal.Context(prec=5000, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN, traps=[])
TOO_OLD = "draft-03"
"""A draft whose keywords mean other things (`required` is a boolean)."""
_WITHOUT_1_0 = "draft-04"
"""The draft in which `1.0` is no integer."""
_IRIS = ("iri", "iri-reference")
"""Came with international host names, in draft 7; jsonschema knows them only with a package that is slow to load."""


@cache
def validator_class(dialect: str) -> Any:
    """The validator of a dialect (its `$schema`), made fit for our values; 2020-12 for one that is not known."""
    base = _latest() if TOO_OLD in dialect else validator_for({"$schema": dialect}, default=_latest())
    checker = base.TYPE_CHECKER
    if _WITHOUT_1_0 not in str(base.META_SCHEMA.get("$schema", "")):
        checker = checker.redefine("integer", _is_integer)
    ours = {name: keyword for name, keyword in _KEYWORDS.items() if name in base.VALIDATORS}
    if base is _latest():
        ours["unevaluatedProperties"] = unevaluated_properties
    make: Any = extend  # it has no annotations
    ours_class = make(base, validators=ours, type_checker=checker, format_checker=_formats(base.FORMAT_CHECKER))
    ours_class.evolve = _evolve
    return ours_class


def _evolve(self: Any, **changes: Any) -> Any:
    """A validator for another schema; jsonschema's own returns to its classes where a schema names its dialect."""
    schema = changes.setdefault("schema", self.schema)
    dialect = schema.get("$schema") if isinstance(schema, dict) else None
    kind = type(self) if dialect is None else validator_class(dialect)
    for part in attrs.fields(kind):
        if part.init and part.alias not in changes:
            changes[part.alias] = getattr(self, part.name)
    return kind(**changes)


def _latest() -> Any:
    return validator_for({"$schema": "https://json-schema.org/draft/2020-12/schema"})


def _formats(drafts: FormatChecker) -> FormatChecker:
    checker = FormatChecker(formats=())
    known = {*drafts.checkers, *(_IRIS if "idn-hostname" in drafts.checkers else ())}
    own = {name: (_of_text(check), ()) for name, check in OWN_CHECKS.items() if name in known}
    checker.checkers = {**drafts.checkers, **own}
    return checker


def _of_text(check: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or check(value)


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
    "uniqueItems": unique_items,
    "multipleOf": multiple_of,
    "divisibleBy": multiple_of,
}
