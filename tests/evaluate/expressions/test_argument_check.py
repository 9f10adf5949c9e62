"""Arguments as written, and what literal ones have to be."""

import pytest

from itest.evaluate.expressions.expression import ExpressionSyntax, compile_expression


@pytest.mark.parametrize(
    ("text", "code", "offset", "message"),
    [
        ("body | jsonpath('$.[')", "IT312", 16, "`$.[` is no JSONPath"),
        ("body | jsonpath(path='$[')", "IT312", 21, "`$[` is no JSONPath"),
        ("body.code | regex('(')", "IT313", 18, "`(` is no regular expression"),
        ("x if body.code | regex('[') else y", "IT313", 23, "`[` is no regular expression"),
        ("body | map('regex', '(') | list", "IT313", 20, "`(` is no regular expression"),
        ("body.code | groups('(a)')", "IT313", 19, "this has none"),
        ("body.code | groups('(')", "IT313", 19, "`(` is no regular expression"),
        ("text | xpath('//b[')", "IT323", 13, "`//b[` is no XPath"),
        ("text | decode('zip')", "IT309", 14, "`zip` is no charset"),
        ("text | base64('urn')", "IT309", 14, "the alphabet is one of `standard`, `url`, not `urn`"),
        ("text | hmac('k', 'crc')", "IT309", 17, "the hash is one of"),
        ("text | hmac(key='k', algorithm='crc')", "IT309", 31, "the hash is one of"),
        ("text | split('')", "IT309", 13, "the separator is a text that is not empty"),
        ("text | resolve('/a')", "IT309", 15, "`resolve` takes an absolute URL"),
        ("n | round(1, 'up')", "IT309", 13, "the method is one of `common`, `ceil`, `floor`, not `up`"),
        ("n | round(99)", "IT309", 10, "a whole number from -50 to 50"),
        ("day | plus('soon')", "IT320", 11, "duration"),
        ("day | minus('soon')", "IT320", 12, "duration"),
        ("day | timestamp('m')", "IT309", 16, "the unit is one of `s`, `ms`, not `m`"),
        ("day | to_date('%Q')", "IT309", 14, "is not a form of a date"),
        ("day | format_date('isoo')", "IT309", 18, "`isoo` is not a form of a date"),
        ("list | batch(0)", "IT309", 13, "a whole number from 1"),
        ("text | upper(1)", "IT309", 7, "the filter `upper` does not take these arguments"),
        ("text | round(digits=2)", "IT309", 7, "the filter `round` does not take these arguments"),
        ("text | hmac", "IT309", 7, "the filter `hmac` does not take these arguments"),
        ("list | sort(reversed=true)", "IT309", 7, "the filter `sort` does not take these arguments"),
        ("list | selectattr('a', 'gt', 1, 2) | list", "IT309", 7, "the test `gt` does not take these arguments"),
        ("n is divisibleby", "IT309", 2, "the test `divisibleby` does not take these arguments"),
        ("n is number(3)", "IT309", 2, "the test `number` does not take these arguments"),
        ("random_int(1)", "IT309", 10, "`random_int()` does not take these arguments"),
        ("random_int(5, 1)", "IT309", 10, "takes the smaller number first"),
        ("random_string(-1)", "IT309", 13, "a length that is not negative"),
        ("range(1, 5, 0)", "IT309", 5, "a step that is not 0"),
        ("uuid(4)", "IT309", 4, "`uuid()` does not take these arguments"),
    ],
)
def test_what_can_never_be_meant_is_known_without_a_value(text, code, offset, message):
    """At the place of the argument, with a code of its own where the language has one."""
    with pytest.raises(ExpressionSyntax) as caught:
        compile_expression(text)
    assert (code, offset) == (caught.value.code, caught.value.offset)
    assert message in caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        "body | jsonpath('$.a')",
        "body | jsonpath('$.' ~ name)",
        "text | regex(pattern)",
        "body | map('regex', '(a)') | list",
        "body | map(attribute='a', default=1) | list",
        "body | map('default', 1) | list",
        "list | selectattr('a') | list",
        "list | sort(attribute='a', reverse=true)",
        "day | plus(-5)",
        "n | plus(2.5)",
        "day | minus('2025-01-01')",
        "day | format_date('http')",
        "day | format_date('')",
        "day | to_date('%d.%m.%Y %H:%M %Z')",
        "text | xpath('//a:b')",
        "random_int(low, 5)",
        "random_int(1, 5)",
        "text | default('a', true)",
        "text | split",
        "text | split(none)",
        "text | resolve(base=body.url)",
        "range(3)",
        "x is in [1, 2]",
        "x is not eq 3",
    ],
)
def test_what_may_be_meant_is_let_through(text):
    """Values are looked at when they are there."""
    assert compile_expression(text).text == text
