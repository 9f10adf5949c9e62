"""`report.ndjson`: one object an event, stable names, a file that is whole or says that it is not."""

import io
import json
from decimal import Decimal
from pathlib import PurePosixPath

import pytest

from itest.model.events import RunFinished
from itest.model.problem import ReportError
from itest.model.record import replace
from itest.model.result import Totals
from itest.report.ndjson import NAMES, NdjsonReporter, event_line

from . import events as sample


def lines_of(tmp_path, events):
    path = tmp_path / "run.ndjson"
    reporter = NdjsonReporter(str(path))
    for event in events:
        reporter.handle(event)
    before = path.read_text("utf-8")
    reporter.close()
    return before, [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_every_event_is_a_line(tmp_path):
    """The names are a promise to programs; all of them are in a long run."""
    _, lines = lines_of(tmp_path, sample.long_run())
    assert len(lines) == len(sample.long_run())
    assert {line["event"] for line in lines} == set(NAMES.values())
    assert lines[0]["format"] == 1


def test_a_result_is_told_in_full(tmp_path):
    """Steps, checks, mismatches and places, and what a result works out."""
    _, lines = lines_of(tmp_path, sample.short_run())
    results = [line["result"] for line in lines if line["event"] == "scenario_finished"]
    assert [(each["outcome"], each["flaky"], each["assertions"]) for each in results] == [
        ("passed", False, 3),
        ("failed", False, 4),
        ("passed", True, 1),
        ("skipped", False, 0),
    ]
    mismatch = results[1]["steps"][1]["checks"][1]["mismatches"][0]
    assert mismatch["code"] == "IT104"
    assert mismatch["excerpt"]["span"]["line"] == 18
    assert mismatch["excerpt"]["lines"][1] == [18, "          status: CONFIRMED"]


def test_until_the_end_the_file_says_incomplete(tmp_path):
    """Nothing half is ever seen."""
    before, _ = lines_of(tmp_path, sample.short_run())
    assert json.loads(before)["event"] == "incomplete"


def test_hostile_text_is_one_line_of_plain_json():
    """Line separators, surrogates and controls are escaped, and come back as they were."""
    case = replace(sample.LOGIN, title='\n\u2028"\ud800\x1b\x9b\u202e')
    line = event_line(sample.started((case,)))
    assert line.decode("utf-8").splitlines() == [line.decode("utf-8").rstrip("\n")]
    assert json.loads(line)["cases"][0]["title"] == case.title


def test_numbers_keep_every_digit_and_nothing_is_refused():
    """A value of a kind that no event has today has its place already."""
    end = RunFinished(
        totals=Totals(), duration=Decimal("0.10000000000000000001"), finished=PurePosixPath("/a"), ok=True
    )
    assert b'"duration":0.10000000000000000001,"finished":"/a"' in event_line(end)


def test_a_dash_is_standard_output():
    """Then the lines are seen as they come."""
    stream = io.StringIO()
    reporter = NdjsonReporter("-", stream)
    reporter.handle(sample.started(()))
    assert json.loads(stream.getvalue())["event"] == "run_started"
    reporter.close()


def test_a_stream_that_was_closed_is_told_at_the_end():
    """The run and its other reports go on."""
    stream = io.StringIO()
    stream.close()
    reporter = NdjsonReporter("-", stream)
    reporter.handle(sample.started(()))
    with pytest.raises(ReportError, match="IT501"):
        reporter.close()
