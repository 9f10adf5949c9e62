"""Exit codes: what each one says."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The verdict of a command."""

    PASSED = 0
    FAILED = 1
    USAGE = 2
    """Usage, configuration or an invalid scenario: nothing was sent."""
    DEFECT = 3
    REPORT = 4
    NOTHING_SELECTED = 5
    SIGHUP = 129
    SIGINT = 130
    SIGTERM = 143


INTERRUPTED = {"SIGHUP": Exit.SIGHUP, "SIGINT": Exit.SIGINT, "SIGTERM": Exit.SIGTERM}
