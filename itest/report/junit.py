"""JUnit XML: the run as Jenkins, GitLab, the GitHub report actions and Allure read it.

One `testsuite` a file, one `testcase` a scenario and data row, or a step each with `cases="step"`. Written with the
junit-xml library, which is known here only, and whose faults are handled here: characters that XML cannot hold are
escaped before it drops them; a failure always has a message, since one without counts as passed; a time of zero is
written; what it cannot say (reruns, properties, root attributes) is added to the tree it builds.

What a result comes to as test cases is `junit_cases`' ground.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Literal
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import junit_xml

from itest.evaluate.data.escape import cut, visible
from itest.model.events import Event, ProjectSteps, RunFinished, RunStarted, ScenarioFinished, ScenarioStarted
from itest.model.record import replace
from itest.model.result import Outcome, ScenarioResult
from itest.report.files import ReportFile
from itest.report.junit_cases import (
    UNFINISHED,
    Entry,
    phase_entries,
    scenario_entry,
    step_entries,
    unfinished_entry,
)
from itest.report.junit_jenkins import strict
from itest.report.junit_names import class_name, class_names, unique

CaseKind = Literal["scenario", "step"]
Style = Literal["full", "jenkins"]
_MESSAGE = 300


class JUnitReporter:
    """Folds the events into a JUnit file, written at the end; an incomplete one stands there until then."""

    def __init__(self, target: str, cases: CaseKind = "scenario", style: Style = "full") -> None:
        self._cases = cases
        self._style = style
        self._run: RunStarted | None = None
        self._finished: RunFinished | None = None
        self._begun: set[str] = set()
        self._results: dict[str, ScenarioResult] = {}
        self._phases: list[ProjectSteps] = []
        self._file = ReportFile(target, document([UNFINISHED], style=style))

    def handle(self, event: Event) -> None:
        match event:
            case RunStarted():
                self._run = event
            case ScenarioStarted():
                self._begun.add(event.case.id)
            case ScenarioFinished():
                self._results[event.result.case.id] = event.result
            case ProjectSteps():
                self._phases.append(event)
            case RunFinished():
                self._finished = event
            case _:
                pass

    def close(self) -> None:
        started = self._run.started if self._run else 0.0
        duration = self._finished.duration if self._finished else 0.0
        entries = list(self._entries())
        self._file.write(document(entries, started=started, duration=duration, style=self._style))
        self._file.finish()

    def _entries(self) -> Iterator[Entry]:
        for phase in self._phases:
            yield from phase_entries(phase)
        for case in self._run.cases if self._run else ():
            result = self._results.get(case.id)
            if result is None:
                yield unfinished_entry(case, self._finished, begun=case.id in self._begun)
            elif self._cases == "step":
                yield from step_entries(result)
            else:
                yield scenario_entry(result)
        # A run that was cut short before its plan was made, or crashed, is no green one.
        if self._run is None or (self._finished is None and len(self._results) == len(self._run.cases)):
            yield UNFINISHED


def document(entries: Sequence[Entry], *, started: float = 0.0, duration: float = 0.0, style: Style = "full") -> bytes:
    """The XML file: a suite for each file in the order the files come, names made unique in all of them."""
    root = Element("testsuites", {"name": "itest"})
    files: dict[str, list[Entry]] = {}
    for entry in _uniquely(entries):
        files.setdefault(entry.file, []).append(entry)
    for file, of_file in files.items():
        root.append(_suite(file, of_file))
    suites = list(root)
    for attribute in ("tests", "failures", "errors", "skipped"):
        root.set(attribute, str(sum(int(suite.get(attribute, "0")) for suite in suites)))
    root.set("time", f"{duration:.3f}")
    if started:
        root.set("timestamp", _timestamp(started))
    if style == "jenkins":
        strict(root)
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()


def _suite(file: str, entries: Sequence[Entry]) -> Element:
    starts = [entry.started for entry in entries if entry.started]
    timestamp = _timestamp(min(starts)) if starts else None
    cases = [_test_case(entry) for entry in entries]
    suite = junit_xml.TestSuite(visible(file), cases, file=visible(file), timestamp=timestamp)
    element: Element = suite.build_xml_doc()
    element.set("time", f"{sum(entry.duration for entry in entries):.3f}")
    element.attrib.pop("disabled")
    for test_case, entry in zip(element.iter("testcase"), entries, strict=True):
        _complete(test_case, entry)
    return element


def _test_case(entry: Entry) -> junit_xml.TestCase:
    case = junit_xml.TestCase(
        entry.name,
        classname=entry.classname,
        assertions=entry.assertions or None,
        timestamp=_timestamp(entry.started) if entry.started else None,
        file=visible(entry.file),
        line=entry.line,
        stdout=visible(entry.out, keep_newlines=True) or None,
    )
    text = visible(entry.text, keep_newlines=True) or None
    message = cut(visible(entry.message or entry.outcome.value), _MESSAGE)
    if entry.outcome is Outcome.FAILED:
        case.add_failure_info(message, text, entry.code or None)
    elif entry.outcome is Outcome.ERROR:
        case.add_error_info(message, text, entry.code or None)
    elif entry.outcome is Outcome.SKIPPED:
        case.add_skipped_info(message, text)
    return case


def _complete(test_case: Element, entry: Entry) -> None:
    """Add what the library has no words for: a time of zero, properties, earlier and further runs."""
    test_case.set("time", f"{entry.duration:.3f}")
    if entry.properties:
        properties = Element("properties")
        for name, value in entry.properties:
            SubElement(properties, "property", {"name": name, "value": visible(value)})
        test_case.insert(0, properties)
    kind = "flaky" if entry.outcome is Outcome.PASSED else "rerun"
    out = test_case.find("system-out")
    place = len(test_case) if out is None else list(test_case).index(out)
    for verdict in reversed(entry.earlier):
        name = f"{kind}{'Error' if verdict.outcome is Outcome.ERROR else 'Failure'}"
        message = cut(visible(verdict.headline), _MESSAGE)
        run = Element(name, {"message": message, "type": verdict.code or verdict.outcome.value})
        SubElement(run, "stackTrace").text = visible(verdict.text, keep_newlines=True)
        test_case.insert(place, run)


def _uniquely(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with classes and names as readers see them, which differ in the whole run."""
    classes = class_names(dict.fromkeys(entry.file for entry in entries))
    written = [(_class_of(entry, classes[entry.file]), entry.name) for entry in entries]
    return [
        replace(entry, classname=classname, name=name)
        for entry, (classname, name) in zip(entries, unique(written), strict=True)
    ]


def _class_of(entry: Entry, classname: str) -> str:
    """The entry's class, which is that of its file or begins with it, with what the file's is in this run."""
    plain = class_name(entry.file)
    return classname + entry.classname.removeprefix(plain) if entry.classname.startswith(plain) else entry.classname


def _timestamp(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
