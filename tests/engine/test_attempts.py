"""Attempts: how often and how long."""

import threading

from itest.engine.attempts import Policy, attempt
from itest.model.deadline import Deadline, Stop


def _run(policy, results, *, asked=None, stop=None):
    """Attempt with canned results; the last one and how many were used."""
    numbers = []

    def once(number):
        numbers.append(number)
        return results[min(number, len(results)) - 1]

    deadline = Deadline.after(60, stop or Stop())
    last = attempt(policy, once, again=lambda r: r == "not yet", asked=lambda _: asked, deadline=deadline)
    return last, numbers


def test_attempts_count_the_first():
    """`attempts: 3` is three in all."""
    assert ("not yet", [1, 2, 3]) == _run(Policy(attempts=3, every=0), ["not yet"])


def test_the_first_result_that_is_it_ends_the_attempts():
    """Nothing is sent again after success."""
    assert ("done", [1, 2]) == _run(Policy(attempts=9, every=0), ["not yet", "done"])


def test_a_window_that_the_next_pause_would_leave_ends_the_attempts():
    """`for: 0.01` with `every: 5` has time for one attempt only."""
    assert ("not yet", [1]) == _run(Policy(window=0.01, every=5), ["not yet"])


def test_a_wait_that_the_other_side_asked_for_counts_against_the_window():
    """Retry-After beyond the window ends the attempts instead of overstaying it."""
    assert ("not yet", [1]) == _run(Policy(window=1, every=0), ["not yet"], asked=30)


def test_a_wait_of_an_hour_is_not_waited_for():
    """Without a window only a fair Retry-After is honoured; one's own long pause is one's own."""
    assert ("not yet", [1]) == _run(Policy(attempts=3, every=0), ["not yet"], asked=3600)
    assert ("not yet", [1, 2]) == _run(Policy(attempts=2, every=0), ["not yet"], asked=0.01)


def test_a_stop_ends_a_pause_at_once():
    """An interrupted run does not sit out the pause of a step."""
    stop = Stop()
    threading.Timer(0.05, stop.set).start()
    last, numbers = _run(Policy(attempts=2, every=30), ["not yet"], stop=stop)
    assert ("not yet", 1) == (last, numbers[0])


def test_the_pause_grows_by_the_backoff_and_never_overflows():
    """1, 2, 4, …; a huge exponent stays a number."""
    policy = Policy(every=1, backoff=2)
    assert [1, 2, 4] == [policy.pause(number, None) for number in (1, 2, 3)]
    assert policy.pause(10_000, None) > 4


def test_what_the_other_side_asked_for_is_the_least_pause():
    """Retry-After is honoured; a longer own pause stays."""
    assert 7 == Policy(every=1).pause(1, 7)
    assert 9 == Policy(every=9).pause(1, 7)
