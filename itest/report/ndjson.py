"""NDJSON: the events of a run, one JSON object a line, for programs.

Each line is `{"event": <name>, …}` with the fields of the event's record under their own names, as `model.events`
and `model.result` describe them. Durations are seconds, moments seconds since 1970 (UTC), outcomes and other
enumerations their values, tuples arrays, numbers numbers with every digit. What a result works out (`flaky`,
`quarantined`, `broken`, `red`, `xpassed`, `assertions` of a scenario) is added to its fields. The first line also
carries `format`, the version of this mapping: names are only ever added within one version.

The file appears at the end of the run; until then a single line `{"event":"incomplete"}` stands there.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import IO, Any

from itest.evaluate.data import json_text
from itest.model.events import (
    Event,
    ProjectSteps,
    RunFinished,
    RunStarted,
    ScenarioFinished,
    ScenarioStarted,
    ServiceStarted,
    ServiceStopped,
    StepFinished,
)
from itest.model.lazy_pattern import lazy_pattern
from itest.model.record import Record, names_of
from itest.model.result import ScenarioResult
from itest.report.files import ReportFile, report_error

FORMAT = 1
NAMES: dict[type[Any], str] = {
    RunStarted: "run_started",
    ServiceStarted: "service_started",
    ServiceStopped: "service_stopped",
    ScenarioStarted: "scenario_started",
    StepFinished: "step_finished",
    ScenarioFinished: "scenario_finished",
    ProjectSteps: "project_steps",
    RunFinished: "run_finished",
}
_WORKED_OUT: dict[type[Any], tuple[str, ...]] = {
    ScenarioResult: ("flaky", "quarantined", "broken", "red", "xpassed", "assertions"),
}
INCOMPLETE = b'{"event":"incomplete","message":"The run did not finish, or has not yet."}\n'

# Line separators would break a reader's lines; control and direction characters would act on a terminal.
_UNSAFE = lazy_pattern("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class NdjsonReporter:
    """Writes each event as it comes: to a file, or with `-` to the stream given, standard output by default; nothing
    else belongs there then, so that the terminal's text has to go to standard error."""

    def __init__(self, target: str, stream: IO[str] | None = None) -> None:
        self._stream = (stream or sys.stdout) if target == "-" else None
        self._file = None if self._stream else ReportFile(target, INCOMPLETE)
        self._failure: OSError | ValueError | None = None

    def handle(self, event: Event) -> None:
        line = event_line(event)
        if self._file:
            self._file.write(line)
        elif self._stream and self._failure is None:
            try:
                self._stream.write(line.decode("utf-8"))
                self._stream.flush()
            except (OSError, ValueError) as error:
                self._failure = error  # told by close; the run and its other reports go on

    def close(self) -> None:
        if self._file:
            self._file.finish()
        if self._failure:
            raise report_error("-", self._failure) from self._failure


def event_line(event: Event) -> bytes:
    """One event as a line of UTF-8 JSON, its line feed included."""
    head: dict[str, Any] = {"event": NAMES[type(event)]}
    if isinstance(event, RunStarted):
        head["format"] = FORMAT
    text = json_text.dump({**head, **_plain(event)})
    text = _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    # A surrogate without its partner has no UTF-8; its escape is the same text in JSON.
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (str, bool, int, float, Decimal)):
        return value
    if isinstance(value, Record):
        names = names_of(value)
        return {name: _plain(getattr(value, name)) for name in (*names, *_WORKED_OUT.get(type(value), ()))}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, PurePath) else repr(value)
