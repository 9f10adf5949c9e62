"""The pool: cases on worker threads, those that share a lock never at once; what they tell arrives on one thread."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from itest.engine.plan import PlannedCase
from itest.model.deadline import Stop

Work = Callable[[PlannedCase, int, Callable[[Any], None]], bool]
"""Runs a case on a worker and tells events; False when no further case shall start."""


class Pool:
    """Hands cases out in order; a case waits while another holds one of its locks, and the next one goes first."""

    def __init__(self, cases: Sequence[PlannedCase], work: Work, stop: Stop) -> None:
        self._waiting = list(cases)
        self._work = work
        self._stop = stop
        self._held: set[str] = set()
        self._changed = threading.Condition()
        self._events: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._halted = False

    def run(self, jobs: int) -> Iterator[Any]:
        """Every event of every case, in the order they were told; ends when all workers have."""
        workers = [
            threading.Thread(target=self._worker, args=(number,), name=f"itest-{number}", daemon=True)
            for number in range(min(jobs, len(self._waiting)))
        ]
        unlisten = self._stop.listen(self._wake)
        for worker in workers:
            worker.start()
        left = len(workers)
        while left:
            event = self._events.get()
            if event is None:
                left -= 1
            elif isinstance(event, BaseException):
                raise event
            else:
                yield event
        unlisten()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _worker(self, number: int) -> None:
        try:
            while (case := self._take()) is not None:
                try:
                    going_on = self._work(case, number, self._events.put)
                finally:
                    self._release(case)
                if not going_on:
                    self._halted = True
                    self._wake()
        except BaseException as error:  # A defect of ours: it is told on the caller's thread, not lost on this one.
            self._halted = True
            self._wake()
            self._events.put(error)
        finally:
            self._events.put(None)

    def _take(self) -> PlannedCase | None:
        with self._changed:
            while True:
                if self._halted or self._stop.is_set() or not self._waiting:
                    return None
                for index, case in enumerate(self._waiting):
                    if self._held.isdisjoint(case.scenario.locks):
                        self._held.update(case.scenario.locks)
                        return self._waiting.pop(index)
                self._changed.wait()

    def _release(self, case: PlannedCase) -> None:
        with self._changed:
            self._held.difference_update(case.scenario.locks)
            self._changed.notify_all()
