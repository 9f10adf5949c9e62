"""Matchers as JSON Schema, for editors: what each operator takes, and what each action's result can be asked."""

from __future__ import annotations

from typing import Any, TypeAlias

from itest.load.kinds import DURATION, LIVE
from itest.model.action import ActionSpec
from itest.model.values import JSON_TYPES

JsonSchema: TypeAlias = "dict[str, Any]"

_MATCHER: JsonSchema = {"$ref": "#/$defs/matcher"}
_MATCHERS: JsonSchema = {"anyOf": [{"type": "array", "items": _MATCHER}, dict(LIVE)]}
_SOME_MATCHERS: JsonSchema = {"anyOf": [{"type": "array", "items": _MATCHER, "minItems": 1}, dict(LIVE)]}
_ORDERED: JsonSchema = {"type": ["number", "string"]}
_FLAG: JsonSchema = {"anyOf": [{"type": "boolean"}, dict(LIVE)]}
_TEXT: JsonSchema = {"type": "string"}
_TYPES = [*JSON_TYPES, None]

OPERATORS: dict[str, tuple[str, JsonSchema]] = {
    "$eq": ("Equal, without further keys at any depth.", _MATCHER),
    "$ne": ("Not equal.", _MATCHER),
    "$gt": ("Greater than.", _ORDERED),
    "$gte": ("Greater or equal.", _ORDERED),
    "$lt": ("Less than.", _ORDERED),
    "$lte": ("Less or equal.", _ORDERED),
    "$between": ("Between two ends, which are included.", {"anyOf": [{"type": "array"}, dict(LIVE)]}),
    "$approx": ("A number within a distance: `{value, within}`.", {"anyOf": [{"type": "object"}, dict(LIVE)]}),
    "$in": ("One of these matches.", _MATCHERS),
    "$and": ("Every one of these matches.", _SOME_MATCHERS),
    "$not": ("This does not match.", _MATCHER),
    "$type": (
        "The JSON type, or a list of them.",
        {"anyOf": [{"enum": _TYPES}, {"type": "array", "items": {"enum": _TYPES}}, dict(LIVE)]},
    ),
    "$format": ("The text has a format: uuid, date-time, date, email, uri, ipv4 and others.", _TEXT),
    "$contains": ("The text contains it, or an item of the list matches it.", _MATCHER),
    "$startsWith": ("The text starts with it.", {"type": ["string", "number"]}),
    "$endsWith": ("The text ends with it.", {"type": ["string", "number"]}),
    "$regex": ("The regular expression is found in the text.", _TEXT),
    "$size": ("The number of characters, items or keys: a number or a matcher.", _MATCHER),
    "$empty": ("Has no characters, items or keys (false: has some).", _FLAG),
    "$all": ("An item of its own for each of these (also: several substrings).", _SOME_MATCHERS),
    "$each": ("Every item matches, and there is one.", _MATCHER),
    "$unordered": ("The same items in any order.", _MATCHERS),
    "$unique": ("No item occurs twice.", _FLAG),
    "$sorted": ("The items are in order.", {"anyOf": [{"enum": ["asc", "desc"]}, dict(LIVE)]}),
    "$exists": ("Whether it is there at all.", _FLAG),
    "$optional": ("Absent, or matching.", _MATCHER),
    "$before": ("An earlier date or time; `now`.", _TEXT),
    "$after": ("A later date or time; `now`.", _TEXT),
    "$schema": ("A JSON Schema, inline or as a file.", {"type": ["object", "boolean", "string"]}),
    "$json": ("The text, parsed as JSON, matches; what is JSON already is taken as it is.", _MATCHER),
    "$file": ("Equal to a file of the project: its bytes, its text, or its JSON, as the value is.", _TEXT),
}
"""What an editor says of each operator, and the kind of argument it takes."""


def matcher_definitions() -> JsonSchema:
    """The definition of a matcher: any value, with operators and selectors among the keys of objects."""
    operators = {name: {"description": about, **schema} for name, (about, schema) in OPERATORS.items()}
    mapping = {
        "properties": operators,
        "patternProperties": {r"^([^$]|$|\$\$|\$[.\[])": _MATCHER},
        "additionalProperties": False,
    }
    return {"matcher": {"if": {"type": "object"}, "then": mapping, "else": {"items": _MATCHER}}}


def expectations(spec: ActionSpec) -> JsonSchema:
    """What `expect` may say of an action's result."""
    fields = dict.fromkeys((*spec.fields, "request", "error"), _MATCHER)
    main = {"schema": {"description": "A JSON Schema of the main field.", "type": ["object", "boolean", "string"]}}
    return {
        "type": "object",
        "properties": {
            **fields,
            **({"status": _status()} if "status" in fields else {}),
            "time": _time(),
            **(main if spec.main else {}),
        },
        "patternProperties": {"^x-": {}},
        "additionalProperties": False,
    }


def _status() -> JsonSchema:
    written = {"type": "string", "pattern": r"^[1-5][xX]{2}$|\{\{"}
    code = {"anyOf": [{"type": "integer", "minimum": 100, "maximum": 999}, written]}
    about = "A code, a class (`2xx`), a list of them, or a matcher."
    return {"description": about, "anyOf": [*code["anyOf"], {"type": "array", "items": code}, _object()]}


def _time() -> JsonSchema:
    return {"description": "At most this long, or a matcher.", "anyOf": [DURATION.schema, _object()]}


def _object() -> JsonSchema:
    return {"type": "object", **_MATCHER}
