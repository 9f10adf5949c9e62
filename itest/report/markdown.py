"""Markdown: the summary of a run as a file, to be put into a pull request, a wiki or a chat."""

from __future__ import annotations

from itest.report.closing import ClosingReporter
from itest.report.summary import summary

INCOMPLETE = "## ❌ itest: the run is not complete\n\nIt did not finish, or has not yet.\n".encode()


class MarkdownReporter(ClosingReporter):
    """Writes the summary when the run is over."""

    def __init__(self, target: str) -> None:
        super().__init__(target, INCOMPLETE, lambda told: summary(told).encode("utf-8", "backslashreplace"))
