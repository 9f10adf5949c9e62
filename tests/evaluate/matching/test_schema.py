"""JSON Schema holds as its drafts say, on exact numbers, without the network and within time."""

from decimal import Decimal

import pytest

from itest.evaluate.data.json_text import parse
from itest.evaluate.matching.schema import compile_schema, schema_problem, schema_source
from itest.model.problem import EvaluationError
from itest.model.values import SchemaFile
from tests.evaluate.expecting import tree


def no_files(path):
    raise EvaluationError(f"{path.name} is outside the project", code="IT217")


def read(path):
    return parse(path.read_bytes())


def violations(schema, value, reader=no_files):
    return compile_schema(schema, reader).errors(value)


DRAFT_4 = "http://json-schema.org/draft-04/schema#"
DRAFT_7 = "http://json-schema.org/draft-07/schema#"
DRAFT_2019 = "https://json-schema.org/draft/2019-09/schema"
LATEST = "https://json-schema.org/draft/2020-12/schema"

VALID = [
    (True, 1),
    ({}, None),
    ({"type": "integer"}, Decimal("1.0")),
    ({"type": "number"}, Decimal("1.5")),
    ({"type": "integer"}, Decimal("1e400")),
    ({"$schema": LATEST, "type": "integer"}, Decimal("1.0")),
    ({"$schema": DRAFT_7, "type": "integer"}, Decimal("1.0")),
    ({"minLength": Decimal("2.0")}, "ab"),
    ({"$schema": LATEST, "minLength": Decimal("2.0")}, "ab"),
    ({"const": 1}, Decimal("1.0")),
    ({"enum": [{"a": Decimal("1.0")}]}, {"a": 1}),
    ({"multipleOf": Decimal("0.01")}, Decimal("19.99")),
    ({"multipleOf": Decimal("1e-8")}, 12391239123),
    ({"multipleOf": 3}, 10**400 * 3),
    ({"maximum": Decimal("1e400")}, 5),
    ({"uniqueItems": True}, [1, "1", True, {"a": 1}, {"a": True}]),
    ({"pattern": r"^\p{L}+$"}, "éa"),
    ({"additionalProperties": False, "patternProperties": {"^x": True}, "properties": {"a": True}}, {"a": 1, "xa": 1}),
    ({"unevaluatedProperties": False, "allOf": [{"properties": {"a": True}}]}, {"a": 1}),
    ({"unevaluatedProperties": False, "patternProperties": {"^a": True}}, {"ab": 1}),
    (
        {
            "$defs": {"base": {"properties": {"a": True}, "additionalProperties": {"type": "string"}}},
            "$ref": "#/$defs/base",
            "unevaluatedProperties": False,
        },
        {"a": 1, "b": "x"},
    ),
    (
        {
            "if": {"properties": {"a": {"const": 1}}, "required": ["a"]},
            "then": {"properties": {"b": True}},
            "else": {"properties": {"c": True}},
            "unevaluatedProperties": False,
        },
        {"a": 1, "b": 2},
    ),
    ({"$schema": DRAFT_7, "properties": {"a": {"$ref": "#/definitions/x"}}, "definitions": {"x": {}}}, {"a": 1}),
    ({"$ref": "https://json-schema.org/draft/2020-12/schema"}, {"type": "object"}),
    ({"$schema": "https://example.com/unknown", "type": "integer"}, 1),
    ({"prefixItems": [{"type": "string"}], "items": False}, ["a"]),
    ({"$schema": DRAFT_7, "items": [{"type": "string"}], "additionalItems": False}, ["a"]),
    ({"$id": "https://example.com/a.json", "$ref": "#/$defs/n", "$defs": {"n": {"type": "null"}}}, None),
    ({"$id": "a.json", "$ref": "a.json#/$defs/n", "$defs": {"n": {"type": "null"}}}, None),
]

INVALID = [
    (False, 1, "", "no value is allowed here (None)"),
    ({"type": "integer"}, Decimal("1.5"), "", "expected integer, got number 1.5 (type)"),
    ({"type": "integer"}, True, "", "expected integer, got boolean true (type)"),
    ({"$schema": DRAFT_4, "type": "integer"}, Decimal("1.0"), "", "expected integer, got integer 1.0 (type)"),
    ({"type": ["string", "null"]}, 1, "", "expected string or null, got integer 1 (type)"),
    ({"required": ["a", "b"]}, {"b": 1}, "", "`a` is missing (required)"),
    ({"enum": [1, "a"]}, Decimal("1.5"), "", '1.5 is none of [1,"a"] (enum)'),
    ({"const": {"a": 1}}, {"a": True}, "", 'expected {"a":1}, got {"a":true} (const)'),
    ({"format": "uuid"}, "x", "", '"x" is not of format uuid (format)'),
    ({"$schema": DRAFT_7, "format": "date-time"}, "x", "", '"x" is not of format date-time (format)'),
    ({"pattern": "^a"}, "b", "", '"b" does not match /^a/ (pattern)'),
    ({"minimum": 1}, Decimal("0.5"), "", "0.5 is not at least 1 (minimum)"),
    ({"exclusiveMaximum": 1}, 1, "", "1 is not less than 1 (exclusiveMaximum)"),
    ({"multipleOf": Decimal("0.01")}, Decimal("1.001"), "", "1.001 is not a multiple of 0.01 (multipleOf)"),
    ({"minLength": 2}, "a", "", "it has 1 character, at least 2 allowed (minLength)"),
    ({"maxItems": 1}, [1, 2], "", "it has 2 items, at most 1 allowed (maxItems)"),
    ({"uniqueItems": True}, [1, Decimal("1.0")], "", "items repeat (uniqueItems)"),
    ({"additionalProperties": False}, {"a": 1, "b": 2}, "", "further keys: `a`, `b` (additionalProperties)"),
    ({"additionalProperties": {"type": "string"}}, {"a": 1}, ".a", "expected string, got integer 1 (type)"),
    ({"patternProperties": {"^a": {"type": "string"}}}, {"ab": 1}, ".ab", "expected string, got integer 1 (type)"),
    (
        {"unevaluatedProperties": False, "properties": {"a": True}},
        {"b": 1},
        "",
        "further keys: `b` (unevaluatedProperties)",
    ),
    (
        {"properties": {"a": {"items": {"type": "string"}}}},
        {"a": ["x", 1]},
        ".a[1]",
        "expected string, got integer 1 (type)",
    ),
    ({"anyOf": [{"type": "string"}, {"minimum": 5}]}, 1, "", "1 matches none of 2 schemas (anyOf)"),
    ({"oneOf": [{}, {}]}, 1, "", "1 does not match exactly one of 2 schemas (oneOf)"),
    ({"not": {"type": "integer"}}, 1, "", '1 matches what it must not: {"type":"integer"} (not)'),
    ({"contains": {"const": 1}}, [2], "", "too few or too many items match `contains` (contains)"),
]


@pytest.mark.parametrize(("schema", "value"), VALID)
def test_a_value_that_satisfies_its_schema_has_no_violation(schema, value):
    """Numbers are exact, `1.0` is an integer, and a named dialect changes none of that."""
    assert [] == violations(schema, value)


@pytest.mark.parametrize(("schema", "value", "place", "message"), INVALID)
def test_a_violation_says_where_and_what_in_plain_words(schema, value, place, message):
    """With the keyword that failed."""
    (found,) = violations(schema, value)
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in found.parts)
    assert (place, message.replace("(None)", f"({found.keyword})")) == (text, found.message)


def test_of_several_schemas_the_nearest_is_explained():
    """What was wrong with the one that nearly matched."""
    schema = {"anyOf": [{"type": "string"}, {"type": "object", "properties": {"a": {"maximum": 1}}}]}
    (found,) = violations(schema, {"a": 2})
    assert "nearest: at `.a`, 2 is not at most 1" == found.hint


def test_every_violation_is_found_up_to_the_limit():
    """A list of a thousand wrong items does not make a report of a thousand lines."""
    validator = compile_schema({"items": {"type": "string"}}, no_files)
    assert (3, 10) == (len(validator.errors([1, 2, 3])), len(validator.errors([1] * 1000, 10)))


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"type": "objekt"}, "at `/type`: `objekt` is no JSON type; did you mean `object`?"),
        ({"minLength": -1}, "at `/minLength`: -1 is not at least 0"),
        ({"properties": {"a": {"pattern": "("}}}, 'at `/properties/a/pattern`: "(" is not of format regex'),
        ({"required": "a"}, 'at `/required`: expected array, got string "a"'),
        ({"$schema": DRAFT_7, "type": "objekt"}, "at `/type`"),
        ({"$schema": "http://json-schema.org/draft-03/schema#", "type": "any"}, "draft-03 is not supported"),
        ("text", "a schema is an object, true or false"),
        ([], "a schema is an object, true or false"),
        ({"$ref": "https://example.com/other.json"}, "`$ref: https://example.com/other.json` leads nowhere"),
        ({"$ref": "http://127.0.0.1:9/x"}, "leads nowhere"),
        ({"$ref": "#/$defs/none"}, "leads nowhere"),
        ({"properties": {"a": {"$ref": "#nowhere"}}}, "leads nowhere"),
        ({"$ref": "file:///etc/hostname"}, "`$ref: file:///etc/hostname` cannot be read: hostname is outside"),
        ({"$ref": "other.json"}, "cannot be read: other.json is outside the project"),
        ({"$ref": "//example.com/x.json"}, "leads nowhere"),
    ],
)
def test_a_schema_that_cannot_be_meant_is_an_error(schema, message):
    """Among them references to the network, which is never asked."""
    with pytest.raises(EvaluationError) as caught:
        compile_schema(schema, no_files)
    assert ("IT322", True) == (caught.value.code, message in caught.value.message), caught.value.message


def test_the_network_is_named_as_the_reason():
    """And what to do about it."""
    with pytest.raises(EvaluationError) as caught:
        compile_schema({"$ref": "https://example.com/other.json"}, no_files)
    assert "schemas are never fetched from the network; keep a copy beside the schema" == caught.value.hint


def test_files_refer_to_their_neighbours(tmp_path):
    """Relative to the file, also where its `$id` is an address in the network; with pointers into them."""
    (tmp_path / "order.json").write_text(
        '{"$id": "https://example.com/schemas/order.json", "properties": {"item": {"$ref": "parts/item.json"},'
        ' "id": {"$ref": "parts/item.json#/$defs/id"}}}'
    )
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "item.json").write_text(
        '{"type": "object", "$defs": {"id": {"type": "integer"}}, "properties": {"id": {"$ref": "#/$defs/id"}}}'
    )
    source = schema_source("order.json", tmp_path)
    assert [("item", "id"), ("id",)] == [
        one.parts for one in violations(source, {"item": {"id": "x"}, "id": "y"}, read)
    ]


def test_a_part_of_a_file_can_be_the_schema(tmp_path):
    """`file#/pointer`; what the pointer misses is an error."""
    (tmp_path / "s.json").write_text('{"$defs": {"a b": {"type": "null"}}}')
    source = schema_source("s.json#/$defs/a%20b", tmp_path)
    assert SchemaFile(path=tmp_path / "s.json", fragment="/$defs/a%20b", text="s.json#/$defs/a%20b") == source
    assert ["type"] == [one.keyword for one in violations(source, 1, read)]
    with pytest.raises(EvaluationError, match=r"`s.json` has nothing at `#/none`"):
        compile_schema(schema_source("s.json#/none", tmp_path), read)


def test_inline_schemas_refer_to_files_beside_the_scenario(tmp_path):
    """Relative to the folder of the scenario."""
    (tmp_path / "n.json").write_text('{"type": "null"}')
    validator = compile_schema({"$ref": "n.json"}, read, tmp_path)
    assert 1 == len(validator.errors(1))


def test_a_file_that_is_no_json_is_an_error(tmp_path):
    """With the place in it."""
    (tmp_path / "s.json").write_text("{nope")
    with pytest.raises(EvaluationError, match="line 1, column 2"):
        compile_schema(schema_source("s.json", tmp_path), read)


def test_a_schema_is_compiled_once():
    """The same text, the same reader: the same validator."""
    assert compile_schema({"type": "null"}, no_files) is compile_schema({"type": "null"}, no_files)
    assert compile_schema({"type": "null"}, no_files) is not compile_schema({"type": "null"}, read)


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"pattern": "^(a|aa)+$"}, "a" * 60 + "b"),
        ({"patternProperties": {"^(a|aa)+$": True}}, {"a" * 60 + "b": 1}),
        ({"patternProperties": {"^(a|aa)+$": True}, "unevaluatedProperties": False}, {"a" * 60 + "b": 1}),
    ],
)
def test_a_pattern_that_never_ends_is_stopped(schema, value):
    """In texts and in names that a server sends."""
    with pytest.raises(EvaluationError) as caught:
        violations(schema, value)
    assert "IT216" == caught.value.code


def test_endless_references_are_a_clean_error():
    """A schema that refers to itself, and nothing else."""
    with pytest.raises(EvaluationError) as caught:
        violations({"$defs": {"a": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"}, 1)
    assert "IT216" == caught.value.code


def test_a_recursive_schema_goes_as_deep_as_a_body_may():
    """A tree of a hundred levels is validated; a deeper one is a clean error at worst."""
    schema = {"properties": {"a": {"$ref": "#"}}, "type": "object"}
    assert [] == violations(schema, parse('{"a":' * 100 + "{}" + "}" * 100))


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ({"type": "object", "properties": {"a": {"enum": [1, None]}}}, None),
        (True, None),
        ({"properties": {"a": {"type": "int"}}}, ("properties", "a", "type")),
        ({"required": [1]}, ("required", 0)),
        ({"$ref": "https://example.com/x"}, None),
    ],
)
def test_the_loader_learns_where_an_inline_schema_is_wrong(schema, path):
    """Trees as loaded; references are not followed."""
    problem = schema_problem(tree(schema))
    assert path == (problem and problem.path)
