"""Needles: a set that grows while it is looked for."""

import random
import string
import threading
from itertools import pairwise

from itest.evaluate.telling.needles import Needles

NAMES = [f"token-{number:04d}" for number in range(500)]


def found(needles, text):
    return [text[start:end] for start, end in needles.found(text)]


def test_what_is_learnt_is_looked_for_in_the_next_text():
    """And in all that come after."""
    made = Needles()
    assert (0, []) == (len(made), found(made, "token-0000"))
    for number, name in enumerate(NAMES):
        assert [name] == made.learn([name, name])
        assert [] == made.learn([name])
        assert [name] == found(made, f"got {name}!")
        assert number + 1 == len(made)
    assert sorted(NAMES) == sorted(found(made, " ".join(NAMES)))


def test_few_automata_are_kept():
    """However the needles come; nearly all are in the first one."""
    made = Needles()
    for name in NAMES:
        made.learn([name])
        found(made, "")
    sizes = [len(automaton.needles) for automaton in made._automata]
    assert (500, True) == (sum(sizes), len(sizes) <= 5)
    assert all(size >= 4 * following for size, following in pairwise(sizes))


def test_nothing_is_lost_between_threads():
    """They learn and look at the same time."""
    made = Needles()
    missed = []

    def work(part):
        for name in NAMES[part::4]:
            made.learn([name])
            if found(made, name) != [name]:
                missed.append(name)

    threads = [threading.Thread(target=work, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ([], 500) == (missed, len(found(made, " ".join(NAMES))))


def test_needles_that_take_more_room_than_they_should_are_counted():
    """Those that have all their pieces in common with others."""
    made = Needles()
    shared = "".join(random.Random(1).choices(string.ascii_letters, k=200))
    made.learn([f"{shared[:110]}{number:02d}{shared[110:]}" for number in range(90)])
    found(made, "")
    assert made.unanchored >= 202
