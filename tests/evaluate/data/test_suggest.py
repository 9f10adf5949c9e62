"""Suggestions."""

import pytest

from itest.evaluate.data.suggest import did_you_mean, edits, likeness, meant


@pytest.mark.parametrize(
    ("word", "candidates", "question"),
    [
        ("staus", ["status", "body"], "did you mean `status`?"),
        ("Status", ["status", "body"], "did you mean `status`?"),
        ("zebra", ["status", "body"], ""),
        ("status", ["status"], ""),
        ("status", [], ""),
    ],
)
def test_the_nearest_word_is_suggested_where_there_is_one(word, candidates, question):
    """A misspelt word is answered with the candidate most like it, and with nothing where none is."""
    assert question == did_you_mean(word, candidates)


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("", "", 0),
        ("type", "type", 0),
        ("tpye", "type", 1),
        ("typ", "type", 1),
        ("types", "type", 1),
        ("tyqe", "type", 1),
        ("requierd", "required", 1),
        ("propertys", "properties", 2),
        ("", "abc", 3),
    ],
)
def test_slips_are_counted(one, other, slips):
    """A letter too many, too few or wrong, and two in the wrong order: one each, whichever word is looked at first."""
    assert (slips, slips) == (edits(one, other), edits(other, one))


def test_words_are_like_each_other_by_what_is_the_same():
    """From nothing to everything."""
    assert (0, 1) == (likeness("ab", "cd"), likeness("ab", "ab"))


@pytest.mark.parametrize(
    ("text", "words", "question"),
    [
        ("True", ("true", "false"), "did you mean `true`?"),
        ("no", ("true", "false"), "did you mean `false`?"),
        ("NULL", ("null",), "did you mean `null`?"),
        ("NULL", ("true", "false"), ""),
        ("maybe", ("true", "false", "null"), ""),
        (1, ("true",), ""),
    ],
)
def test_words_of_other_languages(text, words, question):
    """Only where the word that they stand for is asked."""
    assert question == meant(text, *words)
