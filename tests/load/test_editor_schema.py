"""The editor schemas: up to date, and with a word on everything."""

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from itest.evaluate.matching.operators import OPERATORS
from itest.load import matcher_schema
from itest.load.editor_schema import live, schema_files, write_schemas
from tests.load.conftest import ACTIONS

SCHEMAS = Path(__file__).resolve().parent.parent.parent / "schemas"


def test_the_files_are_up_to_date():
    """What is in schemas/ is what the tables and specs make."""
    for name, text in schema_files(ACTIONS).items():
        assert text == (SCHEMAS / name).read_text(encoding="utf-8"), f"run write_schemas for {name}"


def test_they_are_written_as_they_are(tmp_path):
    """Writing is the same texts in a folder."""
    write_schemas(tmp_path, ACTIONS)
    assert schema_files(ACTIONS) == {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}


def test_they_are_schemas_of_2020_12():
    """Both satisfy the metaschema."""
    for text in schema_files(ACTIONS).values():
        Draft202012Validator.check_schema(json.loads(text))


def test_every_operator_is_described():
    """The table of hover texts has the operators that there are."""
    assert set(OPERATORS) == set(matcher_schema.OPERATORS)


def test_every_key_of_a_step_is_described():
    """Hover texts stand on all keys of scenarios and steps."""
    schema = json.loads(schema_files(ACTIONS)["scenario.schema.json"])
    keys = {**schema["properties"], **schema["$defs"]["step"]["properties"]}
    assert [] == [name for name, key in keys.items() if not key.get("description")]


def test_a_template_may_stand_for_anything():
    """Where a number is asked for, `{{ … }}` passes and other text does not."""
    schema = Draft202012Validator(live({"type": "integer"}))
    assert [True, True, False] == [schema.is_valid(value) for value in (1, "{{ a }}", "a")]
