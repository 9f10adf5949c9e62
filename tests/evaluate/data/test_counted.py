"""Numbers of things in sentences."""

from itest.evaluate.data.counted import counted


def test_only_one_is_singular():
    assert ["0 steps", "1 step", "2 steps"] == [counted(number, "step") for number in range(3)]
