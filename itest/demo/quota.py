"""How often a client may ask: a few times, then a refusal, then a pause before it may ask again."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Quota:
    """`size` requests a client; the next one is refused, and `pause` seconds after the refusal there is a new quota.

    The pause counts from the refusal, not from the first request: however slow the client, one too many is one too
    many.
    """

    def __init__(self, size: int, pause: float, clock: Callable[[], float]) -> None:
        self._size, self._pause, self._clock = size, pause, clock
        self._lock = threading.Lock()
        self._left: dict[str, int] = {}
        self._open_at: dict[str, float] = {}

    def take(self, client: str) -> float:
        """0 where the client may go on, else the seconds to wait."""
        with self._lock:
            now = self._clock()
            if client in self._open_at and now >= self._open_at[client]:
                del self._open_at[client]
                self._left[client] = self._size
            left = self._left.setdefault(client, self._size)
            if left > 0:
                self._left[client] = left - 1
                return 0
            return self._open_at.setdefault(client, now + self._pause) - now
