"""Reporters that write one file when the run is over; one that says so stands there until then."""

from __future__ import annotations

from collections.abc import Callable

from itest.model.events import Event
from itest.report.files import ReportFile
from itest.report.told import Told


class ClosingReporter:
    """Folds the events; `document` makes the file's bytes of what was told, `incomplete` are those until then."""

    def __init__(self, target: str, incomplete: bytes, document: Callable[[Told], bytes]) -> None:
        self._told = Told()
        self._document = document
        self._file = ReportFile(target, incomplete)

    def handle(self, event: Event) -> None:
        self._told.handle(event)

    def close(self) -> None:
        self._file.write(self._document(self._told))
        self._file.finish()
