"""Regular expressions."""

import pytest

from itest.evaluate.data import regular
from itest.model.problem import EvaluationError


def test_a_pattern_is_searched_anywhere():
    """The first match is found wherever it stands."""
    found = regular.search(r"b(\d+)", "ab12")
    assert found is not None
    assert (found.group(), found.group(1), found.re.groups, found.span()) == ("b12", "12", 1, (1, 4))


def test_nothing_found_is_none():
    """A text without a match answers None."""
    assert regular.search("x", "abc") is None


@pytest.mark.parametrize("pattern", [r"(?<=a)b", r"(?=.*\d)a", r"(.)\1", r"(?i)ABC", r"^\p{L}+$"])
def test_what_people_write_is_understood(pattern):
    """Lookaround, backreferences, flags and character properties are patterns."""
    assert regular.check(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("(a", "missing ) at character 3"),
        ("a**", "multiple repeat at character 3"),
        ("[a", "unterminated character set at character 3"),
        ("((a{100}){100}){100}", "its repetitions come to too much"),
        ("a{999999999999}", "its repetitions come to too much"),
        ("(?:(?:(?:a{99}){99}){99}){99}", "its repetitions come to too much"),
        ("a" * 20_000, "it is longer than 10,000 characters"),
        ("(" * 4000 + ")" * 4000, "it is nested too deeply"),
    ],
)
def test_what_is_no_pattern_is_said_in_plain_words(pattern, problem):
    """Malformed patterns and such as cannot be compiled in reasonable time are refused before they are used."""
    assert problem == regular.check(pattern)


def test_a_search_with_what_is_no_pattern_cannot_be_evaluated():
    """A pattern that came from data is an evaluation error where it is used."""
    with pytest.raises(EvaluationError, match="`\\(a` is not a regular expression: missing"):
        regular.search("(a", "a")


def test_catastrophic_backtracking_is_stopped():
    """A search that would take hours ends at the time limit with IT216."""
    with pytest.raises(EvaluationError, match="took longer than 1s") as caught:
        regular.search(r"^(a|aa)+$", "a" * 60 + "b")
    assert caught.value.code == "IT216"
