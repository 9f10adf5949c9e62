"""What a run is asked to do, beside which scenarios: the numbers of the command line."""

from __future__ import annotations

from itest.model.action import KEPT
from itest.model.record import Record


class RunSettings(Record, kw_only=True):
    """`maxfail` 0 means no limit; `detail` asks to be told of every step as it ends, with its exchange, which else only
    broken ones have.

    `rerun_arguments` are the words a rerun line needs beside the place (`--env staging`).
    """

    seed: int
    jobs: int = 8
    maxfail: int = 0
    reruns: int = 0
    fail_on_flaky: bool = False
    detail: bool = False
    kept: int = KEPT
    """Characters of a body that are kept for reports."""
    grace: float = 5.0
    """Seconds between asking a started service to end and ending it."""
    rerun_arguments: tuple[str, ...] = ()
