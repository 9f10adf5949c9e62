"""Piping: a JSONPath and the filters behind it."""

import pytest

from itest.evaluate.expressions.piping import FOUND, counts, piped, split_path
from itest.evaluate.expressions.scope import Scope
from itest.model.values import Missing


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("$.a", ("$.a", "")),
        ("$..id | first", ("$..id", "| first")),
        ("$.a[?@.b == 1 || @.c]|length", ("$.a[?@.b == 1 || @.c]", "|length")),
        ("$['a|b'] | upper", ("$['a|b']", "| upper")),
        ("$.a | join('|') | upper", ("$.a", "| join('|') | upper")),
    ],
)
def test_the_first_bar_outside_of_brackets_and_quotes_parts_them(text, parts):
    """A bar in a filter of the path or in a text is none."""
    assert parts == split_path(text)


def test_nothing_found_goes_through_no_filter_but_default():
    """And what is told of it names the path."""
    nothing = Missing("$..x", "found nothing")
    told = piped("$..x", "| first", nothing, Scope({}))
    assert isinstance(told, Missing)
    assert FOUND not in f"{told.path} {told.reason}"
    assert 5 == piped("$..x", "| first | default(5)", nothing, Scope({}))


def test_how_many_there_are_can_be_asked_of_none():
    """By the filter that comes first."""
    assert counts("| length")
    assert counts("|count == 0")
    assert not counts("| first | length")
    assert not counts("| lengthy")
