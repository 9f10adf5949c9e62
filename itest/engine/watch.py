"""The watch over evaluation: what takes too long to look at is stopped, whatever it is busy with.

Templates and regular expressions count their own steps; a JSONPath, a JSON Schema or a comparison of two long lists
does not, and what a server answers decides how long it takes. A thread looks at the clock for all of them and raises
`Overrun` in the one that is late, which CPython does between two of its instructions.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from types import TracebackType

from itest.model.deadline import Deadline
from itest.model.problem import EvaluationError

LIMIT = 5.0
"""Seconds of a thread's own time that looking at one result, or rendering one step, may take."""
LEAST = 1.0
"""Seconds it has in any case: beyond the deadline, and after the run was stopped."""
TICK = 0.1
"""Seconds between two looks at the clock."""
IDLE_TICKS = 20
"""Looks in vain after which nobody looks any more."""


class Overrun(BaseException):
    """Raised in a thread whose evaluation is late; no handler of ours or of a library's takes it for its own error."""


class Watch:
    """Watches over the evaluations of a run, one for each thread at a time."""

    def __init__(self, tick: float = TICK, least: float = LEAST) -> None:
        self._tick = tick
        self._least = least
        self._lock = threading.Lock()
        self._limits: dict[int, Limit] = {}
        self._thread: threading.Thread | None = None

    def within(self, deadline: Deadline) -> Limit:
        """A context in which evaluation has until the deadline, but at most `LIMIT` and at least `LEAST` seconds."""
        return Limit(self, deadline, self._least)

    def begin(self, limit: Limit) -> bool:
        """Watch over the calling thread; False where that is done already, for a context around this one."""
        thread = threading.get_ident()
        if thread in self._limits:
            return False
        self._limits[thread] = limit
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._look, name="itest-watch", daemon=True)
                    self._thread.start()
        return True

    def end(self, limit: Limit) -> None:
        """Watch no longer; an `Overrun` that is on its way does not come any more."""
        thread = threading.get_ident()
        self._limits.pop(thread, None)
        # Marked as late after this, it is not interrupted any more; before, the watch may be just about to.
        if limit.late:
            with self._lock:
                _interrupt(thread, None)

    def _look(self) -> None:
        idle = 0
        while idle < IDLE_TICKS or not self._rests():
            time.sleep(self._tick)
            idle = 0 if self._limits else idle + 1
            for thread, limit in tuple(self._limits.items()):
                if not limit.late and limit.is_over():
                    with self._lock:
                        limit.late = True
                        if self._limits.get(thread) is limit:
                            _interrupt(thread, Overrun)

    def _rests(self) -> bool:
        """Whether the thread may end, since nothing began meanwhile; the next evaluation starts another one."""
        with self._lock:
            looking, self._thread = self._thread, None
            if self._limits:
                self._thread = looking
            return self._thread is None


class Limit:
    """The context of one evaluation; raises `EvaluationError` IT216 where it took too long.

    The watch alone reads the clock, from its first look on: most evaluations are over before that.
    """

    def __init__(self, watch: Watch, deadline: Deadline, least: float) -> None:
        self.late = False
        self._least = least
        self._watch = watch
        self._deadline = deadline
        self._clock: Callable[[], float] = time.monotonic
        self._end: float | None = None
        self._seconds = 0.0
        self._stopped = False
        self._outermost = False

    def is_over(self) -> bool:
        """Whether the evaluation has had its time."""
        try:
            now = self._clock()
        except OSError:  # the thread is over, and so is what it did
            return False
        if self._end is None:
            self._seconds = min(LIMIT, max(self._least, self._deadline.remaining()))
            self._end = now + self._seconds
        if not self._stopped and self._deadline.stop.is_set():
            self._stopped = True
            self._end = min(self._end, now + self._least)
        return now > self._end

    def __enter__(self) -> None:
        self._clock = _own_clock()
        self._outermost = self._watch.begin(self)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if not self._outermost:
            return
        while True:
            try:
                self._watch.end(self)
                break
            except Overrun:  # It came just now, when everything was done.
                continue
        if kind is Overrun:
            raise EvaluationError(
                f"this took longer than {self._seconds:.0f} s to evaluate and was stopped",
                code="IT216",
                hint="a JSONPath, a schema or a comparison that has to look at everything many times",
            ) from None


def _own_clock() -> Callable[[], float]:
    """A clock of what the calling thread does, for others: its own time where the system tells it, so that what runs
    beside it does not count."""
    if hasattr(time, "pthread_getcpuclockid"):
        return partial(time.clock_gettime, time.pthread_getcpuclockid(threading.get_ident()))
    return time.monotonic


def _interrupt(thread: int, error: type[BaseException] | None) -> None:
    """Raise an exception in another thread, or take it back."""
    import ctypes  # start-up cost: only what is late needs it

    raised = ctypes.py_object(error) if error else None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), raised)
