"""Schemas that are named by many, or that reach many: each is looked at once, and how many is bounded."""

from pathlib import Path

import pytest

from itest.evaluate.matching import schema_check
from itest.evaluate.matching.schema import compile_schema
from itest.model.problem import EvaluationError
from itest.model.values import SchemaFile

INNER = {f"p{number}": {"type": "string"} for number in range(90)}
NAMES = [f"d{number}" for number in range(20)]


def _named(contents, names=NAMES):
    """Compile each definition of a file."""

    def read(path):
        return contents

    for name in names:
        compile_schema(SchemaFile(path=Path("/s.json"), fragment=f"/$defs/{name}", text="s.json"), read)


def _document(inner):
    return {"$defs": {"big": {"properties": inner}, **{name: {"$ref": "#/$defs/big"} for name in NAMES}}}


def test_what_many_name_is_looked_at_once(monkeypatch):
    """Twenty that lead to the same ninety."""
    monkeypatch.setattr(schema_check, "MAX_LOOKS", 120)
    _named(_document(INNER))


def test_all_that_is_looked_at_is_bounded(monkeypatch):
    """A flaw is told to each that names it, so that it is looked for again."""
    monkeypatch.setattr(schema_check, "MAX_LOOKS", 120)
    contents = _document({**INNER, "p5": {"type": "strnig"}})
    told = []

    def read(path):
        return contents

    for name in NAMES[:3]:
        with pytest.raises(EvaluationError) as raised:
            compile_schema(SchemaFile(path=Path("/s.json"), fragment=f"/$defs/{name}", text="s.json"), read)
        told.append((raised.value.code, "reach more than 120 in all" in raised.value.message))
    assert [("IT322", False), ("IT322", True), ("IT322", True)] == told


def test_one_that_reaches_too_many_is_refused_before_any_is_looked_at(monkeypatch):
    """Its own and those behind its references."""
    monkeypatch.setattr(schema_check, "MAX_SCHEMAS", 50)
    monkeypatch.setattr(schema_check, "flaws_within", lambda contents: pytest.fail("it was looked at"))
    with pytest.raises(EvaluationError, match="more than 50 schemas are reached from this one"):
        _named(_document(INNER), ["big"])
