"""Coding filters."""

import pytest

from itest.evaluate.expressions.coding_filters import is_charset
from itest.model.problem import EvaluationError
from tests.evaluate.evaluating import value_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'hi?>' | base64", "aGk/Pg=="),
        ("'hi?>' | base64('url')", "aGk_Pg"),
        ("'aGk_Pg' | unbase64", "hi?>"),
        ("'aGk/Pg==' | unbase64", "hi?>"),
        ("'xOO6ww==' | unbase64 | decode('gb2312')", "你好"),
        ("'4pyT' | unbase64 | decode", "✓"),
        ("'/zEA' | unbase64 | hex", "ff3100"),
        ("'ff3100' | unhex | base64", "/zEA"),
        ("'C3 BC' | unhex", "ü"),
        ("'hi' | md5 | unhex | base64", "SfaKXIST7CwL9ImCHCH8Ow=="),
    ],
)
def test_bytes_and_text_are_turned_into_each_other(text, value):
    """Both alphabets of RFC 4648 are read; what is text by chance is decoded as the bytes it came from."""
    assert value == value_of(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("'fff' | unhex", "the text is not hexadecimal"),
        ("'ü' | unhex", "the text is not hexadecimal"),
        ("'/zE=' | unbase64 | decode('utf' ~ '-8')", "the bytes are not text in utf-8"),
        ("'a' | decode('zi' ~ 'p')", "`zip` is no charset that is known here"),
        ("'a' | base64('u' ~ 'rn')", "`base64` knows the alphabets `standard` and `url`"),
    ],
)
def test_what_cannot_be_is_said(text, message):
    """As an evaluation error."""
    with pytest.raises(EvaluationError, match=message):
        value_of(text)


@pytest.mark.parametrize(
    ("name", "known"), [("utf-8", True), ("GB2312", True), ("rot13", False), ("x", False), ("\0", False)]
)
def test_a_charset_is_what_text_can_be_in(name, known):
    """Python has codecs of other kinds."""
    assert known is is_charset(name)
