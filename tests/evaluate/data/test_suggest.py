"""Suggestions."""

import pytest

from itest.evaluate.data.suggest import did_you_mean


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
