"""The automaton: what it covers is what looking for each needle by itself covers."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itest.evaluate.telling.automaton import Automaton

WORD = "correct-horse-battery-staple-and-so-on-and-on"


def covered(text, needles):
    """The places that are part of a needle, looked for one by one."""
    places = set()
    for needle in needles:
        start = text.find(needle)
        while start >= 0:
            places.update(range(start, start + len(needle)))
            start = text.find(needle, start + 1)
    return places


def found(text, needles):
    return {place for start, end in Automaton(needles).found(text) for place in range(start, end)}


@settings(max_examples=300)
@given(
    st.lists(st.text("ab", min_size=1, max_size=28), min_size=1, max_size=12, unique=True),
    st.text("ab", max_size=200),
)
def test_it_finds_what_each_needle_by_itself_finds(needles, text):
    """Those of two letters overlap and hold each other in every way."""
    assert covered(text, needles) == found(text, needles)


@pytest.mark.parametrize("seed", range(20))
def test_long_needles_are_found_by_their_anchors(seed):
    """Whatever they share with others; a piece of one alone is not one."""
    chance = random.Random(seed)
    parts = ["".join(chance.choices("abcdefgh", k=chance.randint(5, 30))) for _ in range(6)]
    needles = list(dict.fromkeys("".join(chance.choices(parts, k=chance.randint(1, 5))) for _ in range(60)))
    text = "".join(chance.choices([*parts, " "], k=800))
    assert covered(text, needles) == found(text, needles)


def test_a_long_needle_that_shares_all_its_pieces_is_found():
    """Where others have taken its anchors, it is looked for as a whole."""
    needles = [f"{WORD * 3}{'-' * 18}{number:03d}{WORD * 3}" for number in range(100)]
    made = Automaton(needles)
    assert made.unanchored > 0
    assert [(2, 2 + len(needles[-1]))] == list(made.found(f"a {needles[-1]} b"))
    assert [] == list(made.found(f"a {WORD * 3}{'-' * 18}999{WORD * 3} b"))


def test_a_needle_that_repeats_itself_is_found_by_its_ends():
    """Nothing of it is left over, whatever its period is."""
    for period in range(1, 10):
        needle = (WORD[:period] * 100)[:95]
        assert set(range(3, 98)) <= found(f"xxx{needle}yyy", [needle])


def test_needles_that_cover_each_other_are_few_to_look_for():
    """A thousand of one letter are one."""
    made = Automaton(["a" * length for length in range(8, 1008)])
    assert [(0, 100_000)] == list(made.found("a" * 100_000))
    assert ["a" * 8] == made._patterns


@pytest.mark.parametrize("at", range(15_900, 16_100, 7))
def test_a_needle_is_found_where_pieces_of_a_long_text_meet(at):
    """They are looked through one after the other."""
    for needle in ("sixteen-letters-", WORD):
        text = "." * at + needle + "." * 20_000
        assert set(range(at, at + len(needle))) == found(text, [needle])


def test_half_a_pair_of_surrogates_is_text_like_any_other():
    """In needles, behind which others stand, and in texts."""
    needles = ["ab\udce4cd", "\ud83d-half", "plain-one"]
    text = "x\udcff ab\udce4cd \ud83d-half plain-one"
    assert covered(text, needles) == found(text, needles)


def test_places_are_those_of_characters():
    """Not of bytes."""
    assert [(2, 7)] == list(Automaton(["größe"]).found("ä größe 😀"))
    assert [(7, 12)] == list(Automaton(["größe"]).found("😀😀😀 ää größe"))
