"""Deadlines: an absolute moment that bounds everything under it, and the stop that ends it at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from itest.model.record import Record


class Stop:
    """A stop that can be waited on and heard: set once, for a whole run or one scenario.

    `listen` registers a callback that is called once, from the thread that sets the stop (at once where it is already
    set), so that a blocking read can be woken; the returned function takes it back.
    """

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.RLock()
        self._listeners: dict[int, Callable[[], None]] = {}
        self._next = 0

    def set(self) -> None:
        with self._lock:
            if self._event.is_set():
                return
            self._event.set()
            listeners = list(self._listeners.values())
            self._listeners.clear()
        for listener in listeners:
            listener()

    def is_set(self) -> bool:
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        """True as soon as the stop is set; False after `seconds`."""
        return self._event.wait(max(0.0, seconds))

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        with self._lock:
            if not self._event.is_set():
                key = self._next
                self._next += 1
                self._listeners[key] = callback

                def unlisten() -> None:
                    self._listeners.pop(key, None)

                return unlisten
        callback()
        return lambda: None


class Deadline(Record):
    """A moment (`at`, seconds of `time.monotonic`) that nothing under it outlives, and the stop it listens to."""

    at: float
    stop: Stop
    connect: float | None = None
    """Seconds that it may take to get connected, where that is bounded by itself."""

    @classmethod
    def after(cls, seconds: float, stop: Stop) -> Deadline:
        return cls(time.monotonic() + seconds, stop)

    def earlier(self, seconds: float) -> Deadline:
        """This deadline or the one in `seconds`, whichever comes first."""
        return Deadline(min(self.at, time.monotonic() + seconds), self.stop, self.connect)

    def remaining(self) -> float:
        """Seconds left; zero or less when it has passed or the stop is set."""
        return 0.0 if self.stop.is_set() else self.at - time.monotonic()

    def passed(self) -> bool:
        return self.remaining() <= 0

    def sleep(self, seconds: float) -> bool:
        """Wait `seconds`, at most to the deadline; False when the stop cut it short."""
        return not self.stop.wait(min(seconds, max(0.0, self.at - time.monotonic())))
