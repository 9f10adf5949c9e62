"""Every field of `expect` becomes a check of the step's result."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from itest.evaluate.data.json_text import parse
from itest.evaluate.expressions.scope import Scope
from itest.evaluate.matching.expectation import MatchContext, Subject, check_expectations
from itest.model.source import Source, SourceMap
from itest.model.values import Document, Missing, SchemaFile
from tests.evaluate.expecting import tree

FIELDS = {
    "status": 201,
    "headers": {"content-type": "application/json", "x-count": "3", "set-cookie": ["a=1", "b=2"]},
    "cookies": {"sid": {"value": "abc", "path": "/", "max_age": 60, "secure": True}},
    "body": Document(b'{"id": 1, "total": 42.5, "items": [1, 2]}', "application/json"),
    "text": '{"id": 1}',
    "time": Decimal("0.25"),
    "request": {
        "method": "POST",
        "headers": {"X-Trace": "7"},
        "query": {"page": "2", "tag": ["a", "b"]},
        "json": {"qty": 2},
    },
}
TEXT = frozenset({"headers", "cookies", "text", "stdout", "stderr"})


def checks(expect, context=None, **fields):
    subject = Subject(
        fields={**FIELDS, **fields}, main="body", text_fields=TEXT, request_text=frozenset({"headers", "query"})
    )
    return check_expectations(tree(expect), subject, context or MatchContext(scope=Scope({"n": 201, "sid": "abc"})))


def told(expect, context=None, **fields):
    found = [one for check in checks(expect, context, **fields) for one in check.mismatches]
    return [(one.code, f"{one.where}: {one.message}") for one in found]


@pytest.mark.parametrize(
    "expect",
    [
        {"status": 201},
        {"status": "2xx"},
        {"status": "2XX"},
        {"status": [200, 201]},
        {"status": ["4xx", "2xx"]},
        {"status": {"$gte": 200, "$lt": 300}},
        {"status": {"$in": ["2xx", 404]}},
        {"status": {"$not": "4xx"}},
        {"status": {"$ne": "5xx"}},
        {"status": {"$eq": "2xx"}},
        {"status": "{{ n }}"},
        {"status": ["{{ n }}", 404]},
        {"status": "201"},
        {"headers": {"Content-Type": "application/json", "X-COUNT": 3}},
        {"headers": {"x-count": {"$gt": 2}, "Set-Cookie": ["a=1", "b=2"], "x-none": {"$exists": False}}},
        {"cookies": {"sid": "abc"}},
        {"cookies": {"sid": "{{ sid }}"}},
        {"cookies": {"sid": {"value": "abc", "path": "/", "max_age": 60, "secure": True}}},
        {"cookies": {"sid": {"$regex": "^a"}, "other": {"$exists": False}}},
        {"cookies": {"sid": {"$optional": "abc"}}},
        {"cookies": {"sid": {"$in": ["abc", "def"]}}},
        {"cookies": {"sid": {"max_age": {"$gt": 30}}}},
        {"body": {"id": 1, "$.items[1]": 2}},
        {"text": {"$json": {"id": 1}}},
        {"time": "250ms"},
        {"time": Decimal("0.3")},
        {"time": {"$lt": "1s", "$gte": Decimal("0.1")}},
        {"time": {"$between": ["100ms", "1s"]}},
        {"schema": {"type": "object", "required": ["id"]}},
        {"request": {"method": "POST", "query": {"page": 2, "tag": ["a", "b"]}, "json": {"qty": 2}}},
        {"request": {"headers": {"x-trace": 7}}},
        {"error": {"$exists": False}},
        {},
    ],
)
def test_a_result_as_expected_passes(expect):
    """Each field is a check that passed."""
    assert [(name, "expect", True) for name in expect] == [
        (check.label, check.kind, check.passed) for check in checks(expect)
    ]


@pytest.mark.parametrize(
    ("expect", "found"),
    [
        ({"status": 200}, [("IT102", "status: expected 200, got 201")]),
        ({"status": "4xx"}, [("IT102", "status: expected 4xx, got 201")]),
        ({"status": [200, "4xx"]}, [("IT102", "status: expected 200 or 4xx, got 201")]),
        ({"status": {"$not": "2xx"}}, [("IT102", 'status: expected anything but "2xx", got 201')]),
        ({"status": {"$in": ["4xx", 404]}}, [("IT102", 'status: expected one of ["4xx",404], got 201')]),
        ({"status": {"$gte": 300}}, [("IT102", "status: expected at least 300, got 201")]),
        ({"status": True}, [("IT102", "status: expected true, got 201")]),
        ({"status": []}, [("IT102", "status: expected no status at all, got 201")]),
        ({"status": "{{ nope }}"}, [("IT201", "status: `nope` is not there: nothing defines `nope`")]),
        ({"headers": {"X-Count": 4}}, [("IT104", 'headers x-count: expected "4", got "3"')]),
        ({"headers": {"X-No": 4}}, [("IT104", "headers x-no: expected 4, but nothing is there")]),
        ({"headers": {"set-cookie": "a=1"}}, [("IT104", 'headers set-cookie: expected "a=1", got ["a=1","b=2"]')]),
        ({"headers": {"set-cookie": ["a=1", "b=3"]}}, [("IT104", 'headers set-cookie[1]: expected "b=3", got "b=2"')]),
        ({"cookies": {"sid": "x"}}, [("IT104", 'cookies sid: expected "x", got "abc"')]),
        ({"cookies": {"sid": {"path": "/x"}}}, [("IT104", 'cookies sid.path: expected "/x", got "/"')]),
        (
            {"cookies": {"sid": {"$regex": "^x"}}},
            [("IT104", 'cookies sid: expected text that matches /^x/, got "abc"')],
        ),
        (
            {"body": {"id": 2, "total": 1}},
            [("IT104", "body $.id: expected 2, got 1"), ("IT104", "body $.total: expected 1, got 42.5")],
        ),
        ({"time": "200ms"}, [("IT111", "time: expected at most 200 ms, took 250 ms")]),
        ({"time": {"$lt": "100ms"}}, [("IT111", "time: expected less than 100 ms, got 250 ms")]),
        (
            {"time": {"$between": ["1.46ms", "0.1s"]}},
            [("IT111", "time: expected between 1.46 ms and 100 ms, got 250 ms")],
        ),
        (
            {"time": {"$approx": {"value": "2m5s", "within": "1500ms"}}},
            [("IT111", "time: expected 2m5s ± 1.5s, got 250 ms")],
        ),
        ({"time": "{{ 'soon' }}"}, None),
        ({"schema": {"required": ["x"]}}, [("IT103", "body: `x` is missing (required)")]),
        (
            {"schema": {"properties": {"items": {"items": {"maximum": 1}}}}},
            [("IT103", "body $.items[1]: 2 is not at most 1 (maximum)")],
        ),
        ({"schema": {"type": "nope"}}, None),
        ({"request": {"json": {"qty": 3}}}, [("IT104", "request $.json.qty: expected 3, got 2")]),
        ({"request": {"query": {"page": 3}}}, [("IT104", 'request $.query.page: expected "3", got "2"')]),
        ({"rows": []}, [("IT104", "rows: expected [], but nothing is there")]),
        (
            {"error": {"kind": "timeout"}},
            [("IT104", 'error: expected {"kind":"timeout"}, but nothing is there')],
        ),
    ],
)
def test_a_result_that_differs_fails_with_its_code(expect, found):
    """The code tells status, schema, time and values apart; errors have IT2xx and IT3xx."""
    told_of = told(expect)
    assert told_of == (found or told_of) != []


def test_an_error_that_did_not_come_is_told_so():
    """In a hint, since absence alone does not say why."""
    (check,) = checks({"error": {"kind": "timeout"}})
    assert ["the action was carried out without one"] == [one.hint for one in check.mismatches]


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        ("a\nb\n", "a\nb"),
        ("a\nb", "a\nb"),
        ("a\r\n", "a"),
        ("\n", ""),
        ({"$eq": "a\nb\n"}, "a\nb"),
        ({"$in": ["x", "a\n"]}, "a"),
        ({"$ne": "a\n"}, "b"),
        ("{{ 'a\n' }}", "a"),
        ({"$contains": "b\n"}, "a\nb"),
        ({"$contains": "a\nb\n"}, "a\nb\nc"),
        ({"$all": ["a\n", "b\n"]}, "a\nb"),
        ({"$endsWith": "b\n"}, "a\nb"),
        ({"$startsWith": "a\nb\n"}, "a\nb"),
        ({"$not": {"$contains": "\n"}}, "a"),
        ({"$size": 1}, "a"),
        ({"$json": {"a": "b\n"}}, '{"a": "b\\n"}'),
    ],
)
def test_the_last_line_break_of_an_output_does_not_count(expected, actual):
    """The output has lost its own, so a block scalar means the same with and without it."""
    assert [] == told({"stdout": expected, "stderr": expected}, stdout=actual, stderr=actual)


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        ("\na", "a"),
        ("a\n", "a b"),
        ({"$ne": "a\n"}, "a"),
        ({"$contains": "a\n"}, "ab"),
        ({"$contains": "\n"}, "a"),
        ({"$startsWith": "a\n"}, "a b a"),
        ({"$endsWith": "a\n"}, "ab"),
        ({"$json": {"a": "b\n"}}, '{"a": "b"}'),
    ],
)
def test_any_other_line_break_counts(expected, actual):
    """Inside of a text, before it, alone, and where the text is JSON."""
    assert [("IT104", "stdout")] == [
        (one.code, one.where.split()[0])
        for check in checks({"stdout": expected}, stdout=actual)
        for one in check.mismatches
    ]


def test_the_line_break_of_a_body_counts():
    """A body comes as it is; so does an output of a used scenario, whatever its name."""
    assert 1 == len(told({"text": "a\n"}, text="a"))
    used = Subject(fields={"stdout": "a\n"})
    (check,) = check_expectations(tree({"stdout": "a\n"}), used, MatchContext())
    assert check.passed


def test_a_limit_beyond_all_time_is_shown_as_it_is():
    """It may have come out of an answer."""
    found = told({"time": {"$gt": Decimal("1e999999999")}})
    assert [("IT111", "time: expected more than 1E+999999999, got 250 ms")] == found


def test_mismatches_are_told_in_the_order_of_the_file():
    """Whatever is looked at first: selectors and operators before keys, a schema last."""
    text = "expect:\n  schema: false\n  body:\n    b: 1\n    $.a: 1\n  status: 500\n"
    tops = {("expect", name): (line, 2, line, 3) for name, line in (("schema", 1), ("body", 2), ("status", 5))}
    inner = {("expect", "body", "b"): (3, 4, 3, 5), ("expect", "body", "$.a"): (4, 4, 4, 5)}
    sources = SourceMap(Source("s.yaml", text), {**tops, **inner}, {**tops, **inner})
    context = MatchContext(sources=sources, pointer=("expect",))
    found = checks({"status": 500, "body": {"$.a": 1, "b": 1}, "schema": False}, context)
    assert ["body", "body $.b", "body $.a", "status"] == [one.where for check in found for one in check.mismatches]


def test_every_field_is_checked_and_every_mismatch_told():
    """The first failure hides none of the others."""
    found = told({"status": 200, "headers": {"x-count": 4}, "body": {"id": 2}, "time": "1ms", "schema": False})
    assert ["IT102", "IT104", "IT104", "IT111", "IT103"] == [code for code, _ in found]


def test_a_malformed_body_is_one_error_per_field_that_uses_it():
    """The other fields are checked all the same."""
    found = told({"status": 200, "body": {"id": 1}, "schema": True}, body=Document(b"{", "application/json"))
    assert ["IT102", "IT207", "IT207"] == [code for code, _ in found]


def test_an_error_of_the_action_is_matched_like_any_field():
    """What the action could not do is a result, too."""
    error = {"kind": "timeout", "message": "no answer within 1s"}
    assert [] == told({"error": {"kind": "timeout", "message": {"$contains": "1s"}}}, error=error)
    assert [("IT104", 'error $.kind: expected "dns", got "timeout"')] == told({"error": {"kind": "dns"}}, error=error)


def test_no_more_than_fifty_mismatches_are_shown():
    """The rest is counted."""
    found = told({"body": [0] * 60}, body=[1] * 60)
    assert (51, "body $[50]: and 10 more") == (len(found), found[-1][1])


def test_the_first_mismatch_of_a_structure_carries_its_diff():
    """One diff a field, under the first caret."""
    (check,) = checks({"body": {"id": 2, "total": 1}})
    assert [True, False] == [bool(one.diff) for one in check.mismatches]


def test_times_are_compared_with_the_clock_of_the_run():
    """`now` is the moment of the check."""
    context = MatchContext(now=lambda: datetime(2024, 1, 1, tzinfo=UTC))
    assert [] == told({"body": {"at": {"$before": "now"}}}, context, body={"at": "2023-12-31"})
    assert 1 == len(told({"body": {"at": {"$before": "now"}}}, context, body={"at": "2024-01-02"}))


def test_a_schema_may_be_a_file(tmp_path):
    """Resolved by the loader, or a path relative to the scenario; with a pointer into it."""
    (tmp_path / "s.json").write_text('{"$defs": {"order": {"required": ["x"]}}}')
    context = MatchContext(base_dir=tmp_path, read_schema=lambda path: parse(path.read_bytes()))
    resolved = SchemaFile(path=tmp_path / "s.json", fragment="/$defs/order", text="s.json#/$defs/order")
    expected = [("IT103", "body: `x` is missing (required)")]
    assert (expected, expected) == (
        told({"schema": "s.json#/$defs/order"}, context),
        told({"schema": resolved}, context),
    )
    assert ["IT322"] == [code for code, _ in told({"schema": "s.json#/$defs/none"}, context)]


def test_a_schema_of_nothing_is_a_mismatch():
    """No body is not a valid body."""
    subject = Subject(fields={"body": Missing("body")}, main="body")
    (check,) = check_expectations(tree({"schema": True}), subject, MatchContext())
    assert ["IT103"] == [one.code for one in check.mismatches]


def test_a_schema_file_that_cannot_be_read_is_an_error():
    """Without a reader no file is read."""
    assert ["IT322"] == [code for code, _ in told({"schema": "x.json"}, MatchContext(base_dir=Path("/nowhere")))]
