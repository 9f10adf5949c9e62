"""JSON is read strictly and exactly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from itest.evaluate.data import json_reader
from itest.evaluate.data.json_reader import MAX_DEPTH, MAX_VALUES, JsonError, parse

ACCEPTED = [
    ("null", None),
    (" true ", True),
    ("\t[\n1 , 2\r]", [1, 2]),
    ("-0", 0),
    ("1.10", Decimal("1.10")),
    ("1E400", Decimal("1e400")),
    ("1e-2", Decimal("0.01")),
    ("123456789012345678901234567890", 123456789012345678901234567890),
    ('""', ""),
    (r'"\" \\ \/ \b \f \n \r \t é"', '" \\ / \b \f \n \r \t é'),
    (r'"\ud83d\ude00"', "😀"),
    (r'"\\ud800"', r"\ud800"),
    ('"\x7f\u2028"', "\x7f\u2028"),
    ('{"a":1,"a":2}', {"a": 2}),
    ('{"":{"a":[]}}', {"": {"a": []}}),
    ('"NaN"', "NaN"),
    ('{"a": "[[{", "b": []}', {"a": "[[{", "b": []}),
]

REFUSED = [
    "",
    " ",
    "nul",
    "NULL",
    "True",
    "NaN",
    "-Infinity",
    "[Infinity]",
    "01",
    "-01",
    "+1",
    ".5",
    "1.",
    "1.e1",
    "1e",
    "0x1",
    "1_000",
    "\u0661",
    "[1,]",
    "[,1]",
    "[1 2]",
    "[1",
    "1]",
    "[1]]",
    "[1][2]",
    '{"a":1,}',
    '{"a"}',
    '{"a" 1}',
    '{"a"::1}',
    "{a:1}",
    "{1:1}",
    "{'a':1}",
    '{"a":1 "b":2}',
    '{"a":1}}',
    "'a'",
    '"a',
    '"a\nb"',
    '"a\tb"',
    '"a\x00b"',
    r'"\x"',
    r'"\u12"',
    r'"\u12G4"',
    r'"\ud800"',
    r'"\udc00"',
    r'"\ud800\ud800"',
    r'"\ud800a\udc00"',
    r'"\udc00\ud800"',
    '"\ud800"',
    "\ufeff[]",
    "[]\ufeff",
    "\u00a0[]",
    "[\u000c]",
    "[1] // no",
    "/**/[]",
    "<a/>",
    "1e99999999999999999999",
]

REFUSED_BYTES = [
    b"\xff",
    b'"\xc0\xaf"',
    b'"\xed\xa0\x80"',
    b'"\xe9"',
    b"\xef\xbb\xbf{}",
    b"\xff\xfe[\x00]\x00",
    b"\x00[\x00]",
    b'"abc\xe2\x82"',
]


@pytest.mark.parametrize(("text", "value"), ACCEPTED)
def test_valid_json_is_read_with_numbers_as_written(text, value):
    """Text and bytes give the same value, and of a number its digits."""
    assert (repr(value), repr(value)) == (repr(parse(text)), repr(parse(text.encode())))


@pytest.mark.parametrize("text", REFUSED)
def test_whatever_is_no_json_is_refused(text):
    """What lenient readers let through is an error here."""
    with pytest.raises(JsonError):
        parse(text)


@pytest.mark.parametrize("data", REFUSED_BYTES)
def test_bytes_that_are_no_utf_8_json_are_refused(data):
    """Other encodings, overlong forms and byte order marks are errors."""
    with pytest.raises(JsonError):
        parse(data)


@pytest.mark.parametrize(
    ("data", "message", "offset", "line", "column"),
    [
        (b'{"a":\n nope}', "a value was expected", 7, 2, 2),
        (b'["\xc3\xa9", x]', "a value was expected", 7, 1, 7),
        (b'[\n"\xc3\xa9",\xff]', "it is not UTF-8", 7, 2, 5),
        (b'["NaN", NaN]', "NaN is no JSON number", 8, 1, 9),
        (b'{"a": "x", "b": "\\ud800"}', "a text has half of a surrogate pair", 17, 1, 18),
        (b"[1] x", "text follows after the value", 4, 1, 5),
        (b'{"a":1,}', "a comma stands before the closing bracket", 6, 1, 7),
        (b"[1 ,\n ]", "a comma stands before the closing bracket", 3, 1, 4),
        (b'{"a":1,b}', "a key in double quotes was expected", 7, 1, 8),
        (b"[,]", "a value was expected", 1, 1, 2),
        (b"\xef\xbb\xbf[]", "it starts with a byte order mark, which JSON may not have", 0, 1, 1),
    ],
)
def test_an_error_says_what_and_where(data, message, offset, line, column):
    """The offset counts bytes, line and column count characters from 1."""
    with pytest.raises(JsonError) as caught:
        parse(data)
    error = caught.value
    assert (message, offset, line, column) == (error.message, error.offset, error.line, error.column)


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
def test_a_hundred_thousand_levels_are_a_clean_error(opening):
    """Depth is counted, not felt by a crash."""
    with pytest.raises(JsonError, match="deeper than"):
        parse(opening * 100_000)


def test_depth_is_bounded_exactly_and_counts_no_brackets_in_text():
    """The deepest allowed value is read, one level more is not, and wide ones are no matter."""
    assert MAX_DEPTH == str(parse("[" * MAX_DEPTH + "]" * MAX_DEPTH)).count("[")
    assert 1000 == len(parse("[" + ",".join(['"[["'] * 500 + ["[]"] * 500) + "]"))
    with pytest.raises(JsonError):
        parse("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))


def test_an_integer_of_a_hundred_thousand_digits_is_an_exact_decimal():
    """Python's limit against slow conversion does not make such a body unreadable."""
    digits = "9" * 100_000
    assert [Decimal(digits), 1] == parse(f"[{digits},1]")


def test_more_values_than_are_read_are_refused():
    """Ten megabytes of `{}` would take half a gigabyte; commas inside of texts are no values."""
    many = b"[" + b",".join([b"{}"] * MAX_VALUES) + b"]"
    with pytest.raises(JsonError) as caught:
        parse(many)
    assert "it holds more than 300,000 values" == caught.value.message
    commas = "," * MAX_VALUES
    assert [commas] == parse(f'["{commas}"]')


PIECES = [
    '"',
    "\\",
    "\\ud800",
    "\\udc00",
    "\\u0041",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "-",
    "0",
    "1",
    "9",
    ".",
    "e",
    "E",
    "+",
]
PIECES += ["null", "true", "NaN", "Infinity", " ", "\n", "\0", "\x1f", "é", "😀", "\ufeff", "1e400", "-0", "-0.0", "01"]
PIECES += ["123456789012345678901234567890", "18446744073709551616", "-9223372036854775809", '"a"', '"a":', "//"]


def _told(text):
    try:
        value = json_reader.parse(text)
    except JsonError as error:
        return error.message, error.offset, error.line, error.column
    return repr(value)


@given(some.lists(some.sampled_from(PIECES), max_size=12), some.sampled_from([("", ""), ("[", "]"), ('{"k":', "}")]))
def test_the_quick_reader_is_no_second_truth(inside, around):
    """What it reads, the careful one reads as the same; all else it leaves to that."""
    text = "".join((around[0], *inside, around[1]))
    quick = [_told(text), _told(text.encode())]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(json_reader, "_quickly", _declines)
        assert quick == [_told(text), _told(text.encode())]


def _declines(data):
    raise json_reader._NotQuick
