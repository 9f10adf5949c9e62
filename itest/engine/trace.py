"""Traces: the W3C trace context that the requests of a case carry, so that they are found again in the system's own
traces.

A case is one trace, and each attempt of a step a span of it. The ids come from the run's seed and the case, as every
random value does: the same seed gives the same ids. Two runs that are to be told apart in a tracing system have
different seeds, which is so unless `--seed` fixes one.
"""

from __future__ import annotations

from random import Random

from itest.model.lazy_pattern import lazy_pattern

_TRACEPARENT = lazy_pattern(r"[0-9a-f]{2}-(?P<trace>[0-9a-f]{32})-(?P<span>[0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?")


class Trace:
    """The trace of one case; asked by one thread, as the steps of a case run in order."""

    def __init__(self, seed: int, identity: str) -> None:
        self._random = Random(f"{seed}:{identity}:trace".encode("utf-8", "backslashreplace"))
        self.trace_id = self._digits(32)

    def traceparent(self) -> str:
        """The next attempt's header; sampled, so that the system keeps the trace."""
        return f"00-{self.trace_id}-{self._digits(16)}-01"

    def _digits(self, count: int) -> str:
        """So many hexadecimal digits that are never all zero, which the standard forbids."""
        return f"{self._random.getrandbits(4 * count) or 1:0{count}x}"


def ids_of(traceparent: str) -> tuple[str, str]:
    """Trace id and span id of a header as it was sent; empty where it is none, which a scenario may do on purpose."""
    match = _TRACEPARENT.fullmatch(traceparent)
    return (match["trace"], match["span"]) if match else ("", "")
