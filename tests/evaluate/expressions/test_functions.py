"""Functions."""

import uuid
from datetime import UTC, datetime, timedelta, timezone
from random import Random

import pytest

from itest.evaluate.expressions.functions import FUNCTION_NAMES, functions
from itest.model.problem import EvaluationError

MOMENT = datetime(2025, 1, 31, 23, 30, 0, 250_000, tzinfo=timezone(timedelta(hours=-1)))


def call(name, *arguments, seed=1):
    """A function called as an expression calls it."""
    return functions(Random(seed), lambda: MOMENT, {"a.txt": "hello"}.__getitem__)[name].call(*arguments)


def test_every_name_of_a_function_is_known_without_making_one():
    """The loader knows the names that a run offers."""
    assert functions(Random(1), lambda: MOMENT, str).keys() == FUNCTION_NAMES


def test_a_uuid_is_of_version_4():
    """The identifier says that it is random."""
    assert ((made := uuid.UUID(call("uuid"))).version, made.variant) == (4, uuid.RFC_4122)


@pytest.mark.parametrize("drawn", [("uuid",), ("random_int", 1, 10**9), ("random_string", 20), ("random_email",)])
def test_the_same_seed_draws_the_same(drawn):
    """All chance comes from the source that is given."""
    assert call(*drawn) == call(*drawn)
    assert call(*drawn) != call(*drawn, seed=2)


def test_times_are_utc():
    """The moment and the day are those in UTC, whatever the clock's zone."""
    assert (call("now"), call("today")) == ("2025-02-01T00:30:00.250Z", "2025-02-01")


def test_a_moment_without_a_fraction_has_one_all_the_same():
    """The form of `now()` is always the same."""
    made = functions(Random(1), lambda: datetime(2025, 1, 1, tzinfo=UTC), str)
    assert made["now"].call() == "2025-01-01T00:00:00.000Z"


def test_random_numbers_lie_within_their_ends():
    """Both ends are included."""
    assert {3, 4} == {call("random_int", 3, 4, seed=seed) for seed in range(20)}


def test_a_random_text_has_its_length():
    """Letters and digits, as many as asked for."""
    assert (len(text := call("random_string", 20)), text.isalnum()) == (20, True)


def test_a_file_is_read_by_the_reader():
    """Where files lie and which may be read is the reader's business."""
    assert call("file", "a.txt") == "hello"


@pytest.mark.parametrize(
    ("bounds", "numbers"),
    [((3,), [0, 1, 2]), ((1, 3), [1, 2]), ((10, 0, -3), [10, 7, 4, 1]), ((1, 10, 4), [1, 5, 9]), ((5, 1), [])],
)
def test_a_range_is_a_list(bounds, numbers):
    """As in Python, but a list."""
    assert numbers == call("range", *bounds)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("range", 10**9), "IT216"),
        (("range", 0, -(10**9), -1), "IT216"),
        (("range", 10**30), "IT216"),
        (("random_string", 10**9), "IT216"),
        (("range", 1, 5, 0), "IT201"),
        (("range",), "IT201"),
        (("range", "5"), "IT201"),
        (("random_int", 5, 1), "IT201"),
        (("random_int", "1", 5), "IT201"),
        (("random_string", -1), "IT201"),
        (("file", ""), "IT201"),
        (("file", 5), "IT201"),
        (("file", "a\0"), "IT201"),
    ],
)
def test_what_a_function_cannot_do_is_an_error(arguments, code):
    """Arguments that make no sense, and such as would fill the memory, are errors with their own codes."""
    with pytest.raises(EvaluationError) as caught:
        call(*arguments)
    assert code == caught.value.code
