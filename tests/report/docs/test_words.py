"""`report.docs.words`: every operator and form of `expect` as a sentence."""

from decimal import Decimal
from pathlib import Path

import pytest

from itest.evaluate.matching.operators import OPERATORS
from itest.model.values import SchemaFile, Template
from itest.report.docs import words
from itest.report.docs.blocks import Code

FILE = SchemaFile(path=Path("/p/order.json"), fragment="", text="order.json")


def said(expect):
    """The sentences as text, code in backticks."""
    lines = words.sentences(expect, lambda schema: (Code(schema.path.name), ": an order"))
    return ["".join(f"`{part.text}`" if isinstance(part, Code) else part for part in line) for line in lines]


@pytest.mark.parametrize(
    ("expect", "expected"),
    [
        ({"status": 201}, ["`status` is `201 Created`"]),
        ({"status": "2xx"}, ["`status` is `2xx`"]),
        ({"status": (200, 404)}, ["`status` is one of `200` or `404`"]),
        ({"status": {"$lt": 500}}, ["`status` is less than `500`"]),
        ({"status": Template("{{ wanted }}")}, ["`status` is `{{ wanted }}`"]),
        ({"time": "500ms"}, ["`time` is at most `500ms`"]),
        ({"time": Decimal("0.25")}, ["`time` is at most `0.25s`"]),
        ({"time": {"$gt": 1}}, ["`time` is more than `1`"]),
        ({"schema": FILE}, ["`body` fits the schema `order.json`: an order"]),
        ({"schema": {"type": "object"}}, ['`body` fits the schema `{"type":"object"}`']),
        ({"body": "x"}, ['`body` is `"x"`']),
        ({"body": {}}, ["`body` is an empty object"]),
        ({"body": (1, 2)}, ["`body` is `[1,2]`"]),
        ({"body": ()}, ["`body` is `[]`"]),
        (
            {"body": {"items": ({"id": 1}, "x")}},
            ["`body.items` has exactly 2 items", "`body.items[0].id` is `1`", '`body.items[1]` is `"x"`'],
        ),
        ({"body": {"a b": {"$$price": 5}}}, ['`body["a b"]["$price"]` is `5`']),
        ({"body": {"$.a[0].b": 1, "$..c": {"$size": 2}}}, ["`body.a[0].b` is `1`", "`body..c` has the size `2`"]),
        ({"body": Template("{{ x }}")}, ["`body` is `{{ x }}`"]),
        ({"body": Template("a {{ x }}")}, ['`body` is `"a {{ x }}"`']),
    ],
)
def test_fields_are_sentences(expect, expected):
    """Fields with a reading of their own, and the shapes of data."""
    assert expected == said(expect)


@pytest.mark.parametrize(
    ("matcher", "expected"),
    [
        ({"$eq": 1}, ["`x` is exactly `1`"]),
        (
            {"$eq": {"a": 1, "b": {"$gt": 2}}},
            ["`x` has nothing but `a`, `b`", "`x.a` is `1`", "`x.b` is more than `2`"],
        ),
        ({"$ne": 1}, ["`x` is anything but `1`"]),
        ({"$gt": 1}, ["`x` is more than `1`"]),
        ({"$gte": 1, "$lt": 3}, ["`x` is at least `1`", "`x` is less than `3`"]),
        ({"$lte": Decimal("1.50")}, ["`x` is at most `1.50`"]),
        ({"$between": (1, 2)}, ["`x` is from `1` to `2`"]),
        ({"$approx": {"value": 1, "within": Decimal("0.1")}}, ["`x` is `1` ± `0.1`"]),
        ({"$in": (1, {"$gt": 5}, None)}, ["`x` is one of `1`, is more than `5` or `null`"]),
        ({"$not": {"a": {"$empty": True}}}, ["`x` does not hold: `a` is empty"]),
        ({"$type": "string"}, ["`x` is of type `string`"]),
        ({"$type": ("string", "null")}, ["`x` is of type `string or null`"]),
        ({"$format": "uuid"}, ["`x` is a valid `uuid`"]),
        ({"$contains": "a"}, ['`x` contains `"a"`']),
        ({"$contains": {"id": 1, "q": {"$gt": 2}}}, ["`x` contains an item: `id` is `1` and `q` is more than `2`"]),
        ({"$startsWith": "a"}, ['`x` starts with `"a"`']),
        ({"$endsWith": "a"}, ['`x` ends with `"a"`']),
        ({"$regex": "^a|b$"}, ['`x` matches `"^a|b$"`']),
        ({"$size": {"$gte": 2}}, ["`x` has a size that is at least `2`"]),
        ({"$empty": False}, ["`x` is not empty"]),
        ({"$all": ("a", "b", "c")}, ['`x` contains `"a"`, `"b"` and `"c"`']),
        ({"$each": {"id": 1}}, ["`x` has at least one item, of which each holds:", "`x[*].id` is `1`"]),
        ({"$unordered": (1, 2)}, ["`x` has, in any order, `1` and `2`"]),
        ({"$unique": True}, ["`x` has no item twice"]),
        ({"$sorted": "desc"}, ["`x` is sorted, descending"]),
        ({"$sorted": Template("{{ how }}")}, ["`x` is as said by `{{ how }}`"]),
        ({"$exists": False}, ["`x` is not there"]),
        ({"$optional": {"$gt": 1}}, ["`x` may be left out; else it is more than `1`"]),
        ({"$before": "now"}, ['`x` is before `"now"`']),
        ({"$after": "2024-01-01"}, ['`x` is after `"2024-01-01"`']),
        ({"$schema": FILE}, ["`x` fits the schema `order.json`: an order"]),
        ({"$not": {"$schema": FILE}}, ["`x` does not hold: fits the schema `order.json`: an order"]),
        ({"$json": {"a": 1}}, ["`x` is JSON in which this holds: `a` is `1`"]),
    ],
)
def test_operators_are_words(matcher, expected):
    """One sentence or more for each."""
    assert expected == said({"x": matcher})


def test_every_operator_has_words():
    """The table is as long as that of the language."""
    assert set(OPERATORS) == set(words.OPERATORS)


def test_a_long_value_is_cut():
    """A sentence stays one."""
    assert 180 > len(said({"body": "x" * 1000})[0])
