"""Deadlines and stops."""

import threading

from itest.model.deadline import Deadline, Stop


def test_a_stop_is_heard_once_by_everyone_who_listens():
    """Setting it again tells nobody."""
    stop, heard = Stop(), []
    stop.listen(lambda: heard.append("a"))
    unlisten = stop.listen(lambda: heard.append("b"))
    unlisten()
    stop.set()
    stop.set()
    assert ["a"] == heard


def test_who_listens_to_a_stop_that_is_set_hears_it_at_once():
    """And may take it back all the same."""
    stop, heard = Stop(), []
    stop.set()
    stop.listen(lambda: heard.append("late"))()
    assert ["late"] == heard


def test_a_listener_may_ask_and_set_the_stop_itself():
    """It is called outside the lock's reach of others."""
    stop, heard = Stop(), []
    stop.listen(lambda: (stop.set(), heard.append(stop.is_set())))
    stop.set()
    assert [True] == heard


def test_the_earlier_of_two_deadlines_holds():
    """An attempt never outlives its scenario."""
    outer = Deadline.after(10, Stop())
    assert outer.earlier(1).at < outer.at
    assert outer.at == outer.earlier(100).at


def test_people_are_told_the_seconds_that_were_asked_for():
    """A busy machine begins a little later than the deadline was set; what began much later has less."""
    deadline = Deadline(100.0, Stop(), seconds=10.0)
    assert [10.0, 10.0, 3.0, 0.0] == [deadline.since(begun) for begun in (90.0, 90.4, 97.0, 101.0)]
    assert [10.0, 2.0] == [Deadline.after(10, Stop()).earlier(seconds).seconds for seconds in (20, 2)]


def test_a_passed_deadline_and_a_set_stop_leave_no_time():
    """Both end what is under them."""
    stop = Stop()
    assert Deadline.after(-1, stop).passed()
    deadline = Deadline.after(100, stop)
    assert not deadline.passed()
    stop.set()
    assert (0.0, True) == (deadline.remaining(), deadline.passed())


def test_a_sleep_says_whether_it_was_cut_short():
    """By the stop, not by the deadline."""
    stop = Stop()
    assert Deadline.after(0.01, stop).sleep(60)
    threading.Timer(0.02, stop.set).start()
    assert not Deadline.after(60, stop).sleep(60)
    assert stop.wait(60)
