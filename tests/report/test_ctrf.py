"""`report.ctrf`: the report holds to the format and counts what it tells."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from itest.report.ctrf import CtrfReporter

from . import events as sample
from . import hostile
from .folding import written

SCHEMA = Draft202012Validator(
    json.loads(Path(__file__).with_name("ctrf.schema.json").read_text("utf-8")),
    format_checker=Draft202012Validator.FORMAT_CHECKER,
)
RUNS = [
    sample.short_run,
    sample.long_run,
    sample.interrupted_run,
    hostile.hostile_run,
    hostile.run_of,
    hostile.big_body_run,
]


def report_of(tmp_path, events):
    return json.loads(written(CtrfReporter, tmp_path / "ctrf.json", events))


@pytest.mark.parametrize("run", RUNS)
def test_every_report_holds_to_the_format(tmp_path, run):
    """Names, types and no key that the format does not have."""
    report = report_of(tmp_path, run())
    assert [] == [error.message for error in SCHEMA.iter_errors(report)]


@pytest.mark.parametrize("run", RUNS)
def test_the_summary_counts_the_tests(tmp_path, run):
    """Readers show either; they agree."""
    results = report_of(tmp_path, run())["results"]
    counted = [test["status"] for test in results["tests"]]
    names = ("passed", "failed", "skipped", "pending", "other")
    assert {name: counted.count(name) for name in names} == {name: results["summary"][name] for name in names}
    assert len(counted) == results["summary"]["tests"]


def test_each_kind_of_case_has_its_status(tmp_path):
    """What fails no build is not failed; the raw status says what it was."""
    tests = report_of(tmp_path, sample.long_run())["results"]["tests"]
    assert {
        "teardown": ("failed", None),
        "Sign in": ("passed", "passed"),
        "Create and read an order": ("failed", "failed"),
        "Ready": ("passed", "flaky"),
        "Refund": ("skipped", "skipped"),
        "Stock level": ("failed", "error"),
        "The old API answers": ("other", "quarantined"),
        "Order [bold] [1]": ("passed", "passed"),
        "Order [bold] [2]": ("failed", "failed"),
        "A used scenario breaks": ("failed", "error"),
    } == {test["name"]: (test["status"], test.get("rawStatus")) for test in tests}


def test_a_flaky_case_has_its_attempts(tmp_path):
    """How it failed before it passed."""
    tests = report_of(tmp_path, sample.short_run())["results"]["tests"]
    flaky = next(test for test in tests if test["flaky"])
    attempt = flaky["retryAttempts"][0]
    assert (1, "failed", 1) == (flaky["retries"], attempt["status"], attempt["attempt"])
    assert attempt["message"].startswith("IT101")


def test_what_did_not_run_is_pending(tmp_path):
    """An interrupted run is not told as one of fewer cases."""
    tests = report_of(tmp_path, sample.interrupted_run())["results"]["tests"]
    assert ["passed", "pending", "pending", "pending"] == [test["status"] for test in tests]
    assert "interrupted by SIGINT" == tests[1]["message"]


def test_ids_are_those_of_the_case(tmp_path):
    """Equal names in two files are two tests, with the same ids in every run."""
    first = report_of(tmp_path, hostile.hostile_run())["results"]["tests"]
    again = report_of(tmp_path, hostile.hostile_run())["results"]["tests"]
    assert first[1]["name"] == first[2]["name"]
    assert 6 == len({test["id"] for test in first})
    assert [test["id"] for test in first] == [test["id"] for test in again]


def test_until_the_end_a_failed_test_stands_there(tmp_path):
    """A kill leaves nothing that looks green."""
    CtrfReporter(str(tmp_path / "ctrf.json"))
    report = json.loads((tmp_path / "ctrf.json").read_text("utf-8"))
    assert (1, 1) == (report["results"]["summary"]["tests"], report["results"]["summary"]["failed"])
    assert [] == list(SCHEMA.iter_errors(report))
