"""HTML: the run as one file that is opened in a browser, from a disk, a mail or a build's artifacts.

Folds the events; at the end the page is written and what the cases came to is remembered, so that the next report can
tell what is new. What the page says without JavaScript is `html_text`'s ground, its data `html_data`'s.
"""

from __future__ import annotations

from pathlib import Path

from itest.model.events import Event
from itest.report.files import ReportFile
from itest.report.history import recall, remember
from itest.report.html_page import incomplete, page
from itest.report.told import Told


class HtmlReporter:
    """Writes the report at the end of the run; a page that says so stands there until then.

    `root` is the folder of the project whose last run is remembered; by default the working folder.
    """

    def __init__(self, target: str, root: Path = Path()) -> None:
        self._root = root
        self._told = Told()
        self._file = ReportFile(target, incomplete())

    def handle(self, event: Event) -> None:
        self._told.handle(event)

    def close(self) -> None:
        told = self._told
        environment = told.run.environment if told.run else ""
        for piece in page(told, recall(self._root, environment)):
            self._file.write(piece)
        if told.finished:
            remember(self._root, environment, told.statuses(), told.finished.finished)
        self._file.finish()
