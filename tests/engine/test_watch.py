"""The watch: what takes too long to evaluate is stopped, and nothing else."""

import threading

import pytest

from itest.engine.watch import Watch
from itest.model.deadline import Deadline, Stop
from itest.model.problem import EvaluationError


def _for_ever():
    while True:
        try:
            sum(range(1000))
        except Exception:
            continue  # as a library might, that takes everything for its own


def test_what_takes_too_long_is_stopped():
    """Whatever it catches on the way; the deadline had passed, so that it had the least there is."""
    with pytest.raises(EvaluationError) as raised, Watch().within(Deadline.after(0, Stop())):
        _for_ever()
    assert "IT216" == raised.value.code
    assert "longer than 1 s" in raised.value.message


def test_a_stop_leaves_it_a_moment():
    """Not as long as the deadline would."""
    stop = Stop()
    stop.set()
    with pytest.raises(EvaluationError), Watch().within(Deadline(10**9, stop)):
        _for_ever()


def test_the_outermost_bound_counts():
    """One within it neither ends it nor outlives it."""
    watch, reached = Watch(), []
    with pytest.raises(EvaluationError), watch.within(Deadline.after(0, Stop())):
        with watch.within(Deadline.after(100, Stop())):
            reached.append("inner")
        _for_ever()
    assert ["inner"] == reached


def test_only_the_thread_that_is_late_is_stopped():
    """Others that are watched over at the same time go on."""
    watch, found = Watch(), []
    over = threading.Event()

    def other():
        with watch.within(Deadline.after(100, Stop())):
            over.wait(60)
            found.append("done")

    thread = threading.Thread(target=other)
    thread.start()
    with pytest.raises(EvaluationError), watch.within(Deadline.after(0, Stop())):
        _for_ever()
    over.set()
    thread.join(60)
    assert ["done"] == found


def test_an_overrun_never_comes_afterwards():
    """However near the end of the evaluation is to its bound, what follows is undisturbed."""
    watch, stopped, size = Watch(tick=0, least=0), 0, 100
    while stopped < 20:
        size = size * 5 // 4 if size < 10**6 else 100
        try:
            with watch.within(Deadline.after(0, Stop())):
                for number in range(size):
                    abs(number)
        except EvaluationError:
            stopped += 1
        for _ in range(100):
            sum(range(10))  # an `Overrun` here would end the test
