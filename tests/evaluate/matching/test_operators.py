"""Every operator, on what is there, on what is not, and on values of another type."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from itest.evaluate.matching.context import MatchContext
from itest.evaluate.matching.operators import OPERATORS
from itest.model.values import Document, Missing
from tests.evaluate.expecting import mismatches, told

UUID = "2eb8aa08-aa98-11ea-b4aa-73b441d16380"
FILES = {"a.json": b'\xef\xbb\xbf{"a": [1]}', "a.txt": b"line\n", "a.bin": b"\x89\xff", "broken.json": b"{"}
NOW = MatchContext(now=lambda: datetime(2024, 5, 1, 12, tzinfo=UTC), read_file=FILES.__getitem__)

HOLDS = [
    ("$and", [{"$gt": 0}, {"$lt": 2}, 1], 1),
    ("$and", [{"$gt": 0}], 1),
    ("$file", "a.json", {"a": [Decimal("1.0")]}),
    ("$file", "a.json", Document(b'{ "a": [1] }', "application/json")),
    ("$file", "a.bin", b"\x89\xff"),
    ("$file", "a.bin", Document(b"\x89\xff", "image/png")),
    ("$file", "a.txt", Document(b"line\n", "text/plain")),
    ("$file", "a.txt", "line\n"),
    ("$eq", 1, Decimal("1.0")),
    ("$eq", {"a": {"b": 1}}, {"a": {"b": 1}}),
    ("$eq", {"a": {"$gt": 0}}, {"a": 1}),
    ("$eq", [], []),
    ("$eq", {}, {}),
    ("$eq", {"a": {"$optional": 1}}, {}),
    ("$eq", None, None),
    ("$ne", 1, 2),
    ("$ne", 1, "1"),
    ("$ne", {"a": 1}, {"a": 1, "b": 2}),
    ("$ne", 1, None),
    ("$gt", 1, 2),
    ("$gt", Decimal("1.05"), Decimal("1.1")),
    ("$gt", "a", "b"),
    ("$gte", 2, Decimal("2.0")),
    ("$lt", 2, Decimal("1e-400")),
    ("$lte", "b", "b"),
    ("$between", [1, 3], 1),
    ("$between", [1, 3], 3),
    ("$between", ["a", "c"], "b"),
    ("$approx", {"value": 10, "within": Decimal("0.5")}, Decimal("10.5")),
    ("$approx", {"value": 10, "within": Decimal("0.5")}, Decimal("9.5")),
    ("$in", [1, "a", {"$gt": 5}], 6),
    ("$in", [None], None),
    ("$not", 1, 2),
    ("$not", {"$contains": "x"}, "abc"),
    ("$not", {"$gt": 5}, "text"),
    ("$type", "string", ""),
    ("$type", "integer", Decimal("1.0")),
    ("$type", "number", 1),
    ("$type", "number", Decimal("1.5")),
    ("$type", "boolean", False),
    ("$type", "array", []),
    ("$type", "object", {}),
    ("$type", "null", None),
    ("$type", ["null", "string"], None),
    ("$format", "uuid", UUID),
    ("$format", "date-time", "2024-05-01T12:00:00Z"),
    ("$format", "email", "a@b.de"),
    ("$contains", "b", "abc"),
    ("$contains", 1, [3, 1]),
    ("$contains", {"a": 1}, [{"a": 1, "b": 2}]),
    ("$contains", 12, "a12b"),
    ("$startsWith", "ab", "abc"),
    ("$endsWith", "bc", "abc"),
    ("$regex", "b+", "abbc"),
    ("$regex", r"^\d{3}$", "123"),
    ("$size", 2, [1, 2]),
    ("$size", 2, "ab"),
    ("$size", 1, {"a": 1}),
    ("$size", {"$gte": 2}, [1, 2]),
    ("$empty", True, ""),
    ("$empty", True, []),
    ("$empty", True, {}),
    ("$empty", False, [0]),
    ("$all", [1, {"$gt": 2}], [3, 1]),
    ("$all", [{"$gt": 0}, 1], [1, 2]),
    ("$all", ["a", "a", "b"], "aba"),
    ("$all", ["a", "c"], "abc"),
    ("$each", {"$gt": 0}, [1, 2]),
    ("$each", {"id": {"$type": "integer"}}, [{"id": 1, "x": 2}]),
    ("$unordered", [1, 2, 2], [2, 1, 2]),
    ("$unordered", [{"$gt": 0}, {"$gt": 2}, 1], [3, 2, 1]),
    ("$unordered", [], []),
    ("$unique", True, [1, "1", True, None, [1], {"a": 1}]),
    ("$unique", False, [1, Decimal("1.0")]),
    ("$sorted", "asc", [1, 1, Decimal("1.5")]),
    ("$sorted", "desc", ["b", "a", "a"]),
    ("$sorted", "asc", []),
    ("$exists", True, None),
    ("$optional", {"$gt": 1}, 2),
    ("$before", "2024-05-02", "2024-05-01"),
    ("$before", "now", "2024-05-01T11:59:59Z"),
    ("$after", "now", "2024-05-01T12:00:00.001+00:00"),
    ("$after", "2024-05-01T12:00:00+02:00", "2024-05-01T10:00:01Z"),
    ("$after", "2024-01-01", "Wed, 01 May 2024 12:00:00 GMT"),
    ("$before", "2024-05-01T12:00:01", "2024-05-01T12:00:00"),
    ("$schema", {"type": "integer", "minimum": 1}, 1),
    ("$json", {"a": [1, 2]}, '{"a": [1, 2], "b": 3}'),
    ("$json", 1, "1.0"),
    ("$json", {"a": {"$json": [1]}}, {"a": "[1]", "b": 2}),
    ("$json", None, None),
    ("$json", {"a": 1}, b'{"a": 1}'),
]

FAILS = [
    ("$and", [{"$gt": 0}, {"$lt": 1}], 1),
    ("$and", [1, {"$not": 1}], 1),
    ("$file", "a.json", {"a": [1], "b": 2}),
    ("$file", "a.json", None),
    ("$file", "a.txt", "line"),
    ("$file", "a.bin", b"\x89"),
    ("$file", "a.bin", Document(b"\x89\xfe", "image/png")),
    ("$file", "a.json", Document(b'{"a": [2]}', "application/json")),
    ("$eq", {"a": {"b": 1}}, {"a": {"b": 1, "c": 2}}),
    ("$eq", {"a": 1}, {"a": 1, "b": 2}),
    ("$eq", [{"a": 1}], [{"a": 1, "b": 2}]),
    ("$eq", 1, True),
    ("$eq", {}, {"a": 1}),
    ("$ne", 1, Decimal("1.0")),
    ("$ne", {"a": 1}, {"a": 1}),
    ("$gt", 1, 1),
    ("$gt", 1, "2"),
    ("$gt", "a", 2),
    ("$gt", 1, True),
    ("$gt", 1, None),
    ("$gte", 2, Decimal("1.999")),
    ("$lt", 1, [0]),
    ("$lte", 1, Decimal("1e400")),
    ("$between", [1, 3], 4),
    ("$between", [1, 3], 0),
    ("$between", [1, 3], "2"),
    ("$approx", {"value": 10, "within": Decimal("0.5")}, Decimal("10.51")),
    ("$approx", {"value": 10, "within": Decimal("0.5")}, Decimal("1e999999999")),
    ("$approx", {"value": 10, "within": 1}, "10"),
    ("$in", [1, 2], 3),
    ("$in", [1, 2], "1"),
    ("$not", 1, Decimal("1.0")),
    ("$not", {"$type": "string"}, ""),
    ("$type", "integer", Decimal("1.5")),
    ("$type", "number", True),
    ("$type", "string", None),
    ("$type", "object", []),
    ("$format", "uuid", "2eb8"),
    ("$format", "uuid", 5),
    ("$format", "date", "2024-13-01"),
    ("$contains", "x", "abc"),
    ("$contains", 1, ["1", True]),
    ("$contains", "a", {"a": 1}),
    ("$contains", 1, 11),
    ("$startsWith", "bc", "abc"),
    ("$startsWith", "1", 12),
    ("$endsWith", "ab", "abc"),
    ("$endsWith", "a", ["a"]),
    ("$regex", "^b", "abbc"),
    ("$regex", "1", 1),
    ("$size", 2, [1]),
    ("$size", 2, 22),
    ("$size", {"$gt": 2}, [1, 2]),
    ("$empty", True, [0]),
    ("$empty", True, None),
    ("$empty", True, 0),
    ("$empty", False, ""),
    ("$empty", False, 5),
    ("$all", [1, 2], [1]),
    ("$all", [1, 1, 1], [1, 1]),
    ("$all", [{"$gt": 0}, {"$gt": 1}], [1, 1]),
    ("$all", [{"$gt": 0}, {"$gt": 0}], [5]),
    ("$all", ["a", "a"], "abc"),
    ("$all", ["a", "x"], "abc"),
    ("$all", [1], 1),
    ("$each", {"$gt": 0}, []),
    ("$each", {"$gt": 0}, [1, 0]),
    ("$each", {"$gt": 0}, 1),
    ("$unordered", [1, 2], [1]),
    ("$unordered", [1, 1], [1, 2]),
    ("$unordered", [{"$gt": 2}, {"$gt": 2}, 1], [3, 2, 1]),
    ("$unordered", [1], 1),
    ("$unique", True, [1, Decimal("1.0")]),
    ("$unique", True, [{"a": [1]}, {"a": [1]}]),
    ("$unique", True, "ab"),
    ("$unique", False, [1, 2]),
    ("$sorted", "asc", [2, 1]),
    ("$sorted", "desc", [1, 2]),
    ("$sorted", "asc", [1, "2"]),
    ("$sorted", "asc", [[1], [2]]),
    ("$sorted", "asc", "ab"),
    ("$exists", False, None),
    ("$optional", 1, 2),
    ("$optional", 1, None),
    ("$before", "now", "2024-05-01T12:00:00Z"),
    ("$before", "2024-05-01", "2024-05-01"),
    ("$after", "now", "soon"),
    ("$after", "2024-01-01", 1714564800),
    ("$after", "2024-01-01", "2024-05-01" * 100),
    ("$schema", {"type": "integer", "minimum": 1}, 0),
    ("$json", {"a": 2}, '{"a": 1}'),
    ("$json", {}, "{nope"),
    ("$json", {"a": 1}, {"a": 2}),
    ("$json", "x", "x"),
]


@pytest.mark.parametrize(("operator", "argument", "actual"), HOLDS)
def test_it_holds(operator, argument, actual):
    """The operator is satisfied."""
    assert [] == told({operator: argument}, actual, context=NOW)


@pytest.mark.parametrize(("operator", "argument", "actual"), FAILS)
def test_it_does_not_hold(operator, argument, actual):
    """A value that differs, or is of a type the operator does not speak of, is a mismatch and nothing worse."""
    assert {"IT104", "IT103"} >= {one.code for one in mismatches({operator: argument}, actual, context=NOW)} != set()


def test_every_operator_is_tried():
    """The tables cover the operators of the language, all of them."""
    assert set(OPERATORS) == {case[0] for case in HOLDS} == {case[0] for case in FAILS}


ARGUMENTS = {case[0]: case[1] for case in HOLDS}


@pytest.mark.parametrize("operator", sorted(set(OPERATORS) - {"$optional"}))
def test_what_is_absent_satisfies_nothing(operator):
    """Not even `$ne`, `$not`, `$empty` or `$in` with an `$exists: false` inside."""
    assert 1 == len(mismatches({operator: ARGUMENTS[operator]}, Missing("a"), context=NOW))
    assert 1 == len(mismatches({"$in": [{"$exists": False}]}, Missing("a")))


@pytest.mark.parametrize("matcher", [{"$exists": False}, {"$optional": 1}, {"$optional": {"$gt": 1}}])
def test_what_is_absent_satisfies_these(matcher):
    """`$exists: false` and `$optional`, alone or together."""
    assert [] == mismatches(matcher, Missing("a")) + mismatches({"a": matcher}, {})


TEXT_HOLDS = [
    ({"$gt": 5}, "10"),
    ({"$lte": Decimal("1.5")}, "1.50"),
    ({"$between": [1, 20]}, "3"),
    ({"$approx": {"value": 3, "within": 1}}, "3.5"),
    ({"$in": [1, 2]}, "2"),
    ({"$not": 1}, "2"),
    ({"$eq": True}, "true"),
    ({"$size": 3}, "abc"),
    ({"$contains": 5}, ["1", "5"]),
    ({"$contains": "sid"}, ["sid=1"]),
    ({"$gt": 5}, ["10"]),
    ({"$gt": "a"}, "b"),
    ({"$json": {"a": 1}}, '{"a": 1}'),
    (1, ["1"]),
]
TEXT_FAILS = [
    ({"$gt": 5}, "4"),
    ({"$gt": 5}, "many"),
    ({"$type": "integer"}, "5"),
    ({"$json": 1}, '"1"'),
    ({"$contains": "sid"}, ["sid=1", "x"]),
    (1, "1.0"),
    (1, ["1", "1"]),
    (None, ""),
]


@pytest.mark.parametrize(("matcher", "actual"), TEXT_HOLDS)
def test_text_is_compared_as_what_is_written(matcher, actual):
    """Where a value can only be text, numbers are compared with the number that the text is."""
    assert [] == told(matcher, actual, text=True)


@pytest.mark.parametrize(("matcher", "actual"), TEXT_FAILS)
def test_text_stays_text(matcher, actual):
    """It has no other type, and JSON inside it has types again."""
    assert 1 == len(told(matcher, actual, text=True))


@pytest.mark.parametrize(
    ("matcher", "actual", "message"),
    [
        ({"$gt": 5}, 3, "expected more than 5, got 3"),
        ({"$between": [1, 2]}, 3, "expected between 1 and 2, got 3"),
        ({"$approx": {"value": 1, "within": 2}}, 4, "expected 1 ± 2, got 4"),
        ({"$in": [1, "a"]}, 3, 'expected one of [1,"a"], got 3'),
        ({"$not": {"$gt": 1}}, 3, 'expected anything but {"$gt":1}, got 3'),
        ({"$type": "string"}, 3, "expected a value of type string, got 3"),
        ({"$format": "uuid"}, "x", 'expected text of format uuid, got "x"'),
        ({"$contains": "x"}, "abc", 'expected text that contains "x", got "abc"'),
        ({"$regex": "^x"}, "abc", 'expected text that matches /^x/, got "abc"'),
        ({"$size": 2}, [1], "expected 2, got 1"),
        ({"$empty": True}, [1], "expected empty text, list or object, got [1]"),
        ({"$unordered": [1, 2]}, [2, 3], "no item matches 1; without a partner: [3]"),
        ({"$sorted": "asc"}, [2, 1], "expected a list sorted ascending, got [2,1]"),
        ({"$exists": False}, 1, "expected to be absent, got 1"),
        ({"$exists": True}, Missing(""), "expected a value, but nothing is there"),
        (
            {"$before": "now"},
            "2025-01-01",
            'expected a time before now (2024-05-01T12:00:00Z), got "2025-01-01"',
        ),
        ({"$schema": {"type": "string"}}, 1, "expected string, got integer 1 (type)"),
        ({"$json": 1}, "x", 'expected JSON text, got "x"'),
    ],
)
def test_messages_say_what_was_expected_and_what_was_there(matcher, actual, message):
    """In plain words, on one line."""
    assert [message] == [one.message for one in mismatches(matcher, actual, context=NOW)]


@pytest.mark.parametrize(
    ("matcher", "actual"),
    [
        ({"$between": "{{ x }}"}, 1),
        ({"$approx": "{{ x }}"}, 1),
        ({"$in": "{{ x }}"}, 1),
        ({"$type": "{{ x }}"}, 1),
        ({"$regex": ["{{ x }}"]}, "a"),
        ({"$sorted": "{{ x }}"}, []),
        ({"$before": "{{ x }}"}, "2024-01-01"),
        ({"$all": "{{ x }}"}, []),
        ({"$unordered": "{{ x }}"}, []),
    ],
)
def test_an_argument_that_a_template_made_unusable_is_an_error(matcher, actual):
    """The loader lets templates through unseen; what they render to is checked when it is used."""
    assert ["IT201"] == [one.code for one in mismatches(matcher, actual, x="never")]


def test_a_pattern_that_never_ends_is_stopped():
    """The limit is an error of its own code, not a hang."""
    assert ["IT216"] == [one.code for one in mismatches({"$regex": "^(a|aa)+$"}, "a" * 60 + "b")]
