"""Filters and tests: the whole table at work, as an expression applies it."""

from decimal import Decimal

import pytest

from itest.evaluate.expressions.expression import evaluate
from itest.evaluate.expressions.filters import FILTERS, TESTS
from itest.evaluate.expressions.scope import Scope
from itest.model.problem import EvaluationError
from itest.model.values import Expression
from tests.evaluate.evaluating import value_of

PEOPLE = [
    {"name": "Cy", "age": 30, "home": {"city": "Bonn"}},
    {"name": "ada", "age": 40, "home": {"city": "Kiel"}},
    {"name": "Bo", "age": 30, "home": {"city": "Bonn"}},
]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("people | map(attribute='home.city') | unique | list", ["Bonn", "Kiel"]),
        ("people | map(attribute='name') | map('upper') | join(', ')", "CY, ADA, BO"),
        ("people | sort(attribute='name') | map(attribute='name') | list", ["ada", "Bo", "Cy"]),
        ("people | sort(attribute='age,name', reverse=true) | first", PEOPLE[1]),
        ("people | groupby('age') | map(attribute='grouper') | list", [30, 40]),
        ("people | groupby('age') | map(attribute='list') | map('length') | list", [2, 1]),
        ("people | sum(attribute='age')", 100),
        ("people | selectattr('home.city', 'eq', 'Bonn') | list | length", 2),
        ("people | rejectattr('age', '>', 35) | map(attribute='name') | list", ["Cy", "Bo"]),
        ("people | max(attribute='age')", PEOPLE[1]),
        ("people | unique(attribute='age') | list | length", 2),
        ("people | join('-', attribute='name')", "Cy-ada-Bo"),
        ("[3, 1, 2] | sort", [1, 2, 3]),
        ("[3, 1, 2] | min", 1),
        ("[1, 2, 3] | select('odd') | list", [1, 3]),
        ("[1, 2, 3] | reject('in', [1, 2]) | list", [3]),
        ("[1, 0.5] | sum", Decimal("1.5")),
        ("[1, 2, 3] | reverse", [3, 2, 1]),
        ("'abc' | reverse", "cba"),
        ("[1, 2, 3] | last", 3),
        ("[1, 2, 3] | batch(2)", [[1, 2], [3]]),
        ("[1, 2, 3] | batch(2, 0)", [[1, 2], [3, 0]]),
        ("[1, 2, 3] | slice(2)", [[1, 2], [3]]),
        ("[true, null, 1.50, 'a'] | join(',')", "true,null,1.50,a"),
        ("[1, true, '1', 1.0] | unique | list | length", 4),
        ("{'b': 1, 'a': 2} | dictsort", [["a", 2], ["b", 1]]),
        ("{'b': 1} | items", [["b", 1]]),
        ("{'b': 1} | list", ["b"]),
        ("'abc' | list", ["a", "b", "c"]),
        ("'abc' | length", 3),
        ("5 | string", "5"),
        ("1.50 | string", "1.50"),
        ("' a ' | trim", "a"),
        ("'xax' | trim('x')", "a"),
        ("'a b' | title", "A B"),
        ("'aBC' | capitalize", "Abc"),
        ("'a,b' | split(',')", ["a", "b"]),
        ("' a  b ' | split", ["a", "b"]),
        ("'aXbX' | replace('X', '-', 1)", "a-bX"),
        ("'ab' | center(4)", " ab "),
        ("'a\nb' | indent(2)", "a\n  b"),
        ("'one two three' | truncate(10)", "one..."),
        ("'one two three' | truncate(10, true)", "one two..."),
        ("'one two' | wordcount", 2),
        ("'<a>' | escape", "&lt;a&gt;"),
        ("12 | upper", "12"),
        ("'it is' | quote", "'it is'"),
        ("'' | quote", "''"),
        ("[] | quote", ""),
        ("1.50 | quote", "1.50"),
        ("['a', 'b c', 2, true] | quote", "a 'b c' 2 true"),
        ("'12' | int", 12),
        ("'12.7' | int", 12),
        ("-12.7 | int", -12),
        ("'ff' | int(0, 16)", 255),
        ("'x' | int(0)", 0),
        ("true | int", 1),
        ("'1.50' | float", Decimal("1.50")),
        ("3 | float | string", "3.0"),
        ("'-12' | float | json", "-12.0"),
        ("'1e3' | float", Decimal("1e3")),
        ("'x' | float(1.5)", Decimal("1.5")),
        ("2.5 | round", 3),
        ("-2.5 | round", -3),
        ("2.345 | round(2)", Decimal("2.35")),
        ("2.341 | round(2, 'ceil')", Decimal("2.35")),
        ("2.349 | round(2, 'floor')", Decimal("2.34")),
        ("1234 | round(-2)", 1200),
        ("7 | round(1)", 7),
        ("-3 | abs", 3),
        ("-3.50 | abs", Decimal("3.50")),
        ("1500 | filesizeformat", "1.5 kB"),
        ("{'a': [1, 1.50, null]} | tojson", '{"a":[1,1.50,null]}'),
        ("{'a': 1} | json(2)", '{\n  "a": 1\n}'),
        ("'{\"a\": 1.50}' | from_json", {"a": Decimal("1.50")}),
        ("people | jsonpath('$[0].name')", "Cy"),
        ("people | jsonpath('$[*].age')", [30, 40, 30]),
        ("people | jsonpath('$[?@.age > 35].name')", ["ada"]),
        ("'order 17' | regex('\\d+')", "17"),
        ("'<a><b>1</b><b>2</b></a>' | xpath('//b/text()')", ["1", "2"]),
        ("'<a><b>1</b></a>' | xpath('count(//b)')", 1),
        ("'<html><p>x<br>y' | xpath('string(//p)')", "xy"),
        ("'order 17' | regex('order (\\d+)')", "17"),
        ("'a b/ü' | urlencode", "a%20b%2F%C3%BC"),
        ("{'a': 1, 'b': 'x y'} | urlencode", "a=1&b=x%20y"),
        ("'a%20b+%C3%BC' | urldecode", "a b ü"),
        ("'ü' | base64", "w7w="),
        ("'w7w=' | unbase64", "ü"),
        ("'w7w' | unbase64", "ü"),
        ("'-_8' | unbase64", b"\xfb\xff"),
        ("'ü' | hex", "c3bc"),
        ("255 | hex", "ff"),
        ("'abc' | md5", "900150983cd24fb0d6963f7d28e17f72"),
        ("'abc' | sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("'abc' | hmac('key')", "9c196e32dc0175f86f4b1cb89289d6619de6bee699e4c378e68309ed97a1a6ab"),
        ("'abc' | hmac('key', algorithm='md5')", "d2fe98063f876b03193afb49b4979591"),
        ("5 | plus(2)", 7),
        ("5 | minus(2.5)", Decimal("2.5")),
        ("[1, none] | map('default', 0, true) | list", [1, 0]),
        ("'a' | secret", "a"),
    ],
)
def test_a_filter_makes_a_value(text, value):
    """Jinja's filters and ours answer JSON values: no floats, generators, tuples or markup."""
    found = value_of(text, people=PEOPLE)
    assert (type(value), value) == (type(found), found)


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("1 is integer", True),
        ("1.0 is integer", True),
        ("1.5 is integer", False),
        ("1.5 is float", True),
        ("true is number", False),
        ("true is boolean", True),
        ("true is true", True),
        ("1 is true", False),
        ("false is false", True),
        ("null is none", True),
        ("null is null", True),
        ("'a' is string", True),
        ("{} is mapping", True),
        ("[] is mapping", False),
        ("[] is array and [] is sequence", True),
        ("5 is iterable", False),
        ("'ab' is lower and 'AB' is upper", True),
        ("3 is odd and 4 is even", True),
        ("9 is divisibleby 3", True),
        ("1 is in [1, 2]", True),
        ("1 is eq 1.0 and 1 is ne true", True),
        ("1 is lt 2 and 2 is ge 2", True),
        ("'a' is gt 'b'", False),
    ],
)
def test_a_test_asks_what_a_value_is(text, truth):
    """Tests speak of JSON values: true is no number, and 1.0 is a whole one."""
    assert truth is value_of(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("'x' | int", "`x` is not a number"),
        ("[] | float", "a list is not a number"),
        ("'a' | round", "`round` takes a number, not text"),
        ("1 | round(999 + 1)", "`round` takes at most 50 places"),
        ("1 | round(1, 'u' ~ 'p')", "`round` knows the methods"),
        ("'a' | from_json", "the text is not JSON"),
        ("5 | from_json", "`from_json` takes text, not a number"),
        ("'!' | unbase64", "the text is not base64"),
        ("[1] | jsonpath('$' ~ '[')", "`$[` is not a JSONPath"),
        ("'a' | regex('(' ~ '')", "is not a regular expression"),
        ("'<a/>' | xpath('//b' ~ '[')", "`//b[`"),
        ("[1] | xpath('//b')", "the filter takes text, not a list"),
        ("'a' | hmac('k', 'cr' ~ 'c')", "`hmac` knows sha256"),
        ("'a' | split('' ~ '')", "`split` takes a separator that is not empty"),
        ("'abcdef' | truncate(2)", "`truncate` takes a length that `end` fits into"),
        ("1 | json(99)", "JSON is indented by 0 to 16 blanks"),
        ("[1] | batch(1 - 1)", "`batch` takes a whole number above 0"),
        ("5 | unique", "`unique` takes a list, not a number"),
        ("5 | reverse", "`reverse` takes a list or text, not a number"),
        ("5 | items", "`items` takes an object, not a number"),
        ("[1] | map", "the filter `map` cannot be applied"),
        ("5 | sort", "the filter `sort` cannot be applied to a number"),
        ("'a' | odd", "there is no filter `odd`"),
        ("'a' is odd", "only whole numbers are odd, even or divisible"),
        ("['a', 1] | sum", "`+` takes"),
    ],
)
def test_what_a_filter_cannot_do_is_said_in_plain_words(text, message):
    """Wrong values and arguments are evaluation errors."""
    with pytest.raises(EvaluationError) as caught:
        value_of(text)
    assert message in caught.value.message


def test_what_is_secret_is_concealed_and_handed_on():
    """Every text and number in the value is told to the redactor; empty ones are not."""
    concealed: list[str] = []
    scope = Scope({"login": {"token": "abc", "pin": 1234, "none": None, "empty": "", "ok": True}}, concealed.append)
    assert scope.names["login"] == evaluate(Expression("login | secret"), scope)
    assert sorted(concealed) == ["1234", "abc"]


def test_what_is_secret_item_by_item_is_concealed_too():
    """The door is reached through `map` as well."""
    concealed: list[str] = []
    evaluate(Expression("['a', 'b'] | map('secret') | list"), Scope({}, concealed.append))
    assert concealed == ["a", "b"]


@pytest.mark.parametrize(
    "value", ["text", 5, None, True, [1, "a"], {"a": 1}, b"\xff", [], "", Decimal("1.5"), [[1], {}]]
)
@pytest.mark.parametrize("name", sorted(FILTERS))
def test_a_filter_answers_or_refuses_whatever_it_is_given(name, value):
    """No filter fails on any kind of value with anything but an evaluation error."""
    try:
        value_of(f"value | {name}", value=value)
        value_of(f"value | {name}(value)", value=value)
    except EvaluationError as error:
        assert error.message


@pytest.mark.parametrize("value", ["text", 5, None, True, [1, "a"], {"a": 1}, b"\xff", Decimal("1.5")])
@pytest.mark.parametrize("name", sorted(name for name in TESTS if name.isalpha() and name != "in"))
def test_a_test_answers_or_refuses_whatever_it_is_given(name, value):
    """No test fails on any kind of value with anything but an evaluation error."""
    try:
        value_of(f"value is {name}", value=value)
        value_of(f"value is {name}(value)", value=value)
    except EvaluationError as error:
        assert error.message


def test_a_query_for_several_places_that_finds_nothing_is_an_empty_list():
    """It has a length, and is as good as absent to `default(…)`."""
    nobody = "people | jsonpath('$[?@.age > 99].name')"
    assert [] == value_of(nobody, people=PEOPLE)
    assert 0 == value_of(f"{nobody} | length", people=PEOPLE)
    assert "nobody" == value_of(f"{nobody} | default('nobody')", people=PEOPLE)
