"""Schemas of OpenAPI documents, by the rules of the document's version."""

import pytest

from itest.evaluate.matching.schema import BadSchema, compile_schema
from itest.model.problem import EvaluationError
from itest.model.values import SchemaFile

HOLDING = [
    ({"type": "string", "nullable": True}, None),
    ({"type": "integer"}, 1),
    ({"type": "integer", "minimum": 5, "exclusiveMinimum": False}, 5),
    ({"type": "integer", "maximum": 5, "exclusiveMaximum": True}, 4),
    ({"$ref": "#/components/schemas/Name", "maxLength": 1}, "ab"),
    ({"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "writeOnly": True}}}, {}),
    ({"type": "object", "additionalProperties": {"type": "string", "nullable": True}}, {"a": None}),
    ({"nullable": True}, None),
    ({}, None),
    ({"allOf": [{"$ref": "#/components/schemas/Name"}], "nullable": True, "type": "string"}, "ab"),
    ({"type": "string", "format": "date", "example": 5, "xml": {}, "externalDocs": {"url": "x"}}, "2024-02-29"),
    ({"oneOf": [{"type": "string"}], "discriminator": {"propertyName": "kind"}, "deprecated": True}, "x"),
]
NOT_HOLDING = [
    ({"type": "string"}, None),
    ({"type": "string", "nullable": False}, None),
    ({"type": "string", "nullable": True, "enum": ["a"]}, None),
    ({"allOf": [{"$ref": "#/components/schemas/Name"}], "nullable": True}, None),
    ({"type": "integer", "minimum": 5, "exclusiveMinimum": True}, 5),
    ({"type": "object", "required": ["a"], "properties": {"a": {"readOnly": True}}}, {}),
    ({"type": "string", "format": "date"}, "2023-02-29"),
    ({"type": "string", "pattern": "^a$"}, "a\n"),
    ({"type": "object", "additionalProperties": False}, {"a": 1}),
    ({"$ref": "#/components/schemas/Name"}, 1),
]
REFUSED = [
    ({"type": ["string", "null"]}, ("type",), "OpenAPI 3.0 has one type, and `nullable: true`"),
    ({"type": "null"}, ("type",), "OpenAPI 3.0 has one type, and `nullable: true`"),
    ({"exclusiveMinimum": 5}, ("exclusiveMinimum",), "OpenAPI 3.0 says `minimum: 5` with `exclusiveMinimum: true`"),
    ({"const": 1}, ("const",), "OpenAPI 3.1 has `const`"),
    ({"patternProperties": {}}, ("patternProperties",), "OpenAPI 3.1 has `patternProperties`"),
    ({"nulable": True}, ("nulable",), "did you mean `nullable`?"),
    ({"items": [{}]}, ("items",), ""),
]


def document(schema, version="3.0.3"):
    schemas = {"Name": {"type": "string"}, "It": schema}
    return {"openapi": version, "info": {"title": "x", "version": "1"}, "components": {"schemas": schemas}}


def compiled(tmp_path, contents, pointer="/components/schemas/It"):
    """From a file, as a scenario names it."""
    return compile_schema(SchemaFile(tmp_path / "api.yaml", pointer, ""), lambda path: contents)


@pytest.mark.parametrize(("schema", "value"), HOLDING)
def test_what_the_rules_of_3_0_allow_holds(tmp_path, schema, value):
    """`nullable`, bounds that are or are not included, a reference that hides its siblings, what is only sent."""
    assert [] == compiled(tmp_path, document(schema)).errors(value)


@pytest.mark.parametrize(("schema", "value"), NOT_HOLDING)
def test_what_the_rules_of_3_0_forbid_does_not_hold(tmp_path, schema, value):
    """Null has to be in an `enum`, too, and `nullable` beside `allOf` opens nothing within."""
    assert 1 == len(compiled(tmp_path, document(schema)).errors(value))


@pytest.mark.parametrize(("schema", "path", "hint"), REFUSED)
def test_words_that_3_0_does_not_have_are_errors(tmp_path, schema, path, hint):
    """With the way to say it in OpenAPI 3.0, where there is one."""
    with pytest.raises(BadSchema) as caught:
        compiled(tmp_path, document(schema))
    (flaw,) = caught.value.flaws
    assert (("components", "schemas", "It", *path), hint) == (flaw.path, flaw.hint)


@pytest.mark.parametrize("version", ["3.1.0", "3.2.0"])
def test_later_documents_are_json_schema(tmp_path, version):
    """2020-12, in which `nullable` says nothing."""
    schema = {"type": ["string", "null"], "const": None}
    assert [] == compiled(tmp_path, document(schema, version)).errors(None)
    with pytest.raises(BadSchema, match="`nullable` says nothing in JSON Schema 2020-12"):
        compiled(tmp_path, document({"nullable": True}, version))


def test_a_later_document_may_name_its_dialect(tmp_path):
    """`jsonSchemaDialect`."""
    contents = document({"items": [{"type": "null"}]}, "3.1.0")
    contents["jsonSchemaDialect"] = "http://json-schema.org/draft-07/schema#"
    assert 1 == len(compiled(tmp_path, contents).errors([1]))


def test_swagger_documents_are_draft_4(tmp_path):
    """As Swagger 2.0 says of its schemas."""
    contents = {"swagger": "2.0", "definitions": {"It": {"minimum": 5, "exclusiveMinimum": True, "example": 7}}}
    assert 1 == len(compiled(tmp_path, contents, "/definitions/It").errors(5))


def test_a_reference_from_elsewhere_keeps_the_rules_of_the_document(tmp_path):
    """A schema of 2020-12 that refers to one in a document of OpenAPI 3.0, with siblings that it hides."""
    contents = document({"$ref": "#/components/schemas/Null", "nullable": True})
    contents["components"]["schemas"]["Null"] = {"type": "string", "nullable": True}
    schema = {"properties": {"a": {"$ref": "api.yaml#/components/schemas/It"}}, "prefixItems": [{"type": "null"}]}
    validator = compile_schema(schema, lambda path: contents, tmp_path)
    assert [0, 0, 1, 1] == [len(validator.errors(value)) for value in ({"a": None}, {"a": "x"}, {"a": 1}, [1])]


def test_a_pointer_that_leads_nowhere_is_an_error(tmp_path):
    """In a document of OpenAPI as in any."""
    with pytest.raises(EvaluationError, match=r"`api\.yaml` has nothing at `#/components/schemas/Nope`"):
        compiled(tmp_path, document({}), "/components/schemas/Nope")
