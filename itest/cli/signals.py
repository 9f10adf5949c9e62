"""Signals: the first ends the run in order, the second ends it now."""

from __future__ import annotations

import os
import queue
import signal
import threading
from collections.abc import Callable
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


def leave_at_once() -> None:
    """Until a run has something to put in order, and after it has, a signal ends the program without a word."""
    for number in SIGNALS:
        signal.signal(number, lambda number, frame: os._exit(128 + number))


class Signals:
    """While entered, SIGINT and SIGTERM call `interrupt` with the signal's name, from a thread of its own.

    A handler runs between any two instructions of the main thread, so it must not take a lock that the main thread
    may hold; it only puts the signal's number into a queue that is safe for that.
    """

    def __init__(self, interrupt: Callable[[str], None], leave: Callable[[], None]) -> None:
        self._interrupt = interrupt
        self._leave = leave
        self._heard: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._before: dict[int, object] = {}

    def __enter__(self) -> Signals:
        threading.Thread(target=self._listen, name="itest-signals", daemon=True).start()
        for number in SIGNALS:
            self._before[number] = signal.signal(number, self._handle)
        return self

    def __exit__(self, *exception: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what signal.signal gave is what it takes
        self._heard.put(0)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self._heard.put(number)

    def _listen(self) -> None:
        first = self._heard.get()
        if not first:
            return
        self._interrupt(signal.Signals(first).name)
        second = self._heard.get()
        if second:
            self._leave()
            os._exit(128 + second)
