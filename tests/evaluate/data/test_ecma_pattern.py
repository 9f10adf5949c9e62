"""Patterns of schemas mean what ECMA-262 says with its `u` flag, or are refused."""

import pytest

from itest.evaluate.data import regular
from itest.evaluate.data.ecma_pattern import ecma
from itest.model.problem import EvaluationError

HOLDING = [
    (r"^a$", "a"),
    (r"\d", "0"),
    (r"\D", "٣"),
    (r"\W", "é"),
    (r"[\W]", "`"),
    (r"\s", "\ufeff"),
    (r"[\s]", "\u2028"),
    (r"\S", "\u200b"),
    (r"\cJ", "\n"),
    (r"[\cj]", "\n"),
    (r"^\x41\u0042\u{43}$", "ABC"),
    (r"^\ud83d\ude00$", "😀"),
    (r"^[\ud83d\ude00-\ud83d\ude02]$", "😁"),
    (r"^\u{1F600}.$", "😀😀"),
    (r"^\0$", "\0"),
    (r"^[^]$", "\n"),
    (r"^[^]\]$", "a]"),
    (r"[\b]", "\b"),
    (r"[\-.]", "-"),
    (r"[a-]", "-"),
    (r"[\w-]", "-"),
    (r"^[&|~\[]{4}$", "&|~["),
    (r"\bb", "éb"),
    (r"\/\.\-\@\_", "/.-@_"),
    (r"\p{Letter}", "é"),
    (r"^\p{digit}$", "٣"),
    (r"^[\p{Lu}\d]+$", "É1"),
    (r"^\P{L}$", "1"),
    (r"[^\P{L}]", "é"),
    (r"^\p{Script=Greek}\p{sc=Grek}\p{scx=Greek}$", "αβγ"),
    (r"^\p{Emoji}\p{Any}\P{ASCII}\p{Assigned}$", "😀\n😀a"),
    (r"(?<year>\d{4})-\k<year>", "2024-2024"),
    (r"(?<größe$_>a)\k<größe$_>", "aa"),
    (r"\k<n>(?<n>a)", "a"),
    (r"^(a\1)$", "a"),
    (r"^\1(a)$", "a"),
    (r"^(?:(a)|b)\1$", "b"),
    (r"^(?:(a)|b\1)+$", "ab"),
    (r"^(?:([\"'])x\1,?)+$", "'x',\"x\""),
    (r"^(?:(?:([\"'])x\1|y),?)+$", "'x',y,\"x\""),
    (r"^(a|b)+\1$", "abb"),
    (r"(?<=\$)\d+(?!\.)", "$12"),
    (r"(?<!a|bb)c", "bc"),
    (r"^a{2}b{1,}c{0,1}?$", "aabb"),
]
NOT_HOLDING = [
    (r"^a$", "a\n"),
    (r"^.$", "\u2028"),
    (r"^.$", "\r"),
    (r"\d", "٣"),
    (r"\w", "é"),
    (r"[\w]", "ſ"),
    (r"\s", "\u200b"),
    (r"[]", "a"),
    (r"[^\S]", "a"),
    (r"^[^\W]$", "é"),
    (r"\P{Any}", "a"),
    (r"\p{punct}", "$"),
    (r"\p{Uppercase_Letter}", "a"),
    (r"(?<n>a|b)\k<n>", "ab"),
    (r"^(?:(a)|b)\1$", "a"),
    (r"\Bb", "éb"),
]
REFUSED = [
    (r"a\Z", "`\\Z` is no escape of ECMA-262; the end of the text is `$` at character 2"),
    (r"\Aa", "`\\A` is no escape of ECMA-262; the beginning of the text is `^` at character 1"),
    (r"\a", "`\\a` is no escape of ECMA-262 at character 1"),
    (r"[\h]", "`\\h` is no escape of ECMA-262 at character 2"),
    (r"\01", "`\\0` is no escape of ECMA-262 at character 1"),
    (r"\u12", "`\\u` is no escape of ECMA-262 at character 1"),
    (r"\u{110000}", "there is no such character at character 1"),
    ("a\\", "`\\` is no escape of ECMA-262 at character 2"),
    ("(?i)a", "this kind of group is not supported at character 1"),
    ("(?i:a)", "this kind of group is not supported at character 1"),
    ("(?P<n>a)", "this kind of group is not supported at character 1"),
    ("(?>a)", "this kind of group is not supported at character 1"),
    ("a++", "nothing stands here that could be repeated at character 3"),
    ("^*", "nothing stands here that could be repeated at character 2"),
    (r"\b+", "nothing stands here that could be repeated at character 3"),
    ("(?=a)*", "nothing stands here that could be repeated at character 6"),
    ("{a", "a brace that does not repeat anything is written `\\{` at character 1"),
    ("x{,5}", "a brace that does not repeat anything is written `\\{` at character 2"),
    ("a}", "a brace that closes nothing is written `\\}` at character 2"),
    ("[[:alpha:]]", "a bracket that closes nothing is written `\\]` at character 11"),
    ("[a", "a set is never closed at character 1"),
    ("(a", "a parenthesis is never closed at character 1"),
    ("a)", "a parenthesis closes nothing at character 2"),
    ("a{2,1}", "the numbers of a repetition are out of order at character 2"),
    ("[b-a]", "the ends of a range are out of order at character 2"),
    (r"[\d-z]", "a range goes from one character to another at character 2"),
    (r"[a-\d]", "a range goes from one character to another at character 2"),
    (r"\k<x>", "there is no group `x` at character 1"),
    (r"(a)\2", "there is no group `2` at character 4"),
    ("(?<a>x)(?<a>y)", "two groups have the name `a` at character 8"),
    ("(?<1>x)", "`1` is no name of a group at character 1"),
    (r"\p{Greek}", "a script is written `\\p{Script=Greek}` at character 1"),
    (r"\p{letter}", "`letter` is no property of characters in ECMA-262 at character 1"),
    (r"\p{Script=Nowhere}", "the property `Script=Nowhere` is not supported at character 1"),
    (r"\p{CWKCF}", "the property `CWKCF` is not supported at character 1"),
    (r"\pL", "`\\p` is no escape of ECMA-262 at character 1"),
    (r"(?<=(a)\1)b", "references within a lookbehind are not supported at character 8"),
    (
        r"^(?:(a)|b)*\1$",
        "group 1 may hold what an earlier repetition took, which is not supported at character 12",
    ),
    ("(" * 2000 + ")" * 2000, "it is nested too deeply"),
    ("a{999999999999}", "its repetitions come to too much"),
]


@pytest.mark.parametrize(("pattern", "text"), HOLDING)
def test_a_pattern_finds_what_the_standard_says(pattern, text):
    """With the standard's own classes, escapes, properties, groups and references."""
    assert regular.search(pattern, text, ecma) is not None


@pytest.mark.parametrize(("pattern", "text"), NOT_HOLDING)
def test_a_pattern_does_not_find_more_than_the_standard_says(pattern, text):
    """The end is the end of the text; a class holds no more than the standard's."""
    assert regular.search(pattern, text, ecma) is None


@pytest.mark.parametrize(("pattern", "problem"), REFUSED)
def test_what_is_no_pattern_or_cannot_be_said_is_refused_with_its_place(pattern, problem):
    """Rather than searched for as something else."""
    assert problem == regular.check(pattern, ecma)


def test_no_pattern_of_a_schema_hangs_the_run():
    """The time limit is that of all regular expressions."""
    with pytest.raises(EvaluationError, match="took longer than 1s") as caught:
        regular.search(r"^(a|aa)+$", "a" * 60 + "b", ecma)
    assert "IT216" == caught.value.code
