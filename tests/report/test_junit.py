"""`report.junit`: the file is what Jenkins, GitLab and others read, to the byte, and tells the truth."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped
from lxml import etree

from itest.model.events import ProjectSteps, RunFinished
from itest.model.problem import ReportError
from itest.model.record import replace
from itest.model.result import Case, Fault, Outcome, ScenarioResult, Totals
from itest.report.junit import JUnitReporter

from . import events as sample
from . import hostile
from .golden import compare

SCHEMAS = {
    style: etree.XMLSchema(etree.parse(Path(__file__).with_name(name)))
    for style, name in (("full", "junit.xsd"), ("jenkins", "junit-jenkins.xsd"))
}


def written(tmp_path, events, **options):
    """The bytes of the report of these events; every one of them holds to the schema."""
    path = tmp_path / "junit.xml"
    reporter = JUnitReporter(str(path), **options)
    for event in events:
        reporter.handle(event)
    reporter.close()
    SCHEMAS[options.get("style", "full")].assertValid(etree.parse(path))
    return path.read_bytes()


def parsed(tmp_path, events, **options):
    return ElementTree.fromstring(written(tmp_path, events, **options))


def run_of(*results):
    """A whole run of these results."""
    return [
        sample.started(tuple(result.case for result in results)),
        *sample.finished(*results),
        RunFinished(totals=Totals(planned=len(results)), duration=1, finished=sample.STARTED, ok=False),
    ]


@pytest.mark.parametrize(
    ("name", "events", "cases"),
    [
        ("short.xml", sample.short_run, "scenario"),
        ("long.xml", sample.long_run, "scenario"),
        ("long_steps.xml", sample.long_run, "step"),
        ("interrupted.xml", sample.interrupted_run, "scenario"),
    ],
)
def test_the_file_is_as_agreed(tmp_path, name, events, cases):
    """Each run gives its file to the byte."""
    compare(name, written(tmp_path, events(), cases=cases).decode("utf-8"))


def test_a_common_reader_reads_it_back(tmp_path):
    """Another program's eyes see the same counts and results."""
    written(tmp_path, sample.long_run())
    xml = JUnitXml.fromfile(str(tmp_path / "junit.xml"))
    found = {case.name: [type(found) for found in case.result] for suite in xml for case in suite}
    assert (xml.tests, xml.failures, xml.errors, xml.skipped) == (10, 2, 3, 2)
    assert found == {
        "teardown": [Error],
        "Sign in": [],
        "Create and read an order": [Failure],
        "Ready": [],
        "Refund": [Skipped],
        "Stock level": [Error],
        "The old API answers": [Skipped],
        "Order [bold] [1]": [],
        "Order [bold] [2]": [Failure],
        "A used scenario breaks": [Error],
    }


def test_totals_of_the_root_are_those_of_the_cases(tmp_path):
    """Counts are sums of what is there, in scenarios and in steps."""
    for cases in ("scenario", "step"):
        root = parsed(tmp_path, sample.long_run(), cases=cases)
        counts = {
            "tests": len(root.findall(".//testcase")),
            "failures": len(root.findall(".//failure")),
            "errors": len(root.findall(".//error")),
            "skipped": len(root.findall(".//skipped")),
        }
        assert {name: int(root.get(name)) for name in counts} == counts


def test_what_failed_throughout_counts_with_its_first_run(tmp_path):
    """The first run is the failure, the others are reruns."""
    again = replace(sample.NOT_READY, runs=(sample.NOT_READY, sample.NOT_READY), allowed_runs=3)
    root = parsed(tmp_path, run_of(again))
    assert [each.tag for each in root.find(".//testcase")] == ["failure", "rerunFailure", "rerunFailure", "system-out"]


def test_a_flaky_step_carries_its_earlier_failure(tmp_path):
    """With a testcase a step, the step that broke before says so; it passed all the same."""
    root = parsed(tmp_path, run_of(sample.READY), cases="step")
    assert [each.tag for each in root.find(".//testcase")] == ["flakyFailure", "system-out"]
    assert root.get("failures") == "0"


def test_hostile_text_stays_text(tmp_path):
    """Control characters, markup ends, surrogates and attachments are shown, not obeyed and not lost."""
    case = Case(
        id="a", file="a.yaml", title="]]> \x00\x1b[1m \ud800 \ufffe & <b> \u202e", owner="[[ATTACHMENT|/etc/passwd]]"
    )
    fault = Fault(code="IT204", message="bad \x0b ]]>&<", detail=("::error::x", "##[error]y", "\x9b"))
    root = parsed(tmp_path, run_of(ScenarioResult(case=case, outcome=Outcome.ERROR, fault=fault)))
    found = root.find(".//testcase")
    assert found.get("name") == r"]]> \x00\x1b[1m \ud800 \ufffe & <b> \u202e"
    assert found.find(".//property").get("value") == r"[\x5bATTACHMENT|/etc/passwd]]"
    assert found.find("error").get("message") == r"IT204 bad \x0b ]]>&<"
    assert r"│ #\x23[error]y" in found.find("error").text


def test_a_broken_case_without_any_reason_is_no_pass(tmp_path):
    """A failure always has a message, since one without counts as passed."""
    root = parsed(tmp_path, run_of(ScenarioResult(case=sample.LOGIN, outcome=Outcome.FAILED)))
    assert root.find(".//failure").get("message") == "failed"


def test_what_was_left_out_on_purpose_is_skipped(tmp_path):
    """After `--maxfail` the rest did not run, and nobody is to blame."""
    run = [
        sample.started((sample.LOGIN, sample.REFUND)),
        *sample.finished(sample.SIGNED_IN),
        RunFinished(totals=Totals(), duration=1, finished=1, ok=False, stopped_early="--maxfail 1"),
    ]
    root = parsed(tmp_path, run)
    assert root.find(".//skipped").get("message") == "did not run: --maxfail 1"


def test_a_run_that_broke_off_is_not_green(tmp_path):
    """Without a last event the report says so, even where every case has passed."""
    root = parsed(tmp_path, [sample.started((sample.LOGIN,)), *sample.finished(sample.SIGNED_IN)])
    assert [error.get("message") for error in root.iter("error")] == ["the run did not finish"]


def test_a_setup_that_failed_is_an_error_of_its_own(tmp_path):
    """The reason stands once, under the project file."""
    fault = Fault(code="IT214", message="orders was not ready in 10s", detail=("Traceback", "boom"))
    run = [sample.started(()), ProjectSteps(phase="setup", results=(), fault=fault)]
    root = parsed(tmp_path, [*run, RunFinished(totals=Totals(), duration=1, finished=1, ok=False)])
    assert (root.find(".//testcase").get("name"), root.find(".//error").get("type")) == ("setup", "IT214")


def test_names_are_unique_in_a_file(tmp_path):
    """Two cases of one title are two cases to every reader."""
    results = [replace(sample.SIGNED_IN, case=replace(sample.LOGIN, id=str(number))) for number in range(3)]
    root = parsed(tmp_path, run_of(*results))
    assert [case.get("name") for case in root.iter("testcase")] == ["Sign in", "Sign in #2", "Sign in #3"]


@pytest.mark.parametrize("cases", ["scenario", "step"])
def test_cases_of_different_files_are_never_one(tmp_path, cases):
    """Whose paths come to the same class; both the schema and a reader see so many names."""
    files = ("a.yaml", "a.yml", "a.b/c.yaml", "a_b/c.yaml")
    results = [replace(sample.SIGNED_IN, case=Case(id=file, file=file, title="Sign in")) for file in files]
    root = parsed(tmp_path, run_of(*results), cases=cases)
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(names) == len(set(names))
    classes = {classname for classname, _ in names}
    assert 4 == len(classes) and all(" #" not in name for _, name in names)


@pytest.mark.parametrize("cases", ["scenario", "step"])
@pytest.mark.parametrize("run", [sample.short_run, sample.long_run, sample.interrupted_run, hostile.hostile_run])
def test_jenkins_schema_is_held(tmp_path, run, cases):
    """What it does not know is left out or told as output; what a case came to stays."""
    strict = parsed(tmp_path, run(), cases=cases, style="jenkins")
    full = parsed(tmp_path, run(), cases=cases)
    for tag in ("testcase", "failure", "error", "skipped", "flakyFailure", "rerunFailure"):
        assert len(full.findall(f".//{tag}")) == len(strict.findall(f".//{tag}"))


def test_jenkins_is_told_tags_and_owners_as_output(tmp_path):
    """Before the lines of the steps."""
    root = parsed(tmp_path, sample.short_run(), style="jenkins")
    out = root.find(".//testcase/system-out").text.splitlines()
    assert ["owner: team-auth", "tag: smoke", "tag: auth"] == out[:3]
    assert "passed   step 1" in out[3]


def test_until_the_end_the_file_says_incomplete(tmp_path):
    """Yesterday's green report is gone from the start; a kill leaves one that does not lie."""
    path = tmp_path / "new" / "junit.xml"
    JUnitReporter(str(path))
    SCHEMAS["full"].assertValid(etree.parse(path))
    compare("incomplete.xml", path.read_text("utf-8"))


def test_a_folder_is_no_place_for_a_report(tmp_path):
    """It is refused before anything is sent, with its path and cause."""
    with pytest.raises(ReportError, match=r"IT501 The report .* could not be written: Is a directory"):
        JUnitReporter(str(tmp_path))


@pytest.mark.parametrize("run", [hostile.hostile_run, hostile.big_body_run, hostile.many_failures, hostile.run_of])
@pytest.mark.parametrize("cases", ["scenario", "step"])
def test_no_text_breaks_the_file(tmp_path, run, cases):
    """Whatever a response or a name holds: the schema holds, names are unique, another reader counts the same."""
    written(tmp_path, run(), cases=cases)
    found = [case for suite in JUnitXml.fromfile(str(tmp_path / "junit.xml")) for case in suite]
    planned = run()[0].cases
    assert len(planned) == len(found)
    assert len(planned) == len({(case.classname, case.name) for case in found})
    assert not any("]]" in (each.text or "") and "ATTACHMENT" in each.text for case in found for each in case.result)
