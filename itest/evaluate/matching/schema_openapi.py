"""Schemas of OpenAPI 3.0: draft-04 at its base, with `nullable`, without what the specification leaves out.

A schema judges an answer, and so a property that is `writeOnly` need not be there although it is `required`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from jsonschema.exceptions import ValidationError
from jsonschema.validators import Draft4Validator

from itest.evaluate.matching.schema_dialects import OPENAPI_3_0
from itest.model.values import Value

_OBJECT = {"type": "object"}
_FURTHER = {
    "nullable": {"type": "boolean"},
    "readOnly": {"type": "boolean"},
    "writeOnly": {"type": "boolean"},
    "deprecated": {"type": "boolean"},
    "discriminator": {"type": "object", "required": ["propertyName"]},
    "xml": _OBJECT,
    "externalDocs": _OBJECT,
    "type": {"enum": ["array", "boolean", "integer", "number", "object", "string"]},
    "items": {"$ref": "#"},
}


@cache
def openapi_metaschema() -> dict[str, Any]:
    """What a schema object of OpenAPI 3.0 looks like."""
    draft = Draft4Validator.META_SCHEMA
    properties = {name: part for name, part in draft["properties"].items() if name in OPENAPI_3_0.words}
    return {
        "definitions": draft["definitions"],
        "type": "object",
        "properties": {**properties, **_FURTHER},
        "dependencies": {
            "exclusiveMaximum": ["maximum"],
            "exclusiveMinimum": ["minimum"],
        },
    }


def type_or_null(validator: Any, wanted: str, instance: Value, schema: dict[str, Any]) -> Iterator[ValidationError]:
    if instance is None and schema.get("nullable") is True:
        return
    yield from Draft4Validator.VALIDATORS["type"](validator, wanted, instance, schema) or ()


def required(validator: Any, names: list[str], instance: Value, schema: dict[str, Any]) -> Iterator[ValidationError]:
    properties = schema.get("properties", {})
    sent_only = {name for name, part in properties.items() if isinstance(part, dict) and part.get("writeOnly") is True}
    wanted = [name for name in names if name not in sent_only]
    yield from Draft4Validator.VALIDATORS["required"](validator, wanted, instance, schema) or ()


OPENAPI_KEYWORDS: dict[str, Callable[..., Iterator[ValidationError]]] = {
    "type": type_or_null,
    "required": required,
}
