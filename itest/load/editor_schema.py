"""The language as JSON Schema (2020-12), for editors: completion, hover texts and squiggles.

Made from the loader's own tables and the specs of the actions, so that the two agree. It judges shapes; what names,
files and flows mean only the loader can tell. The files in `schemas/` are what `schema_files` makes of the built-in
actions; a test holds them to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from itest.files.place import Place, write
from itest.load.examples import FILE_KEYS
from itest.load.flow import FLOW_KEYS
from itest.load.kinds import DURATION, EXPRESSION, LIVE, NAMED, Keys
from itest.load.loop import LOOP_KEYS
from itest.load.matcher_schema import expectations, matcher_definitions
from itest.load.project import DEFAULTS_KEYS, ENVIRONMENT_KEYS, PROJECT_KEYS
from itest.load.ready import READY_KEYS, WAYS
from itest.load.retry import RETRY_KEYS
from itest.load.scenario import INPUT_KEYS, SCENARIO_KEYS
from itest.load.scenario_list import LIST
from itest.load.service import START_KEYS, service_spec
from itest.load.sessions import session_spec
from itest.load.step import STEP_KEYS
from itest.model.action import ActionSpec

JsonSchema: TypeAlias = "dict[str, Any]"

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_STEPS: JsonSchema = {"type": "array", "items": {"$ref": "#/$defs/step"}}
_CAPTURE: JsonSchema = {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}, **NAMED}
_EACH: JsonSchema = {"anyOf": [{"type": "array"}, {"type": "integer", "minimum": 0}, {"type": "string"}]}


def scenario_schema(actions: Mapping[str, ActionSpec]) -> JsonSchema:
    """The schema of a scenario file."""
    own = {
        "inputs": {
            "type": "object",
            "additionalProperties": {"anyOf": [{"type": "null"}, _closed(INPUT_KEYS)]},
            **NAMED,
        },
        "sessions": _sessions(actions),
        "examples": _rows(),
        "steps": {**_STEPS, "minItems": 1},
        "cleanup": _STEPS,
        "flow": {"type": "array", "items": {"$ref": "#/$defs/flow"}},
    }
    whole = _closed(SCENARIO_KEYS, own)
    about = {"description": "In place of `steps`: scenarios; what stands beside the list holds for each."}
    several = {**about, "type": "array", "minItems": 1, "items": {"$ref": "#/$defs/scenario"}}
    one, many = {"required": ["name", "steps"]}, {"required": [LIST]}
    return {
        "$schema": DIALECT,
        "title": "An itest scenario",
        **whole,
        "properties": {**whole["properties"], LIST: several},
        "if": many,
        "then": {"not": {"required": ["steps"]}},
        "else": one,
        "$defs": {**_step_definitions(actions), "flow": _flow(), "scenario": {**whole, **one}},
    }


def _rows() -> JsonSchema:
    return {
        "anyOf": [
            {"type": "array", "minItems": 1, "items": {"type": "object", **NAMED}},
            _closed(FILE_KEYS, required=("file",)),
            {"type": "object", "minProperties": 1, "additionalProperties": {"type": "array", "minItems": 1}, **NAMED},
        ]
    }


def project_schema(actions: Mapping[str, ActionSpec]) -> JsonSchema:
    """The schema of itest.yaml."""
    services = {"type": "object", "additionalProperties": {"$ref": "#/$defs/service"}}
    defaults = _closed(DEFAULTS_KEYS, {"retry": {"$ref": "#/$defs/retry"}})
    section = {key: PROJECT_KEYS[key] for key in ENVIRONMENT_KEYS}
    # An environment may say null of anything, which takes it away.
    names: JsonSchema = {"type": "object"}
    differing = _closed(section, {"services": names, "vars": names, "sessions": names, "defaults": {}})
    own = {
        "services": services,
        "sessions": _sessions(actions),
        "environments": {"type": "object", "additionalProperties": {"anyOf": [{"type": "null"}, differing]}},
        "defaults": defaults,
        "setup": _STEPS,
        "teardown": _STEPS,
    }
    return {
        "$schema": DIALECT,
        "title": "An itest project",
        **_closed(PROJECT_KEYS, own),
        "$defs": {**_step_definitions(actions), "service": _service(actions)},
    }


def write_schemas(folder: Path, actions: Mapping[str, ActionSpec]) -> None:
    """Write both schemas into a folder."""
    for name, text in schema_files(actions).items():
        write(Place(folder, (name,)), text.encode())


def schema_files(actions: Mapping[str, ActionSpec]) -> dict[str, str]:
    """The texts of both schema files by name."""
    schemas = {"scenario": scenario_schema(actions), "project": project_schema(actions)}
    return {
        f"{name}.schema.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in schemas.items()
    }


def live(schema: Mapping[str, Any]) -> JsonSchema:
    """A schema of values as they are sent, for values as they are written: a template may stand for any of them."""
    open_schema: JsonSchema = {}
    for keyword, value in schema.items():
        if keyword in ("additionalProperties", "items") and isinstance(value, Mapping):
            open_schema[keyword] = live(value)
        elif keyword == "properties":
            open_schema[keyword] = {name: live(member) for name, member in value.items()}
        elif keyword in ("anyOf", "oneOf"):
            # Of `oneOf`, the loader asks no more than of `anyOf`: a template could be any of them.
            open_schema.setdefault("anyOf", [live(alternative) for alternative in value])
        else:
            open_schema[keyword] = value
    if schema.get("additionalProperties") is False:
        open_schema["patternProperties"] = {"^x-": {}}
    kinds = schema.get("type")
    if kinds is None or kinds == "string" or (isinstance(kinds, list) and "string" in kinds):
        return open_schema
    about = {"description": open_schema.pop("description")} if "description" in open_schema else {}
    return {**about, "anyOf": [open_schema, dict(LIVE)]}


def _closed(keys: Keys, own: Mapping[str, JsonSchema] | None = None, required: Iterable[str] = ()) -> JsonSchema:
    """An object with the keys of a table and no others but `x-…`; `own` are schemas for some of them."""
    properties = {
        name: {"description": key.about, **(own[name] if own and name in own else key.kind.schema)}
        for name, key in keys.items()
    }
    needed = {"required": list(required)} if required else {}
    return {
        "type": "object",
        "properties": properties,
        **needed,
        "patternProperties": {"^x-": {}},
        "additionalProperties": False,
    }


def _step_definitions(actions: Mapping[str, ActionSpec]) -> JsonSchema:
    return {
        "step": _step(actions),
        "retry": {**_closed(RETRY_KEYS), "not": {"required": ["attempts", "for"]}},
        **{f"action_{kind}": _action(spec) for kind, spec in actions.items()},
        **{f"expect_{kind}": expectations(spec) for kind, spec in actions.items() if kind != "use"},
        **matcher_definitions(),
    }


def _step(actions: Mapping[str, ActionSpec]) -> JsonSchema:
    own = {
        "each": _EACH,
        "while": {"anyOf": [EXPRESSION.schema, _closed(LOOP_KEYS, required=("if",))]},
        "retry": {"$ref": "#/$defs/retry"},
        "capture": _CAPTURE,
        "expect": {"type": "object", "additionalProperties": {"$ref": "#/$defs/matcher"}},
    }
    step = _closed(STEP_KEYS, own)
    for kind, spec in actions.items():
        step["properties"][kind] = {"description": spec.summary, "$ref": f"#/$defs/action_{kind}"}
    one = [{"required": [kind]} for kind in actions]
    step["anyOf"] = [*one, {"required": ["assert"]}]
    apart = [*_pairs(tuple(actions)), ("each", "while")]
    step["not"] = {"anyOf": [{"required": [first, second]} for first, second in apart]}
    step["allOf"] = [
        {"if": {"required": [kind]}, "then": {"properties": {"expect": {"$ref": f"#/$defs/expect_{kind}"}}}}
        for kind in actions
        if kind != "use"
    ]
    return step


def _action(spec: ActionSpec) -> JsonSchema:
    """What may stand at an action key: its keys, or a bare value for the first of them."""
    if spec.kind == "set":
        return {"type": "object", "minProperties": 1, **NAMED}
    reserved = {key.split(".")[0] for key in spec.reserved if "." not in key}
    properties = {
        name: {**schema, "not": dict(LIVE)} if name in spec.literal else live(schema)
        for name, schema in spec.keys.items()
    }
    for name in reserved & properties.keys():
        properties[name] = {"description": "Not supported yet.", "enum": [False, None]}
    if "duration" in properties:
        properties["duration"].update(DURATION.schema)
    whole: JsonSchema = {
        "type": "object",
        "properties": properties,
        "patternProperties": {"^x-": {}},
        "additionalProperties": False,
    }
    needed = [{"anyOf": [{"required": [name]} for name in group]} for group in spec.required]
    clashing = [_clash(first, second) for group in spec.one_of for first, second in _pairs(group)]
    if needed or clashing:
        refused: list[JsonSchema] = [{"not": clash} for clash in clashing]
        whole["allOf"] = [*needed, *refused]
    if not spec.first:
        return whole
    bare = properties.get(spec.first, {})
    kinds: JsonSchema = {key: bare[key] for key in ("type", "anyOf", "not") if key in bare}
    return {"anyOf": [whole, {"allOf": [{"not": {"type": ["object", "null"]}}, kinds]}]}


def _clash(first: str, second: str) -> JsonSchema:
    given = {"not": {"type": "null"}}
    return {"required": [first, second], "properties": {first: given, second: given}}


def _pairs(group: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(first, second) for index, first in enumerate(group) for second in group[index + 1 :]]


def _flow() -> JsonSchema:
    ends = _closed(FLOW_KEYS, required=("from",))
    exclusive = {"oneOf": [{"required": ["to"]}, {"required": ["nowhere_in"]}]}
    return {"anyOf": [{"type": "string", "pattern": r"\S\s*->\s*\S"}, {**ends, **exclusive}]}


def _sessions(actions: Mapping[str, ActionSpec]) -> JsonSchema:
    properties = {name: live(schema) for name, schema in session_spec(actions).keys.items()}
    closed = {"properties": properties, "patternProperties": {"^x-": {}}, "additionalProperties": False}
    return {"type": "object", "additionalProperties": {"type": "object", **closed}}


def _service(actions: Mapping[str, ActionSpec]) -> JsonSchema:
    spec = service_spec(actions)
    one = {"not": {"anyOf": [{"required": pair} for pair in _pairs(WAYS)]}}
    ready = {"anyOf": [{"const": "tcp"}, {**_closed(READY_KEYS), **one}]}
    start = _closed(START_KEYS, {"ready": ready}, required=("command",))
    properties = {name: live(schema) for name, schema in spec.keys.items()}
    properties["start"] = {"description": spec.keys["start"]["description"], "anyOf": [{"type": "null"}, start]}
    return {
        "type": "object",
        "properties": properties,
        "anyOf": [{"required": ["url"]}, {"required": ["start"]}],
        "patternProperties": {"^x-": {}},
        "additionalProperties": False,
    }
