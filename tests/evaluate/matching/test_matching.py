"""An expected tree is matched against a value, and every difference is told with its place."""

import sys
from decimal import Decimal
from subprocess import run

import pytest

from itest.evaluate.matching.context import MatchContext
from itest.evaluate.matching.matching import match
from itest.evaluate.matching.place import Place, Reading
from itest.model.source import Source, SourceMap
from itest.model.values import Document, Missing
from tests.evaluate.expecting import mismatches, told, tree

MATCHES = [
    (1, Decimal("1.0")),
    ("a", "a"),
    (None, None),
    (True, True),
    ([1, [2]], [1, [2]]),
    ([], []),
    ({}, {}),
    ({"a": 1}, {"a": 1, "b": 2}),
    ({"a": {"b": [{"c": None}]}}, {"a": {"b": [{"c": None, "d": 1}]}}),
    ({"$.a.b": 1}, {"a": {"b": 1}}),
    ({"$['a b'][0]": 1, "$.c": {"$gt": 1}}, {"a b": [1], "c": 2}),
    ({"$..id": [1, 2]}, {"a": {"id": 1}, "b": [{"id": 2}]}),
    ({"$..id": {"$each": {"$gt": 0}}}, {"a": {"id": 1}}),
    ({"$..id": {"$size": 0}}, {"a": 1}),
    ({"$..id": []}, {"a": 1}),
    ({"$..id": {"$exists": False}}, {"a": 1}),
    ({"$.a": {"$exists": False}}, {"b": 1}),
    ({"$.a": {"$.b": 1, "c": 2}, "d": 3}, {"a": {"b": 1, "c": 2}, "d": 3}),
    ({"a": {"$gt": 1, "$lt": 3}}, {"a": 2}),
    ({"a": {"$size": 2, "b": 1}}, {"a": {"b": 1, "c": 2}}),
    ({"$$ref": 1, "$$$x": 2, "$$.y": 3}, {"$ref": 1, "$$x": 2, "$.y": 3}),
    ({"a": {"$optional": {"b": 1}}}, {}),
    (b"x", b"x"),
]

DIFFERS = [
    (1, "1", ['body: expected 1, got "1"']),
    ("true", True, ['body: expected "true", got true']),
    (None, Missing(""), ["body: expected null, but nothing is there"]),
    ({}, {"a": 1}, ['body: expected an empty object, got {"a":1}']),
    ({}, [], ["body: expected an empty object, got []"]),
    ({}, Missing(""), ["body: expected {}, but nothing is there"]),
    ([], {}, ["body: expected a list, got {}"]),
    ([1, 2], [1], ["body: expected a list of 2, got 1: [1]"]),
    ([1, 2], [3, 2, 1], ["body: expected a list of 2, got 3: [3,2,1]", "body $[0]: expected 1, got 3"]),
    ({"a": 1}, "text", ['body: expected an object, got "text"']),
    ({"a": 1}, {"b": 1}, ["body $.a: expected 1, but nothing is there"]),
    ({"a": None}, {}, ["body $.a: expected null, but nothing is there"]),
    (
        {"items": [{"qty": 1}, {"qty": 2}], "b": 1},
        {"items": [{"qty": 1}, {"qty": 3}], "b": 2},
        ["body $.items[1].qty: expected 2, got 3", "body $.b: expected 1, got 2"],
    ),
    ({"$.a[-1].b": 1}, {"a": [{"b": 2}]}, ["body $.a[0].b: expected 1, got 2"]),
    ({"$.a.b": 1}, {"a": {}}, ["body $.a.b: expected 1, but nothing is there"]),
    ({"x": {"$..b": [1]}}, {"x": {"b": 2}}, ["body $.x..b[0]: expected 1, got 2"]),
    ({"$..b": 1}, {"b": 1}, ["body $..b: expected 1, got [1]"]),
    ({"a b": {"c": 1}}, {"a b": {"c": 2}}, ["body $['a b'].c: expected 1, got 2"]),
    ({"a": {"$size": 1}}, {"a": []}, ["body $.a size: expected 1, got 0"]),
    ({"$size": 1}, [], ["body size: expected 1, got 0"]),
    ({"a": {"$json": {"b": 1}}}, {"a": '{"b": 2}'}, ["body $.a as JSON $.b: expected 1, got 2"]),
    ({"a": {"$gt": 1, "$lt": 3}}, {"a": 5}, ["body $.a: expected less than 3, got 5"]),
    ({"a": {"$gt": 1, "b": 1}}, {"a": {"b": 2}}, None),
    (
        {"$eq": {"a": [{"b": 1}]}},
        {"a": [{"b": 1, "c": 1}]},
        ["body $.a[0].c: no further key was expected, got 1"],
    ),
    (
        {"$eq": {}},
        {"a": 1, "b": [2]},
        ["body $.a: no further key was expected, got 1", "body $.b: no further key was expected, got [2]"],
    ),
    ({"a": {"$exists": False}}, {"a": None}, ["body $.a: expected to be absent, got null"]),
]


@pytest.mark.parametrize(("expected", "actual"), MATCHES)
def test_it_matches(expected, actual):
    """Nothing is told where everything holds."""
    assert [] == told(expected, actual)


@pytest.mark.parametrize(("expected", "actual", "messages"), DIFFERS)
def test_it_differs(expected, actual, messages):
    """Every difference is told, at its place."""
    found = told(expected, actual)
    assert found == (messages or found) != []


@pytest.mark.parametrize(
    ("expected", "actual", "hint"),
    [
        ({"productId": 1}, {"product_id": 2}, "there is `product_id` – renamed?"),
        ({"status": 1}, {"statsu": 2}, "there is `statsu` – renamed?"),
        ({"quantity": 42}, {"amount": 42, "b": 1}, "the same value is at `amount` – renamed?"),
        ({"quantity": 4}, {"amount": 4}, "the same value is at `amount` – renamed?"),
        ({"quantity": 4}, {"amount": 4, "rank": 4}, ""),
        ({"quantity": True}, {"amount": True}, ""),
        ({"a": 1, "ab": 2}, {"a": 1}, ""),
        (1, "1", "they look alike, but a number was expected and text came"),
        ("2", 2, "they look alike, but text was expected and a number came"),
        (2, "2.0", "they look alike, but a number was expected and text came"),
        ({"$in": ["a", 2]}, "2", "they look alike, but a number was expected and text came"),
        ({"$in": ["{{ 'b' }}", 3]}, "2", ""),
        ({"$eq": {"a": 1}}, {"a": "1"}, "they look alike, but a number was expected and text came"),
        ({"a": None}, {}, "what is absent satisfies only `$exists: false` and `$optional`"),
        ({"a": {"$not": 1}}, {}, "what is absent satisfies only `$exists: false` and `$optional`"),
        ({"quantity": {"$ne": 1}}, {"qty": 2}, "there is `qty` – renamed?"),
        ({"a": 1}, {}, ""),
        ({"a": {"$exists": False}}, {"a": None}, "null is a value; a key that is not there is absent"),
        ({"a": {"$exists": False}}, {"a": 1}, ""),
        (True, "true", "they look alike, but true was expected and text came"),
        ("null", None, "they look alike, but text was expected and null came"),
        ("a", b"a", ""),
        ("a", "a ", "they differ in the blanks around them"),
        ("Paid", "PAID", "they differ in upper and lower case"),
        ("a", "b", ""),
        ({"$gt": 1}, "2", "text cannot be compared with a number"),
        ({"$unique": True}, [1, 2, 1], "items 0 and 2 are equal: 1"),
    ],
)
def test_a_near_miss_gets_a_hint(expected, actual, hint):
    """A renamed key, a type that looks alike; and no guess where it would be one."""
    assert [hint] == [one.hint for one in mismatches(expected, actual)]


def test_values_out_of_templates_are_data():
    """An operator, a selector or a doubled dollar in them is a plain key."""
    hostile = {"$exists": False, "$.a": 1, "$$b": 2}
    assert [] == told({"a": "{{ it }}"}, {"a": {**hostile, "further": 1}}, it=hostile)
    assert 3 == len(told("{{ it }}", {"a": 1, "$b": 2}, it=hostile))
    nested = told("{{ it }}", {"a": [1, {"b": 2}]}, it={"a": [1, {}]})
    assert ['body $.a[1]: expected an empty object, got {"b":2}'] == nested
    assert ['body: expected an empty object, got {"a":1}'] == told("{{ it }}", {"a": 1}, it={})
    assert ['body: expected {"$exists":false}, but nothing is there'] == told(
        "{{ it }}", Missing(""), it={"$exists": False}
    )


def test_templates_keep_their_type_and_stand_in_keys_and_arguments():
    """A template alone is the value; a key of data may be one."""
    names = {"n": 2, "word": "a", "list": [1, 2]}
    assert [] == told({"{{ word }}b": "{{ n }}", "x": {"$in": "{{ list }}"}}, {"ab": 2, "x": 2}, **names)
    assert [] == told({"$gt": "{{ n - 1 }}", "$between": ["{{ n }}", 3]}, 2, **names)
    assert [] == told({"{{ '$gt' }}": 1}, {"$gt": 1}, **names)
    assert ['body: expected 2, got "2"'] == told("{{ n }}", "2", **names)
    assert ['body: expected more than "2", got 3'] == told({"$gt": "{{ n }}{{ '' }}"}, 3, **names)


def test_what_cannot_be_evaluated_is_told_beside_the_mismatches():
    """An undefined name is an error of its own code and hides nothing else."""
    found = mismatches({"a": "{{ nope }}", "b": 1, "c": {"$gt": "{{ nope.x }}"}}, {"a": 1, "b": 2, "c": 3})
    assert [("IT201", "body $.a"), ("IT104", "body $.b"), ("IT201", "body $.c")] == [
        (one.code, one.where) for one in found
    ]


@pytest.mark.parametrize("expected", [{"a": 1}, [1], 1, {"$.a": 1}, {"$exists": True}, {"$size": 1}])
def test_a_malformed_body_is_an_error_when_it_is_used(expected):
    """Whatever is expected of it."""
    found = mismatches(expected, Document(b'{"a": nope}', "application/json"))
    assert ["IT207"] == [one.code for one in found]


def test_documents_inside_a_value_are_read():
    """A message of a queue is one."""
    messages = [{"value": Document(b'{"id": 1}', "application/json")}]
    assert [] == told([{"value": {"id": 1}}], messages)
    assert ["messages $[0].value.id: expected 2, got 1"] == told([{"value": {"id": 2}}], messages, field="messages")


@pytest.mark.parametrize(
    "matcher",
    [
        {"$not": "{{ nope }}"},
        {"$ne": "{{ nope }}"},
        {"$not": {"$regex": "{{ nope }}"}},
        {"$not": {"a": {"$gt": "{{ nope }}"}}},
        {"$in": ["{{ nope }}", 1]},
        {"$not": {"$nope": 1}},
    ],
)
def test_an_error_is_never_turned_round(matcher):
    """A negation of something that cannot be evaluated does not hold: green is earned."""
    assert ["IT201"] == [one.code for one in mismatches(matcher, {"a": 1})]


def test_a_malformed_document_does_not_satisfy_a_negation():
    """Nor is a body that cannot be read different from anything."""
    document = Document(b"{", "application/json")
    assert ["IT207", "IT207"] == [
        one.code for matcher in ({"$not": 1}, {"$ne": 1}) for one in mismatches(matcher, document)
    ]


XML = Document(
    b'<o xmlns:x="urn:x"><id>7</id><item n="1">a</item><item n="2">b</item><x:p>9.50</x:p></o>', "application/xml"
)


def test_the_keys_of_an_expected_object_are_xpath_against_markup():
    """Texts are compared as written; one node may be compared with a scalar."""
    expected = {
        "//id": 7,
        "/o/item": ["a", "b"],
        "/o/item/@n": {"$contains": 2},
        "//x:p": {"$gt": 9, "$regex": "50$"},
        "count(//item)": 2,
        "//absent": {"$exists": False},
        "//none": {"$optional": "x"},
        "$contains": "<id>7</id>",
    }
    assert [] == told(expected, XML)


def test_differences_in_markup_name_the_xpath():
    """And what cannot be evaluated is told beside them."""
    assert [
        'body //id: expected "8", got "7"',
        'body /o/item: expected a list of 1, got 2: ["a","b"]',
        'body //absent: expected "x", but //absent selects nothing',
        "body //y:p: the XPath `//y:p` cannot be evaluated: Undefined namespace prefix",
    ] == told({"//id": 8, "/o/item": ["a"], "//absent": "x", "//y:p": 1}, XML)


def test_text_is_compared_as_it_is_written():
    """In a header `1.0` is not `1`, and `true` is the word."""
    source = Source("s.yaml", "{x: 1.0, y: true, z: ~}")
    marks = {("x",): (0, 4, 0, 7), ("y",): (0, 12, 0, 16), ("z",): (0, 21, 0, 22)}
    context = MatchContext(sources=SourceMap(source, marks))
    place = Place(field="headers", reading=Reading.TEXT)
    expected = tree({"x": Decimal("1.0"), "y": True, "z": None})
    assert [] == match(expected, {"x": "1.0", "y": "true", "z": "~"}, place, context)
    assert ["headers x"] == [one.where for one in match(expected, {"x": "1", "y": "true", "z": "~"}, place, context)]


def test_a_mismatch_shows_the_line_of_its_expectation():
    """Of the value, or of the key where nothing is there."""
    source = Source("s.yaml", "a: 1\nb: 2\n")
    sources = SourceMap(
        source, {("a",): (0, 3, 0, 4), ("b",): (1, 3, 1, 4)}, {("a",): (0, 0, 0, 1), ("b",): (1, 0, 1, 1)}
    )
    found = match(tree({"a": 1, "b": 2}), {"a": 3}, Place(field="body"), MatchContext(sources=sources))
    assert ["s.yaml:1:4", "s.yaml:2:1"] == [str(one.excerpt.span) for one in found]


def test_an_endless_list_of_differences_is_cut_short():
    """The report shows a few; nobody waits for the rest."""
    assert 1000 > len(mismatches(list(range(100_000)), list(range(1, 100_001))))


def test_values_deeper_than_python_goes_are_a_clean_error():
    """They cannot come from a body, but from a driver they could."""
    deep: list = []
    for _ in range(20_000):
        deep = [deep]
    assert ["IT216"] == [one.code for one in mismatches("{{ it }}", deep, it=deep)]
    assert ["IT216"] == [one.code for one in mismatches({"$ne": "{{ it }}"}, deep, it=deep)]
    assert ["IT216"] == [one.code for one in mismatches({"$unique": True}, [deep])]


def test_matching_loads_none_of_the_heavy_libraries():
    """Start-up and validation stay quick."""
    program = (
        "import sys, itest.evaluate.matching.expectation, itest.evaluate.matching.matcher_check; "
        "sys.exit(any(name in sys.modules for name in ('jsonschema', 'lxml', 'jsonpath', 'jinja2', 'regex')))"
    )
    assert 0 == run([sys.executable, "-c", program], check=False).returncode
