"""Traces: the W3C trace context that the requests of a case carry, so that they are found again in the system's own
traces.

A case is one trace, and each attempt of a step a span of it. The ids come from the run's seed and the case, as every
random value does: the same seed gives the same ids. Two runs that are to be told apart in a tracing system have
different seeds, which is so unless `--seed` fixes one.
"""

from __future__ import annotations

import hashlib
from itertools import count

from itest.model.lazy_pattern import lazy_pattern

_TRACEPARENT = lazy_pattern(r"[0-9a-f]{2}-(?P<trace>[0-9a-f]{32})-(?P<span>[0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?")


class Trace:
    """The trace of one case; asked by one thread, as the steps of a case run in order."""

    def __init__(self, seed: int, identity: str) -> None:
        self.trace_id = _digest(f"{seed}:{identity}:trace", 32)
        self._numbers = count(1)

    def traceparent(self) -> str:
        """The next attempt's header; sampled, so that the system keeps the trace."""
        span_id = _digest(f"{self.trace_id}:{next(self._numbers)}", 16)
        return f"00-{self.trace_id}-{span_id}-01"


def ids_of(traceparent: str) -> tuple[str, str]:
    """Trace id and span id of a header as it was sent; empty where it is none, which a scenario may do on purpose."""
    match = _TRACEPARENT.fullmatch(traceparent)
    return (match["trace"], match["span"]) if match else ("", "")


def _digest(text: str, digits: int) -> str:
    """So many hexadecimal digits that are never all zero, which the standard forbids."""
    found = hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:digits]
    return found if found.strip("0") else "1".rjust(digits, "0")
