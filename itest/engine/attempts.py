"""Attempts: how often and how long a step is tried again. The one place that knows tenacity."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from itest.model.deadline import Deadline
from itest.model.record import Record

T = TypeVar("T")

DEFAULT_WINDOW = 30.0
"""Seconds that a `retry` without `attempts` and `for` goes on."""
MAX_ASKED = 60.0
"""Seconds that the other side may make us wait (Retry-After) where no `for` bounds it; for longer it is not tried."""


class Policy(Record, kw_only=True):
    """A rendered `retry`: `attempts` counts the first (None: no limit), `window`, `bound` and `every` are seconds.

    In `window` attempts may start; a `bound` (a written `for`) ends the one under way, too.
    """

    attempts: int | None = None
    window: float | None = None
    bound: float | None = None
    every: float = 1.0
    backoff: float = 1.0

    def pause(self, number: int, asked: float | None) -> float:
        """Seconds to wait after attempt `number`; never less than the other side `asked` for (Retry-After)."""
        # Bounded, so that a large backoff cannot overflow into an error.
        own = min(self.every * min(self.backoff ** min(number - 1, 1000), 1e9), 1e9) if self.every else 0.0
        return max(own, asked or 0.0)


def attempt(
    policy: Policy,
    once: Callable[[int], T],
    *,
    again: Callable[[T], bool],
    asked: Callable[[T], float | None],
    deadline: Deadline,
) -> T:
    """The result of the last attempt; `once` gets the attempt's number, `again` says whether its result is not yet it.

    Ends at the limit of attempts, at the end of the window, at the deadline or when the run is stopped.
    """
    import tenacity  # Start-up cost: only steps with a `retry` need it.

    def pause(state: tenacity.RetryCallState) -> float:
        assert state.outcome is not None  # tenacity asks only after an attempt
        return policy.pause(state.attempt_number, asked(state.outcome.result()))

    def enough(state: tenacity.RetryCallState) -> bool:
        upcoming = state.upcoming_sleep
        if policy.attempts is not None and state.attempt_number >= policy.attempts:
            return True
        elapsed = state.seconds_since_start or 0.0
        if policy.window is not None and elapsed + upcoming > policy.window:
            return True
        if policy.window is None and upcoming > max(MAX_ASKED, policy.pause(state.attempt_number, None)):
            return True
        return deadline.remaining() <= upcoming

    def sleep(seconds: float) -> None:
        deadline.sleep(seconds)

    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_result(again),
        wait=pause,
        stop=enough,
        sleep=sleep,
        retry_error_callback=lambda state: state.outcome.result() if state.outcome else None,
    )
    number = 0

    def numbered() -> T:
        nonlocal number
        number += 1
        return once(number)

    result: T = retrying(numbered)
    return result
