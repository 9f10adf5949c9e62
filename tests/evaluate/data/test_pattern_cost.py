"""What a regular expression costs."""

import pytest

from itest.evaluate.data.pattern_cost import cost
from itest.evaluate.data.pattern_syntax import PatternSyntax


@pytest.mark.parametrize(
    ("pattern", "size"),
    [
        ("abc", 3),
        ("[abc]{9}", 13),
        ("(?:ab){3}", 22),
        ("((?:a{10}){10}){10}", 1884),
        ("(?x) a {1 0} # (b{99}){99}\n", 14),
        ("[)]{2}[](]{2}", 12),
        (r"\({3}", 7),
    ],
)
def test_counted_repetitions_are_written_out(pattern, size):
    """Groups and quantifiers weigh more than letters."""
    assert size == cost(pattern).size


@pytest.mark.parametrize("pattern", ["a*", "[ab]+c", "(a)?", "(a|b){1,9}", r"\w{2,}", "(?i)a|b"])
def test_what_keeps_nothing(pattern):
    """Characters and sets that are repeated are counted; a group a few times is little."""
    assert 0 == cost(pattern).kept


@pytest.mark.parametrize(
    "pattern", ["(a)*", "(?:a|b)+", r"(a)\1*", r"\X*", "(a){2,}", "(a){0,5000}", "(?P<n>a)(?P=n)*"]
)
def test_what_keeps_its_rounds(pattern):
    """A group, or what is as long as a group was, without an end."""
    assert 0 < cost(pattern).kept


@pytest.mark.parametrize("pattern", [r"\(?R", r"price \(?1", "[(?R)]", "[(?&=]", r"\{e}", "[{e}]", "a{2,}", "(?i-s:a)"])
def test_what_only_looks_like_recursion_or_an_error_count(pattern):
    """Escaped, or in a set."""
    assert cost(pattern)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("a(?P>n)", r"recursion \(`\(\?P>n\)`\) is not supported"),
        ("/orders/{id}", r"`{id}` is fuzzy matching"),
        ("a(?x)b", "stands at the beginning"),
        ("(?x)(?-x:a)", "stands at the beginning"),
        ("(?V1)a", "version 1"),
        ("a{99999}{9}", "come to too much"),
    ],
)
def test_what_is_refused_is_said(pattern, words):
    """In a sentence."""
    with pytest.raises(PatternSyntax, match=words):
        cost(pattern)
