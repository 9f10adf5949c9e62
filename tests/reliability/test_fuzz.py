"""Everything that reads text from outside is given inputs that nobody thought of; a longer run is `tests.fuzz.long`."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.long import changed
from tests.fuzz.seeds import SEEDS, WORDS
from tests.fuzz.targets import TARGETS

SHORT = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,  # CI finds the same today and tomorrow; what is new is found by the long run
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("name", TARGETS)
def test_every_seed_is_an_input_without_a_finding(name):
    """What the others are grown from."""
    for data in SEEDS[name]:
        TARGETS[name](data)


@pytest.mark.parametrize("name", TARGETS)
def test_inputs_grown_from_seeds_lead_to_no_finding(name):
    """Changed in random ways, as in the long run."""
    rng = random.Random(name)
    for _ in range(150):
        TARGETS[name](changed(rng.choice(SEEDS[name]), WORDS[name], SEEDS[name], rng))


@pytest.mark.parametrize("name", TARGETS)
def test_inputs_made_of_words_lead_to_no_finding(name):
    """The words of the language in any order, with any bytes between them; shrunk to the shortest that fails."""
    words = st.one_of(
        st.sampled_from(WORDS[name]),
        st.sampled_from(WORDS[name]),
        st.binary(max_size=6),
        st.sampled_from(b"a1 ").map(lambda n: bytes([n])),
    )

    @SHORT
    @given(st.lists(words, max_size=30))
    def try_one(parts):
        TARGETS[name](b"".join(parts))

    try_one()
