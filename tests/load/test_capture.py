"""Captures: where the JSONPath ends and the filters begin."""

import pytest

from itest.load.capture import split_path


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("$.a", ("$.a", "")),
        ("$.a | first", ("$.a", "| first")),
        ("$.a|first|upper", ("$.a", "|first|upper")),
        ("$[?@.a || @.b].c | first", ("$[?@.a || @.b].c", "| first")),
        ("$['a|b'] | first", ("$['a|b']", "| first")),
        ("$['it\\'s|'] | first", ("$['it\\'s|']", "| first")),
        ('$..["|"]', ('$..["|"]', "")),
        ("$[?match(@.a, 'x|y')]", ("$[?match(@.a, 'x|y')]", "")),
    ],
)
def test_the_first_bar_outside_brackets_and_quotes_parts_them(text, parts):
    """`||` of a selector stands in brackets."""
    assert parts == split_path(text)
