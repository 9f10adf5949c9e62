"""What a file reporter makes of events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from itest.model.events import Event, Reporter


def written(make: Callable[[str], Reporter], path: Path, events: Iterable[Event]) -> str:
    """The text of the report that was told of these events."""
    reporter = make(str(path))
    for event in events:
        reporter.handle(event)
    reporter.close()
    return path.read_bytes().decode("utf-8")
