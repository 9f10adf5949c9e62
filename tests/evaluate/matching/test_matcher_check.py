"""What cannot be meant in an expectation is found before anything is sent."""

from decimal import Decimal
from pathlib import Path

import pytest

from itest.evaluate.matching.matcher_check import check_expect, check_matcher
from itest.model.values import SchemaFile
from tests.evaluate.expecting import tree
from tests.evaluate.matching.test_expectation import FIELDS
from tests.evaluate.matching.test_operators import FAILS, HOLDS

WRONG = [
    ({"$gtt": 1}, ("$gtt",), "IT310"),
    ({"$ref": "x"}, ("$ref",), "IT310"),
    ({"$": 1}, ("$",), "IT310"),
    ({"a": [{"$not": {"$nope": 1}}]}, ("a", 0, "$not", "$nope"), "IT310"),
    ({"$gte": True}, ("$gte",), "IT311"),
    ({"$lt": [1]}, ("$lt",), "IT311"),
    ({"$between": [1]}, ("$between",), "IT311"),
    ({"$between": 1}, ("$between",), "IT311"),
    ({"$between": [1, None]}, ("$between", 1), "IT311"),
    ({"$approx": 1}, ("$approx",), "IT311"),
    ({"$approx": {"value": 1}}, ("$approx",), "IT311"),
    ({"$approx": {"value": 1, "within": "much"}}, ("$approx", "within"), "IT311"),
    ({"$in": 1}, ("$in",), "IT311"),
    ({"$in": [{"$nope": 1}]}, ("$in", 0, "$nope"), "IT310"),
    ({"$all": {"a": 1}}, ("$all",), "IT311"),
    ({"$unordered": "x"}, ("$unordered",), "IT311"),
    ({"$type": "int"}, ("$type",), "IT311"),
    ({"$type": ["string", "text"]}, ("$type", 1), "IT311"),
    ({"$format": "uid"}, ("$format",), "IT311"),
    ({"$format": 1}, ("$format",), "IT311"),
    ({"$startsWith": None}, ("$startsWith",), "IT311"),
    ({"$endsWith": ["a"]}, ("$endsWith",), "IT311"),
    ({"$regex": "(a"}, ("$regex",), "IT313"),
    ({"$regex": {}}, ("$regex",), "IT311"),
    ({"$size": "x"}, ("$size",), "IT311"),
    ({"$size": -1}, ("$size",), "IT311"),
    ({"$size": True}, ("$size",), "IT311"),
    ({"$size": {"$gt": []}}, ("$size", "$gt"), "IT311"),
    ({"$empty": 1}, ("$empty",), "IT311"),
    ({"$exists": "yes"}, ("$exists",), "IT311"),
    ({"$unique": None}, ("$unique",), "IT311"),
    ({"$sorted": "up"}, ("$sorted",), "IT311"),
    ({"$before": "tomorrow"}, ("$before",), "IT311"),
    ({"$after": 5}, ("$after",), "IT311"),
    ({"$.a[": 1}, ("$.a[",), "IT312"),
    ({"a": {"$[?(]": {"$nope": 1}}}, ("a", "$[?(]"), "IT312"),
    ({"$schema": {"type": "objekt"}}, ("$schema", "type"), "IT322"),
    ({"$schema": {"properties": {"a": {"pattern": "("}}}}, ("$schema", "properties", "a", "pattern"), "IT322"),
    ({"$schema": 5}, ("$schema",), "IT311"),
    ({"$optional": {"$nope": 1}}, ("$optional", "$nope"), "IT310"),
    ({"$each": {"a": {"$nope": 1}}}, ("$each", "a", "$nope"), "IT310"),
    ({"$json": {"$nope": 1}}, ("$json", "$nope"), "IT310"),
]


@pytest.mark.parametrize(("matcher", "pointer", "code"), WRONG)
def test_it_is_found_with_its_place(matcher, pointer, code):
    """The pointer leads to the key or the argument at fault."""
    (first, *_) = check_matcher(tree(matcher), ("expect", "body"))
    assert (("expect", "body", *pointer), code) == (first.pointer, first.code)


@pytest.mark.parametrize(("operator", "argument", "_actual"), HOLDS + FAILS)
def test_what_can_be_matched_is_accepted(operator, argument, _actual):
    """Every argument that the operators are tried with."""
    assert [] == check_matcher(tree({operator: argument}))


@pytest.mark.parametrize(
    "matcher",
    [
        {operator: "{{ x }}" for operator, _, _ in HOLDS},
        {"$between": ["{{ a }}", "{{ b }}"], "$approx": {"value": "{{ a }}", "within": "{{ b }}"}},
        {"$schema": {"type": "{{ t }}"}},
        {"$schema": "order.json#/a"},
        {"$schema": SchemaFile(path=Path("/x"), fragment="", text="x")},
        {"$approx": {"value": "1s", "within": "100ms"}},
        {"$.a": 1, "$['b']": 2, "$..c": [3], "$$d": 4, "{{ e }}": 5, "//xml/path": 6},
        [1, {"a": None}],
        "text",
        Decimal("1.5"),
    ],
)
def test_templates_and_plain_trees_are_accepted(matcher):
    """Templates unseen, selectors with their syntax only."""
    assert [] == check_matcher(tree(matcher))


def test_a_misspelt_name_is_guessed():
    """Operators, types and formats; a literal key with a dollar is explained."""
    matcher = tree({"a": {"$startswith": "x"}, "b": {"$type": "int"}, "c": {"$format": "datetime"}, "d": {"$ref": 1}})
    assert [
        "did you mean `$startsWith`?",
        "did you mean `integer`?",
        "did you mean `date-time`?",
    ] == [finding.hint for finding in check_matcher(matcher)[:3]]
    assert [True, False, False, True] == [finding.key for finding in check_matcher(matcher)]


@pytest.mark.parametrize(
    ("expect", "pointer", "code"),
    [
        ({"status": "2x"}, ("status",), "IT306"),
        ({"status": [200, None]}, ("status", 1), "IT306"),
        ({"status": 99}, ("status",), "IT306"),
        ({"status": {"$gtt": 1}}, ("status", "$gtt"), "IT310"),
        ({"time": "5 parsecs"}, ("time",), "IT320"),
        ({"time": {"$ltt": "1s"}}, ("time", "$ltt"), "IT310"),
        ({"schema": {"type": 1}}, ("schema", "type"), "IT322"),
        ({"schema": 5}, ("schema",), "IT311"),
        ({"body": {"$gtt": 1}}, ("body", "$gtt"), "IT310"),
    ],
)
def test_special_fields_are_checked_in_their_own_way(expect, pointer, code):
    """Status, time and schema."""
    (finding,) = check_expect(tree(expect), ("expect",))
    assert (("expect", *pointer), code) == (finding.pointer, finding.code)


def test_expectations_that_can_be_meant_have_no_findings():
    """Codes, classes, durations, schemas, matchers, templates."""
    expect = {
        **{name: {"$exists": True} for name in FIELDS},
        "status": [200, "3xx", "{{ s }}"],
        "time": "1s",
        "schema": {"type": "object"},
    }
    assert [] == check_expect(tree(expect))
    assert [] == check_expect(tree({"status": "{{ s }}", "time": "{{ t }}", "schema": "{{ f }}.json"}))
