"""Regular expressions of operators and filters: where a text ends, and what ASCII's classes hold."""

import pytest

from itest.evaluate.data.regular import check, search

HOLDING = [
    (r"^a$", "a"),
    (r"(?m)^a$", "a\nb"),
    (r"a(?m)$", "a\nb"),
    (r"(?m:^a$)", "a\nb"),
    (r"[$]", "$"),
    (r"\$", "$"),
    (r"[]$]a$", "$a"),
    (r"a#$", "a#"),
    (r"(?x) a $ # what $ ( is", "a"),
    (r"(?#a $ in a comment)a$", "a"),
    (r"(?u)\d", "٣"),
    (r"\D", "٣"),
    (r"\W", "é"),
    (r"\W", "^"),
    (r"\S+$", "a\u00a0"),
    (r"\bb", "éb"),
    (r"\Bb", "ab"),
    (r"(?u)\Bb", "éb"),
    (r"\p{L}", "é"),
    (r"(?i)ABC", "abc"),
    (r"(?ui)É", "é"),
    (r"(?P<n>a)(?P=n)$", "aa"),
    (r"[[:alpha:]]$", "é"),
]
NOT_HOLDING = [
    (r"^a$", "a\n"),
    (r"(?m:a)$", "a\n"),
    (r"(?-m:a$)", "a\n"),
    (r"(?u)a$", "a\n"),
    (r"(?a)a$", "a\n"),
    (r"(a|b)$", "b\n"),
    (r"(?x) a $ # what $ ( is", "a\n"),
    (r"\d", "٣"),
    (r"[\d]", "٣"),
    (r"\w", "é"),
    (r"[^\W]", "é"),
    (r"\W", "_"),
    (r"\s", "\u00a0"),
    (r"[\s]", "\x1c"),
    (r"(?i)k", "\u212a"),
    (r"(?u)\bb", "éb"),
]


@pytest.mark.parametrize(("pattern", "text"), HOLDING)
def test_a_pattern_finds_what_it_says(pattern, text):
    """The end of the text, of a line with `(?m)`, and ASCII's classes unless `(?u)` is said."""
    assert search(pattern, text) is not None


@pytest.mark.parametrize(("pattern", "text"), NOT_HOLDING)
def test_a_pattern_does_not_find_more_than_it_says(pattern, text):
    """No end before a last line break, no digit of another script."""
    assert search(pattern, text) is None


def test_errors_have_the_places_of_what_was_written():
    """Although the engine is given a longer text."""
    assert "missing ) at character 10" == check(r"\d\d\d\d(")
    assert "ASCII, LOCALE and UNICODE flags are mutually incompatible" == check("(?au)a")
