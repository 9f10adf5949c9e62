"""Judging ends before the stack does, whatever is at work just then."""

import inspect
import sys

import pytest

from itest.evaluate.matching.schema import compile_schema
from itest.evaluate.matching.schema_depth import need_room
from itest.model.problem import EvaluationError

OLD = "http://json-schema.org/draft-07/schema#"
TREE = {"$schema": OLD, "definitions": {"a": {}}, "$ref": "#/definitions/a"}
TREE["definitions"]["a"] = {
    "type": ["object", "integer", "array"],
    "format": "date",
    "contains": {"$ref": "#/definitions/a"},
    "properties": {"x": {"$ref": "#/definitions/a"}},
    "patternProperties": {"y": {"$ref": "#/definitions/a"}},
}


def at_depth(frames, action):
    return at_depth(frames - 1, action) if frames else action()


def test_there_is_room_at_first_and_none_near_the_end():
    """The error is that of the stack itself."""
    need_room()
    with pytest.raises(RecursionError, match="recursion"):
        at_depth(sys.getrecursionlimit() - len(inspect.stack(0)) - 50, need_room)


@pytest.mark.parametrize("below", range(40))
def test_a_value_that_nests_too_deep_is_an_error_at_every_depth_of_the_stack(below):
    """It was a panic where the stack ended while the library looked up a type."""
    judge = compile_schema(TREE, lambda path: {})
    value = 1
    for _ in range(190):
        value = [value]
    with pytest.raises(EvaluationError, match="the value nests too deep") as raised:
        at_depth(below, lambda: judge.errors(value))
    assert "IT216" == raised.value.code
