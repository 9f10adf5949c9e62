"""Markdown: the summary of a run as a file, to be put into a pull request, a wiki or a chat."""

from __future__ import annotations

from itest.model.events import Event
from itest.report.files import ReportFile
from itest.report.summary import summary
from itest.report.told import Told

INCOMPLETE = "## ❌ itest: the run is not complete\n\nIt did not finish, or has not yet.\n".encode()


class MarkdownReporter:
    """Writes the summary when the run is over."""

    def __init__(self, target: str) -> None:
        self._told = Told()
        self._file = ReportFile(target, INCOMPLETE)

    def handle(self, event: Event) -> None:
        self._told.handle(event)

    def close(self) -> None:
        self._file.write(summary(self._told).encode("utf-8", "backslashreplace"))
        self._file.finish()
