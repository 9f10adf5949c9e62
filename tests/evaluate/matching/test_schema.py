"""JSON Schema holds as its drafts say, on exact numbers, without the network and within time."""

import json
from decimal import Decimal

import pytest

from itest.evaluate.data.json_text import parse
from itest.evaluate.matching.schema import BadSchema, compile_schema, schema_flaws, schema_source
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
    ({"$schema": "http://json-schema.org/draft-07/schema", "type": "integer"}, 1),
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


def test_properties_that_are_missing_are_told_once():
    """In one sentence for all of them; what is missing elsewhere is told there."""
    schema = {"required": ["a", "b"], "properties": {"c": {"required": ["d", "e"]}}}
    found = violations(schema, {"c": {}})
    told = {(one.parts, one.message) for one in found}
    assert {((), "`a`, `b` are missing (required)"), (("c",), "`d`, `e` are missing (required)")} == told
    assert len(told) == len(found)


def test_every_violation_is_found_up_to_the_limit():
    """A list of a thousand wrong items does not make a report of a thousand lines."""
    validator = compile_schema({"items": {"type": "string"}}, no_files)
    assert (3, 10) == (len(validator.errors([1, 2, 3])), len(validator.errors([1] * 1000, 10)))


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"type": "objekt"}, "at `/type`: `objekt` is no JSON type; did you mean `object`?"),
        ({"minLength": -1}, "at `/minLength`: -1 is not at least 0"),
        (
            {"properties": {"a": {"pattern": "("}}},
            "at `/properties/a/pattern`: `(` is no regular expression of ECMA-262: a parenthesis is never closed",
        ),
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
    ("schema", "paths"),
    [
        ({"type": "object", "properties": {"a": {"enum": [1, None]}}}, []),
        (True, []),
        ({"properties": {"a": {"type": "int"}}}, [("properties", "a", "type")]),
        (
            {"required": [1], "propertes": {}, "items": {"typ": "x"}},
            [("required", 0), ("propertes",), ("items", "typ")],
        ),
        ({"$ref": "https://example.com/x"}, []),
    ],
)
def test_the_loader_learns_where_an_inline_schema_is_wrong(schema, paths):
    """Trees as loaded; references are not followed."""
    assert paths == [flaw.path for flaw in schema_flaws(tree(schema))]


MISSPELT = [
    ("requierd", "required"),
    ("require", "required"),
    ("propertes", "properties"),
    ("propertys", "properties"),
    ("minlength", "minLength"),
    ("min_length", "minLength"),
    ("Type", "type"),
    ("tpye", "type"),
    ("enums", "enum"),
    ("allof", "allOf"),
    ("nto", "not"),
    ("ref", "$ref"),
    ("defs", "$defs"),
    ("patern", "pattern"),
    ("fromat", "format"),
    ("additionalProperty", "additionalProperties"),
    ("additional_properties", "additionalProperties"),
    ("unevaluatedPropertys", "unevaluatedProperties"),
    ("exclusiveMin", "exclusiveMinimum"),
    ("$schma", "$schema"),
]


@pytest.mark.parametrize(("word", "meant"), MISSPELT)
def test_a_misspelt_keyword_is_an_error(word, meant):
    """It would say nothing, and so the schema would hold."""
    with pytest.raises(BadSchema) as caught:
        compile_schema({"properties": {"a": {word: {}}}}, no_files)
    (flaw,) = caught.value.flaws
    assert (("properties", "a", word), f"did you mean `{meant}`?", True) == (flaw.path, flaw.hint, flaw.key)


ANNOTATIONS = """
    x-internal example comment discriminator xml id tsType javaType markdownDescription note unit label order group
    enumNames enumDescriptions errorMessage propertyOrder options tags foo $foo version definitions
"""


@pytest.mark.parametrize("word", ANNOTATIONS.split())
def test_annotations_of_others_are_let_be(word):
    """A word that is like no keyword may mean something to somebody."""
    assert [] == violations({word: {}}, 1)


OF_OTHERS = [
    ({"nullable": True}, ("nullable",), 'JSON Schema says `type: [string, "null"]`'),
    ({"minimum": 5, "exclusiveMinimum": True}, ("exclusiveMinimum",), "JSON Schema says `exclusiveMinimum: 5`"),
    ({"exclusiveMaximum": False}, ("exclusiveMaximum",), "JSON Schema says `exclusiveMaximum: 5`"),
    ({"$schema": DRAFT_4, "exclusiveMinimum": 5}, ("exclusiveMinimum",), "JSON Schema draft-04 says `minimum: 5` with"),
    ({"additionalItems": False}, ("additionalItems",), "since 2020-12 it is `items`"),
    ({"divisibleBy": 2}, ("divisibleBy",), "since draft-04 it is `multipleOf`"),
    ({"$schema": DRAFT_7, "prefixItems": [False]}, ("prefixItems",), "before 2020-12, `items` takes the list"),
    ({"$schema": DRAFT_7, "dependentRequired": {}}, ("dependentRequired",), "before 2019-09 it is `dependencies`"),
    (
        {"$schema": DRAFT_7, "unevaluatedProperties": False},
        ("unevaluatedProperties",),
        "it came with JSON Schema 2019-09",
    ),
    ({"$schema": DRAFT_4, "const": 1}, ("const",), "it came with JSON Schema draft-06"),
]


@pytest.mark.parametrize(("schema", "path", "hint"), OF_OTHERS)
def test_a_word_of_another_dialect_is_an_error(schema, path, hint):
    """With the way to say it in this one."""
    with pytest.raises(BadSchema) as caught:
        compile_schema(schema, no_files)
    (flaw,) = caught.value.flaws
    assert (path, True) == (flaw.path, hint in flaw.hint), flaw.hint


def test_what_ref_hides_is_not_looked_at():
    """Before 2019-09 nothing beside `$ref` counts."""
    schema = {"$schema": DRAFT_7, "$ref": "#/definitions/a", "maxItem": 1, "definitions": {"a": {"type": "null"}}}
    assert [] == violations(schema, None)


@pytest.mark.parametrize(
    ("dialect", "hint"),
    [
        ("https://example.com/nope", "one of http://json-schema.org/draft-04/schema, "),
        ("https://json-schema.org/draft-07/schema#", "did you mean `http://json-schema.org/draft-07/schema`?"),
        ("http://json-schema.org/draft/2020-12/schema", "did you mean `https://json-schema.org/draft/2020-12/schema`?"),
        ("http://json-schema.org/schema#", "did you mean `http://json-schema.org/draft-0"),
    ],
)
@pytest.mark.parametrize("deep", [False, True])
def test_a_dialect_that_is_not_known_is_an_error(dialect, hint, deep):
    """Nobody can say what its words mean; also where a schema within names it."""
    schema = {"$schema": dialect, "type": "object"}
    with pytest.raises(BadSchema) as caught:
        compile_schema({"items": {"$id": "inner", **schema}} if deep else schema, no_files)
    (flaw,) = caught.value.flaws
    assert ((*(("items",) if deep else ()), "$schema"), True) == (flaw.path, flaw.hint.startswith(hint)), flaw.hint


def test_a_dialect_of_ones_own_is_made_of_vocabularies(tmp_path):
    """Its metaschema is a file beside the schema; keywords of vocabularies that it leaves out judge nothing."""
    vocabulary = "https://json-schema.org/draft/2020-12/vocab/applicator"
    metaschema = {"$schema": LATEST, "$vocabulary": {vocabulary: True}, "properties": {"typs": True}}
    (tmp_path / "meta.json").write_text(json.dumps(metaschema))
    (tmp_path / "s.json").write_text('{"$schema": "meta.json", "typs": 1, "minimum": 9, "properties": {"a": false}}')
    source = schema_source("s.json", tmp_path)
    assert [[], [("a",)]] == [[one.parts for one in violations(source, value, read)] for value in (1, {"a": 1})]


def test_a_dialect_that_needs_what_is_not_known_is_an_error(tmp_path):
    """A vocabulary that it says must be understood."""
    (tmp_path / "meta.json").write_text(json.dumps({"$schema": LATEST, "$vocabulary": {"https://example.com/v": True}}))
    with pytest.raises(BadSchema, match=r"needs the vocabulary `https://example\.com/v`, which is not known"):
        compile_schema({"$schema": "meta.json"}, read, tmp_path)


def test_what_a_reference_leads_to_is_checked_in_its_own_file(tmp_path):
    """And nothing else of that file, which need not be a schema."""
    (tmp_path / "part.json").write_text('{"items": 5, "things": {"a/b": {"items": {"minlength": 1}}}}')
    with pytest.raises(BadSchema) as caught:
        compile_schema({"properties": {"a": {"$ref": "part.json#/things/a~1b"}}}, read, tmp_path)
    (flaw,) = caught.value.flaws
    assert ((tmp_path / "part.json").as_uri(), ("things", "a/b", "items", "minlength")) == (flaw.uri, flaw.path)


@pytest.mark.parametrize("dialect", [DRAFT_2019, LATEST])
def test_what_no_keyword_looked_at_is_found(dialect):
    """In both dialects that know it, through references too."""
    base = {"properties": {"id": True}, "prefixItems" if dialect == LATEST else "items": [True]}
    rest = {"unevaluatedProperties": False, "unevaluatedItems": False}
    schema = {"$schema": dialect, "$defs": {"base": base}, "$ref": "#/$defs/base", **rest}
    assert [] == violations(schema, {"id": 1}) + violations(schema, [1])
    assert ["unevaluatedProperties"] == [one.keyword for one in violations(schema, {"id": 1, "x": 2})]
    assert ["unevaluatedItems"] == [one.keyword for one in violations(schema, [1, 2])]


@pytest.mark.parametrize("keyword", ["additionalProperties", "unevaluatedProperties"])
def test_what_recursion_looked_at_counts(keyword):
    """`$recursiveRef` of 2019-09."""
    schema = {
        "$schema": DRAFT_2019,
        "properties": {"name": True, "kid": {"$recursiveRef": "#", "unevaluatedProperties": False}},
        keyword: {"type": "integer"},
    }
    assert [] == violations(schema, {"name": "a", "kid": {"name": "b", "age": 1}})


def test_dependencies_are_still_read():
    """As 2019-09 and later allow."""
    schema = {"dependencies": {"a": ["b"], "c": {"required": ["d"]}}}
    assert [0, 1, 1] == [len(violations(schema, value)) for value in ({"a": 1, "b": 1}, {"a": 1}, {"c": 1})]
