"""`evaluate.telling.finder`: where secrets stand, and when a look at lines together tells of each of them."""

import pytest

from itest.evaluate.telling.finder import Finder


def knowing(*secrets):
    made = Finder()
    for secret in secrets:
        made.learn(secret)
    return made


@pytest.mark.parametrize("text", ["a s3cr3t-one b", "a s3cr3t%2Done b", "a s3cr3t\n-one b", "a s3cr3t-…"])
def test_a_secret_is_found_where_it_stands(text):
    """Whatever it wears, and what a cut has left of it."""
    ((start, end),) = set(knowing("s3cr3t-one").found(text))
    assert text[:start] + text[end:] in ("a  b", "a …")


def test_users_of_urls_are_found_without_being_told():
    """There is no secret yet."""
    assert [(7, 17)] == knowing().found("http://ada:engine@host")


def test_a_weak_secret_stands_anywhere_and_is_found_as_a_value():
    """What holds it is not to leave the origin, though only a value of its own is hidden."""
    made = knowing("ab")
    assert ([(3, 5)], [], True) == (made.found("k: ab"), made.found("cab"), made.has_weak("cab"))


@pytest.mark.parametrize("text", ["a\nb", '{"a": "b"}'])
def test_plain_lines_are_told_by_their_text(text):
    """Nothing in them is read in another way."""
    assert knowing("s3cr3t-one").tells_of_lines(text)


@pytest.mark.parametrize("text", ["a\n%41", "a\\n", "a&amp;", "it''s", "a@b", "a…", "a\0b"])
def test_others_are_looked_at_one_by_one(text):
    """So they are where a secret is one only by standing alone."""
    assert not knowing("s3cr3t-one").tells_of_lines(text)
    assert not knowing("ab").tells_of_lines("a")
