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
    seconds: float = 0.0
    """From when it was set to the moment, as it was asked for."""

    @classmethod
    def after(cls, seconds: float, stop: Stop) -> Deadline:
        return cls(time.monotonic() + seconds, stop, seconds=seconds)

    def earlier(self, seconds: float) -> Deadline:
        """This deadline or the one in `seconds`, whichever comes first."""
        at = time.monotonic() + seconds
        return self if self.at <= at else Deadline(at, self.stop, self.connect, seconds)

    def since(self, begun: float) -> float:
        """The seconds from a moment to the deadline, for people: those that were asked for, where it was set for what
        began then, which a busy machine begins a little later."""
        left = max(0.0, self.at - begun)
        return self.seconds if 0.8 * self.seconds < left < self.seconds else left

    def remaining(self) -> float:
        """Seconds left; zero or less when it has passed or the stop is set."""
        return 0.0 if self.stop.is_set() else self.at - time.monotonic()

    def passed(self) -> bool:
        return self.remaining() <= 0

    def sleep(self, seconds: float) -> bool:
        """Wait `seconds`, at most to the deadline; False when the stop cut it short."""
        return not self.stop.wait(min(seconds, max(0.0, self.at - time.monotonic())))
