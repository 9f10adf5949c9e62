"""Fragments: what a cut leaves of a secret."""

import pytest

from itest.evaluate.telling.fragments import Fragments
from itest.evaluate.telling.redact import Redactor

SECRET = "correct-horse-battery"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is correct-hor…", "is ***…"),
        ("…se-battery it is", "…*** it is"),
        ("…horse-bat…", "…***…"),
        ("is correct%2Dh%6…", "is ***…"),
        ("is corr… and …tery", "is ***… and …***"),
        ("is cor… not", "is cor… not"),
        ("correct… horse", "***… horse"),
        ("other… things …entirely", "other… things …entirely"),
        ("no cut: correct-hor", "no cut: correct-hor"),
    ],
)
def test_what_stands_beside_a_cut_is_hidden(text, expected):
    """A beginning before it, an end behind it, an inside between two; half an escape goes with it."""
    redactor = Redactor()
    redactor.add(SECRET)
    assert expected == redactor.redact_text(text)


def test_the_longest_fragment_is_found():
    """A secret that begins like a longer one does not leave the rest of that to be seen."""
    fragments = Fragments()
    for needle in ("abcd", "abcdefgh"):
        fragments.learn(needle)
    assert [(0, 6)] == list(fragments.found("abcdef…"))
