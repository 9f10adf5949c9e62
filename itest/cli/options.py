"""The options of `itest run`, as the command line gives them."""

from __future__ import annotations

from collections.abc import Sequence

from itest.model.record import Record


class RunOptions(Record, kw_only=True):
    """The options of `itest run`, beside which scenarios; `listing` is `plan`, `steps` or "" (carry it out)."""

    seed: int | None = None
    jobs: int = 8
    maxfail: int = 0
    reruns: int = 0
    fail_on_flaky: bool = False
    repeat: int = 1
    junit_xml: str | None = None
    junit_cases: str = "scenario"
    junit_style: str = "full"
    html: str | None = None
    json: str | None = None
    reports: Sequence[str] = ()
    """`NAME` or `NAME=PATH`, as they were written."""
    examples: bool = False
    """Keep what was sent and answered, for `itest docs build`."""
    listing: str = ""
    durations: int = 0
    profile: bool = False
    pass_with_no_tests: bool = False
    verbosity: int = 0
    color: str = "auto"
