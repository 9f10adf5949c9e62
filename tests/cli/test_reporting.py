"""`cli.reporting`: which reports a run has, and what becomes of one that cannot be written."""

import json
import os
from pathlib import Path

import pytest
from lxml import etree

from itest.cli.options import RunOptions
from itest.cli.reporting import Wanted, detailed, wanted
from itest.model.problem import UsageError
from itest.report.table import REPORTERS

from .commanding import itest, start

GREEN = "name: Green\nsteps:\n  - assert: 1 == 1\n"
RED = "name: Red\nsteps:\n  - assert: 1 == 2\n"
BYTES, ESCAPED = b"\xff\xfe.yaml", r"\xff\xfe.yaml"
OURS = ("junit", "json", "html", "markdown", "tap", "ctrf", "har")


@pytest.fixture
def project(tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "green.yaml").write_text(GREEN)
    (tmp_path / "scenarios" / "red.yaml").write_text(RED)
    return tmp_path


def options(**values) -> RunOptions:
    return RunOptions(**values)


def test_every_report_can_be_had_at_once(project):
    """Each name writes its file to its usual place, and the terminal names them."""
    said = itest(project, "run", *(word for name in OURS for word in ("--report", name)))
    assert (1, "") == (said.code, said.err)
    assert [] == [name for name in OURS if not (project / REPORTERS[name].target).is_file()]
    assert "report itest-results/junit.xml, itest-results/run.ndjson, itest-results/report.html" in said.out


def test_the_short_options_are_reports():
    """`--junit-xml P` is `--report junit=P`; asking twice for one is asking once."""
    asked = wanted(options(junit_xml="a.xml", html="r.html", reports=["junit=a.xml", "tap"]), {})
    assert [Wanted("junit", "a.xml"), Wanted("html", "r.html"), Wanted("tap", "itest-results/run.tap")] == asked


def test_one_kind_may_be_written_to_two_places():
    """For two readers that look in two places."""
    asked = wanted(options(reports=["junit=a.xml", "junit=b.xml"]), {})
    assert ["a.xml", "b.xml"] == [each.target for each in asked]


@pytest.mark.parametrize("target", ["same.txt", "-"])
def test_two_reports_do_not_share_a_file(target):
    """They would be neither."""
    with pytest.raises(UsageError, match="`tap` and `ctrf` cannot both be written to"):
        wanted(options(reports=[f"tap={target}", f"ctrf={target}"]), {})


def test_github_is_there_wherever_github_is():
    """Without being asked for; once where it is asked for."""
    assert [Wanted("github", "")] == wanted(options(), {"GITHUB_ACTIONS": "true"})
    assert [] == wanted(options(), {"GITHUB_ACTIONS": "false"})
    asked = wanted(options(reports=["github=outputs"]), {"GITHUB_ACTIONS": "true"})
    assert [Wanted("github", "outputs")] == asked


@pytest.mark.parametrize(("name", "detail"), [("junit", False), ("har", True), ("json", True), ("third-party", True)])
def test_exchanges_are_kept_for_reports_that_show_them(name, detail):
    """The others cost nothing."""
    assert detail == detailed(options(reports=[name]), {})


def test_a_report_on_standard_output_has_it_for_itself(project):
    """People's text makes way to standard error."""
    said = itest(project, "run", "--report", "tap=-")
    assert said.out.startswith("TAP version 14\n1..2\n")
    assert "1 failed · 1 passed" in said.err


@pytest.mark.parametrize("name", OURS)
def test_a_report_that_cannot_be_written_does_not_cost_the_verdict(project, name):
    """Exit code 4, the verdict on the terminal, the other report whole."""
    said = itest(project, "run", "--report", f"{name}=scenarios/green.yaml/no", "--report", "junit=whole.xml")
    assert (4, True, True) == (said.code, "1 failed · 1 passed" in said.out, "IT501" in said.err)
    assert '<testsuites name="itest" tests="2"' in (project / "whole.xml").read_text()


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("--junit-xml", ""), "--junit-xml"),
        (("--html", ""), "--html"),
        (("--json", " "), "--json"),
        (("--report", "junit="), "--report junit="),
        (("--report", "tap= "), "--report tap="),
        (("--report", "github="), "--report github="),
        (("--report", "third-party="), "--report third-party="),
    ],
)
def test_an_empty_path_is_no_path(project, words, option):
    """A variable of a build that is not set: nobody is to look for the report in vain, and nothing is carried out."""
    said = itest(project, "run", "--report", "ctrf=whole.json", *words)
    assert (2, "") == (said.code, said.out)
    assert f"IT404 {option} names no file: its path is empty." in said.err
    assert ["scenarios"] == [path.name for path in project.iterdir()]


def test_a_pipe_that_nobody_reads_is_a_report_that_is_not_written(project):
    """The run does not wait for a reader for ever; its verdict and its other reports are there."""
    os.mkfifo(project / "pipe")
    words = [("--junit-xml", "pipe"), ("--json", "pipe"), ("--html", "pipe")]
    runs = [start(project, "run", *each, "--report", f"tap={each[0][2:]}.tap") for each in words]
    for (option, _), run in zip(words, runs, strict=True):
        out, err = run.communicate(timeout=60)
        assert (4, True) == (run.returncode, "1 failed · 1 passed" in out)
        assert "pipe IT501 The report pipe could not be written: nobody reads this pipe." in err
        assert (project / f"{option[2:]}.tap").read_text().startswith("TAP version 14\n1..2\n")


def test_a_report_on_the_device_of_standard_output(project):
    """`/dev/stdout` leads to no file where the output is a pipe."""
    run = start(project, "run", "-q", "scenarios/green.yaml", "--report", "tap=/dev/stdout")
    out, err = run.communicate(timeout=60)
    assert (0, "", True) == (run.returncode, err, "ok 1 - scenarios/green.yaml › Green" in out)


def test_a_file_whose_name_is_not_utf_8_is_in_every_report(project):
    """Its name is shown escaped, and each report is valid."""
    for name in ("green", "red"):
        try:
            (project / "scenarios" / f"{name}.yaml").rename(project / "scenarios" / os.fsdecode(name.encode() + BYTES))
        except OSError as error:
            pytest.skip(f"no such names here: {error}")
    run = start(project, "run", *(word for name in OURS for word in ("--report", name)), env={"GITHUB_ACTIONS": "true"})
    out, err = run.communicate(timeout=60)
    assert (1, "") == (run.returncode, err)
    shown = ["scenarios/green" + ESCAPED, "scenarios/red" + ESCAPED]
    assert [] == [name for name in shown if name not in out]
    texts = {name: (project / REPORTERS[name].target).read_text("utf-8") for name in OURS}
    junit = etree.fromstring(texts["junit"].encode())
    assert shown == [case.get("file") for case in junit.iter("testcase")]
    assert [] == [name for name in ("html", "markdown", "tap") if shown[1] not in texts[name]]
    events = [json.loads(line) for line in texts["json"].splitlines()]
    assert shown == sorted(event["result"]["case"]["file"] for event in events if event["event"] == "scenario_finished")
    assert shown == sorted(test["filePath"] for test in json.loads(texts["ctrf"])["results"]["tests"])
    assert "1.2" == json.loads(texts["har"])["log"]["version"]
    assert [] == [name for name, text in texts.items() if "udcff" in text]


def test_a_wrong_name_leaves_no_report_behind(project):
    """All names are looked up before the first report is begun."""
    said = itest(project, "run", "--report", "junit=j.xml", "--report", "htlm")
    assert (2, True, False) == (said.code, "did you mean `html`?" in said.err, (project / "j.xml").exists())


def test_a_run_of_nothing_has_reports_of_nothing(tmp_path):
    """With `--pass-with-no-tests`, each is valid and empty."""
    (tmp_path / "scenarios").mkdir()
    words = [word for name in OURS for word in ("--report", name)]
    said = itest(tmp_path, "run", "--pass-with-no-tests", *words)
    assert (0, "") == (said.code, said.err)
    results = tmp_path / "itest-results"
    assert "0" == etree.parse(results / "junit.xml").getroot().get("tests")
    assert [] == json.loads((results / "ctrf.json").read_text())["results"]["tests"]
    assert [] == json.loads((results / "run.har").read_text())["log"]["entries"]


def test_a_thousand_scenarios_are_a_thousand_everywhere(tmp_path):
    """Names with quotes, emoji and 300 characters, equal names in many files."""
    (tmp_path / "scenarios").mkdir()
    names = ['It says "hi"', "\N{PARTY POPPER} ]]> </script>", "x" * 300, "Equal"]
    for number in range(1000):
        text = f"name: {json.dumps(names[number % 4], ensure_ascii=False)}\nsteps:\n  - assert: 1 == 1\n"
        Path(tmp_path, "scenarios", f"s{number}.yaml").write_text(text, encoding="utf-8")
    words = [word for name in OURS for word in ("--report", name)]
    said = itest(tmp_path, "run", "-q", *words)
    assert (0, "") == (said.code, said.err)
    results = tmp_path / "itest-results"
    assert 1000 == len(etree.parse(results / "junit.xml").findall(".//testcase"))
    assert 1000 == json.loads((results / "ctrf.json").read_text("utf-8"))["results"]["summary"]["passed"]
    assert "1..1000\n" in (results / "run.tap").read_text("utf-8")


def test_junit_for_jenkins_is_one_option(project):
    """The file keeps to its schema; a style that there is none of is told before anything runs."""
    said = itest(project, "run", "--junit-xml", "out.xml", "--junit-style", "jenkins")
    assert (1, "") == (said.code, said.err)
    schema = Path(__file__).parent.parent / "report" / "junit-jenkins.xsd"
    etree.XMLSchema(etree.parse(schema)).assertValid(etree.parse(project / "out.xml"))
    said = itest(project, "run", "--junit-xml", "out.xml", "--junit-style", "jenkinz")
    assert 2 == said.code and "--junit-style `jenkinz`: it is one of full, jenkins." in said.err
