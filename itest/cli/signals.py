"""Signals: the first ends the run in order, the second ends it now."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType

NAMES = ("SIGHUP", "SIGINT", "SIGTERM")
SIGNALS = tuple(number for number in signal.Signals if number.name in NAMES)  # Windows has no hang-up


def leave_at_once() -> None:
    """Until a run has something to put in order, and after it has, a signal ends the program without a word."""
    for number in _heard():
        signal.signal(number, lambda number, frame: os._exit(128 + number))


def ignore() -> None:
    """From here on nothing interrupts the program."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _heard() -> list[signal.Signals]:
    """The signals that are ours to hear: a hang-up that was ignored from the start (`nohup`) stays ignored."""
    return [number for number in SIGNALS if number.name != "SIGHUP" or signal.getsignal(number) != signal.SIG_IGN]


class Signals:
    """While entered, SIGHUP, SIGINT and SIGTERM call `interrupt` with the signal's name, from a thread of its own.

    The signal's number comes through a pipe that the interpreter's own handler writes to, on whatever thread the
    system chose: a handler in Python would wait for the main thread to wake, which a signal on another thread does not
    do. It may also run between any two instructions of the main thread, and must not take a lock that this may hold.
    """

    def __init__(self, interrupt: Callable[[str], None], leave: Callable[[], None]) -> None:
        self._interrupt = interrupt
        self._leave = leave
        self._before: dict[int, object] = {}

    def __enter__(self) -> Signals:
        heard, self._told = os.pipe()
        os.set_blocking(self._told, False)
        self._told_before = signal.set_wakeup_fd(self._told, warn_on_full_buffer=False)
        threading.Thread(target=self._listen, args=(heard,), name="itest-signals", daemon=True).start()
        for number in _heard():
            self._before[number] = signal.signal(number, _nothing)
        return self

    def __exit__(self, *exception: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what signal.signal gave is what it takes
        signal.set_wakeup_fd(self._told_before)
        os.close(self._told)

    def _listen(self, heard: int) -> None:
        numbers = _numbers(heard)
        for first in numbers:
            self._interrupt(signal.Signals(first).name)
            for second in numbers:
                if signal.Signals(second).name == "SIGHUP":
                    continue  # The shell and the system both say that a terminal is gone: nobody is impatient.
                self._leave()
                os._exit(128 + second)


def _nothing(number: int, frame: FrameType | None) -> None:
    """There has to be a handler for the interpreter to write the signal's number."""


def _numbers(heard: int) -> Iterator[int]:
    """The signals that come, until the other end of the pipe is closed."""
    with os.fdopen(heard, "rb", buffering=0) as pipe:
        while byte := pipe.read(1):
            if byte[0] in SIGNALS:
                yield byte[0]
