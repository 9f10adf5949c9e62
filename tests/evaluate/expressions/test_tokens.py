"""Tokens."""

from decimal import Decimal

import pytest

from itest.evaluate.expressions.tokens import ExpressionSyntax, tokens


def test_tokens_carry_their_places_and_values():
    """Offsets count characters; numbers are exact."""
    assert [
        (0, "name", "é"),
        (2, "gteq", ">="),
        (5, "float", Decimal("1.50")),
        (9, "pipe", "|"),
        (10, "integer", 3),
    ] == (list(tokens("é >= 1.50|3")))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1_000", 1000),
        ("0x1F", 31),
        ("0b101", 5),
        ("0o17", 15),
        ("007", 7),
        ("1e3", Decimal("1e3")),
        ("1.5E-3", Decimal("0.0015")),
        ("'a\"b'", 'a"b'),
        ("'a\\nb\\t\\\\'", "a\nb\t\\"),
        ("'\\d+\\.\\b\\s'", "\\d+\\.\\b\\s"),
        ("'\\u00e9\\xe9'", "éé"),
        ("'\\ud83d\\ude00'", "😀"),
        ('"it\'s"', "it's"),
        ("'two\nlines'", "two\nlines"),
    ],
)
def test_literals_are_read(written, value):
    """Known escapes are characters; any other backslash stays, so patterns need no doubling."""
    assert [value] == [found for _, _, found in tokens(written)]


def test_indexes_after_dots_are_no_decimals():
    """`a.0.1` is two indexes."""
    assert [value for _, _, value in tokens("a.0.1")] == ["a", ".", 0, ".", 1]


def test_an_error_can_be_moved_into_a_longer_text():
    """The place of an expression in a template is added to the place in the expression."""
    assert (
        (moved := ExpressionSyntax("no", 3, "hint").moved(4)).message,
        moved.offset,
        moved.hint,
    ) == ("no", 7, "hint")
