"""Progress: one line on standard error that says what is running, only where a terminal is there to see it go.

It is drawn over itself and taken away before anything else is printed. A thread of its own keeps the seconds moving
while a slow step says nothing; whatever fails while drawing ends the progress and nothing else.
"""

from __future__ import annotations

import threading
import time
from typing import IO

from itest.evaluate.data.escape import cut, visible

_ERASE = "\r\x1b[2K"
_EVERY = 0.5


class Progress:
    """The line: `3/12 · 4s · orders/checkout.yaml, health.yaml`; silent until `start`."""

    def __init__(self, stream: IO[str], width: int) -> None:
        self._stream = stream
        self._width = width
        self._lock = threading.RLock()
        self._over = threading.Event()
        self._thread: threading.Thread | None = None
        self._running: dict[str, None] = {}
        self._planned = self._done = 0
        self._began = 0.0
        self._drawn = False

    def start(self, planned: int) -> None:
        self._planned = planned
        self._began = time.monotonic()
        self._thread = threading.Thread(target=self._tick, name="progress", daemon=True)
        self._thread.start()

    def begin(self, name: str) -> None:
        with self._lock:
            self._running[name] = None
            self.draw()

    def end(self, name: str) -> None:
        with self._lock:
            self._running.pop(name, None)
            self._done += 1

    def draw(self) -> None:
        with self._lock:
            if self._thread is not None and not self._over.is_set():
                self._put(_ERASE + self.line(time.monotonic() - self._began))
                self._drawn = True

    def erase(self) -> None:
        """Take the line away, so that what is printed next starts on a clean one."""
        with self._lock:
            if self._drawn:
                self._put(_ERASE)
                self._drawn = False

    def stop(self) -> None:
        with self._lock:
            self.erase()
            self._over.set()
        if self._thread is not None:
            self._thread.join()

    def line(self, seconds: float) -> str:
        """What is drawn: one column less than the terminal has, since a full line would wrap."""
        with self._lock:
            parts = [f"{self._done}/{self._planned}", f"{seconds:.0f}s", ", ".join(self._running)]
        return cut(visible(" · ".join(filter(None, parts))), max(1, self._width - 1))

    def _tick(self) -> None:
        while not self._over.wait(_EVERY):
            self.draw()

    def _put(self, text: str) -> None:
        try:
            encoding = getattr(self._stream, "encoding", None) or "utf-8"
            self._stream.write(text.encode(encoding, "replace").decode(encoding))
            self._stream.flush()
        except (OSError, ValueError):
            self._over.set()
