"""Randomness: every value from the seed and the case."""

from datetime import UTC

from itest.engine.randomness import functions_for, new_case, now


def _drawn(seed, identity):
    functions = functions_for(seed, identity, str)
    return [functions[name].call(*arguments) for name, arguments in (("uuid", ()), ("random_int", (1, 10**9)))]


def test_the_same_seed_and_case_draw_the_same():
    """Another seed or case draws others."""
    assert _drawn(1, "a") == _drawn(1, "a")
    assert _drawn(1, "a") != _drawn(2, "a")
    assert _drawn(1, "a") != _drawn(1, "b")


def test_a_case_of_any_name_draws():
    """Also one whose name is no valid Unicode; a name that is draws what it always drew."""
    assert _drawn(1, "l\udcff.yaml") != _drawn(1, "l\udcfe.yaml")
    assert 264773174 == _drawn(1, "a")[1]


def test_now_is_in_utc():
    """Wherever the machine stands."""
    assert UTC == now().tzinfo


def test_a_case_has_a_name_of_its_own_each_time():
    """12 small letters and digits, whatever the seed."""
    names = {new_case() for _ in range(50)}
    assert 50 == len(names)
    assert all(len(name) == 12 and name.isalnum() and name == name.lower() and name.isascii() for name in names)
