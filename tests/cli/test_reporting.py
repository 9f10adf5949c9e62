"""`cli.reporting`: which reports a run has, and what becomes of one that cannot be written."""

import json
from pathlib import Path

import pytest
from lxml import etree

from itest.cli.options import RunOptions
from itest.cli.reporting import Wanted, detailed, wanted
from itest.model.problem import UsageError
from itest.report.table import REPORTERS

from .commanding import itest

GREEN = "name: Green\nsteps:\n  - assert: 1 == 1\n"
RED = "name: Red\nsteps:\n  - assert: 1 == 2\n"
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
