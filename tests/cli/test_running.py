"""`itest run`: from options to an exit code, over the real loader, engine and reporters."""

import json
import xml.etree.ElementTree as ElementTree

import pytest

from tests.cli.commanding import itest
from tests.engine.canned import scenario, written

PASS = scenario("- run: [echo, hi]\n  expect: {stdout: {$contains: hi}}", name="Good")
FAIL = scenario("- run: [echo, hi]\n  expect: {stdout: other}", name="Bad")
ONCE = scenario("- run: {command: 'test -e .seen || { touch .seen; exit 1; }', shell: true}", name="Second time")


@pytest.fixture
def project(tmp_path):
    return written(tmp_path, {"itest.yaml": "vars: {word: hi}\n", "scenarios/a.yaml": PASS, "scenarios/b.yaml": FAIL})


def test_results_go_to_standard_output(project):
    """Nothing on standard error without a terminal."""
    said = itest(project, "run", "--seed", "7")
    assert (1, "") == (said.code, said.err)
    assert "seed 7" in said.out
    assert "1 failed · 1 passed" in said.out


@pytest.mark.parametrize("option", [["-x"], ["--maxfail", "1"]])
def test_the_first_failure_may_end_the_run(project, option):
    """What did not run is counted, and the run says why."""
    written(project, {"scenarios/0.yaml": FAIL})
    said = itest(project, "run", "-j", "1", *option)
    assert (1, True) == (said.code, "stopped early: stopped after the first broken scenario" in said.out)
    assert "2 not run" in said.out


def test_a_repetition_runs_every_scenario_again(project):
    """As cases of their own."""
    said = itest(project, "run", "scenarios/a.yaml", "--repeat", "3")
    assert (0, True) == (said.code, "3 passed" in said.out)


def test_reruns_make_a_failure_flaky(project):
    """Which fails only where asked."""
    written(project, {"scenarios/a.yaml": ONCE})
    assert "1 flaky" in itest(project, "run", "scenarios/a.yaml", "--reruns", "1").out
    (project / "scenarios" / ".seen").unlink(missing_ok=True)
    (project / ".seen").unlink(missing_ok=True)
    assert 1 == itest(project, "run", "scenarios/a.yaml", "--reruns", "1", "--fail-on-flaky").code


def test_a_line_selects_a_row(project):
    """As editors and failures print it."""
    rows = "name: Row {{ x }}\nexamples:\n  - x: 1\n  - x: 2\nsteps:\n  - run: [echo, '{{ x }}']\n"
    written(project, {"scenarios/r.yaml": rows})
    said = itest(project, "run", "scenarios/r.yaml:4:5")
    assert (True, False) == ("Row 2" in said.out, "Row 1" in said.out)


def test_tags_select(project):
    """With conditions."""
    written(project, {"scenarios/t.yaml": PASS.replace("Good", "Good\ntags: [smoke]", 1)})
    said = itest(project, "run", "--tags", "smoke and not slow")
    assert (0, True) == (said.code, "1 passed" in said.out)


def test_variables_of_the_command_line_reach_the_scenario_and_the_rerun_line(project):
    """And win over the file's."""
    written(project, {"scenarios/b.yaml": scenario("- run: [echo, '{{ word }}']\n  expect: {stdout: x}")})
    said = itest(project, "run", "scenarios/b.yaml", "--var", "word=two words")
    assert "two words" in said.out
    assert "rerun  itest run scenarios/b.yaml:3 --var 'word=two words'" in said.out


def test_the_same_seed_gives_the_same_run(project):
    """Times aside, to the byte."""
    text = scenario("- run: [echo, '{{ uuid() }}']\n  expect: {stdout: x}")
    written(project, {"scenarios/b.yaml": text})

    def told(seed):
        out = itest(project, "run", "scenarios/b.yaml", "--seed", seed).out
        return [line for line in out.splitlines() if line.startswith(("  <", "  > ", "  + "))]

    assert told("5") == told("5")
    assert told("5") != told("6")


def test_reports_are_written_beside_the_terminal(project):
    """JUnit XML and the events."""
    said = itest(project, "run", "--junit-xml", "out/j.xml", "--json", "out/e.ndjson")
    suites = ElementTree.parse(project / "out" / "j.xml").getroot()
    assert ("2", "1") == (suites.get("tests"), suites.get("failures"))
    events = [json.loads(line) for line in (project / "out" / "e.ndjson").read_text().splitlines()]
    assert len(events) > 4
    assert "report out/j.xml, out/e.ndjson" in said.out


def test_events_may_go_to_standard_output_alone(project):
    """People's text makes way to standard error."""
    said = itest(project, "run", "--json", "-")
    assert all(json.loads(line) for line in said.out.splitlines())
    assert "1 failed · 1 passed" in said.err


def test_a_report_that_cannot_be_written_costs_the_exit_code_and_not_the_run(project):
    """The verdict is on the terminal."""
    said = itest(project, "run", "scenarios/a.yaml", "--junit-xml", "scenarios")
    assert (4, True, True) == (said.code, "1 passed" in said.out, "IT501" in said.err)


def test_a_broken_file_sends_nothing(project):
    """Not even the scenarios that are fine."""
    written(
        project, {"scenarios/0.yaml": scenario("- run: [touch, ../sent]"), "scenarios/z.yaml": "name: z\nstep: 1\n"}
    )
    said = itest(project, "run")
    assert (2, "", False) == (said.code, said.out, (project / "sent").exists())
    assert "scenarios/z.yaml:2:1 IT304" in said.err


def test_a_secret_without_a_value_sends_nothing(project):
    """It is configuration: exit 2."""
    written(project, {"itest.yaml": "secrets: [NO_SUCH_KEY]\n"})
    written(project, {"scenarios/a.yaml": scenario("- run: [echo, '{{ secrets.NO_SUCH_KEY }}']")})
    said = itest(project, "run", "scenarios/a.yaml")
    assert (2, True) == (said.code, "IT405" in said.err)


@pytest.mark.parametrize(
    ("place", "at"),
    [
        ({"a.yaml": "vars: {m: 1}"}, "a.yaml:2:11"),
        ({"a.yaml": "examples: [{m: x}, {m: 2}]"}, "a.yaml:2:24"),
        ({"itest.yaml": "vars: {m: [1]}", "a.yaml": ""}, "itest.yaml:1:11"),
        ({"a.yaml": "use: 1"}, "_s.yaml:2:23"),
    ],
)
def test_a_value_of_another_type_than_it_replaces_sends_nothing(tmp_path, place, at):
    """Both values are shown, but for one that is declared a secret."""
    step = "  - assert: 1 == 1\n"
    if place["a.yaml"] == "use: 1":
        place = {"_s.yaml": f"name: Used\ninputs: {{m: {{default: 3}}}}\nsteps:\n{step}", "a.yaml": ""}
        step = "  - use: _s.yaml\n"
    for name, text in place.items():
        whole = f"name: A case\n{text}\nsteps:\n{step}" if name == "a.yaml" else text
        (tmp_path / name).write_text(whole)
    said = itest(tmp_path, "run", "a.yaml", "-V", "m=abcdef")
    assert (2, True) == (said.code, f"{at} " in said.err)
    kind = "array" if "itest.yaml" in place else "integer"
    assert f"`m` is of type {kind}, and `abcdef`, which replaces it, is text." in said.err
    with (tmp_path / "a.yaml").open("a") as file:
        file.write("secrets: [m]\n" if "use" not in step else "")
    if "use" not in step:
        said = itest(tmp_path, "run", "a.yaml", "-V", "m=abcdef")
        assert (2, True, False) == (said.code, "which replaces it" in said.err, "abcdef" in said.err)


def test_a_defect_leaves_a_file_and_reports_that_do_not_lie(project, capsys):
    """Exit 3; what is known is told, and nothing passes for a pass."""
    from itest.cli.reporting import Opened
    from itest.cli.running import _carried_out
    from itest.report.junit import JUnitReporter
    from tests.engine.canned import plan

    planned = plan(
        project / "own", {"a.yaml": scenario("- call: ok"), "b.yaml": scenario("- call: {raises: oops}")}, jobs=1
    )
    report = project / "j.xml"
    with pytest.raises(RuntimeError, match="oops"):
        _carried_out(planned.run, Opened(reporters=[JUnitReporter(str(report))]))
    outcomes = {
        case.get("classname"): [child.tag for child in case] for case in ElementTree.parse(report).iter("testcase")
    }
    assert "error" in outcomes["b"]
    assert "error" not in outcomes["a"]


def test_every_report_tells_what_failed_as_expected_and_what_passed_instead(project, monkeypatch):
    """The first is no failure anywhere, the second is one everywhere."""
    monkeypatch.setenv("ITEST_GITHUB", "none")
    known = FAIL.replace("steps:", "xfail: TICKET-7\nsteps:")
    written(project, {"scenarios/a.yaml": PASS.replace("steps:", "xfail: TICKET-8\nsteps:"), "scenarios/b.yaml": known})
    names = ("junit", "ctrf", "tap", "markdown", "json", "html")
    said = itest(project, "run", "-v", *(f"--report={name}={name}" for name in names))
    junit, ctrf, tap, markdown, events, html = ((project / name).read_text() for name in names)
    assert (1, True) == (said.code, "1 failed · 1 failed as expected" in said.out)
    assert ("XPASS" in said.out, "XFAIL" in said.out, "expected to fail: TICKET-7" in said.out) == (True, True, True)

    cases = {case.get("file"): [child.tag for child in case] for case in ElementTree.fromstring(junit).iter("testcase")}
    assert ("failure" in cases["scenarios/a.yaml"], "skipped" in cases["scenarios/b.yaml"]) == (True, True)
    assert "expected to fail: TICKET-7" in junit
    tests = json.loads(ctrf)["results"]["tests"]
    assert [("failed", "failed"), ("other", "xfailed")] == [(test["status"], test["rawStatus"]) for test in tests]
    assert "not ok 1 - scenarios/a.yaml › Good\n" in tap
    assert "not ok 2 - scenarios/b.yaml › Bad # TODO TICKET-7\n" in tap
    assert "| ❌ failed | ☑️ failed as expected |" in markdown
    results = [json.loads(line)["result"] for line in events.splitlines() if '"event":"scenario_finished"' in line]
    shown = [(result["xpassed"], result["xfailed"], result["red"]) for result in results]
    assert [(True, False, True), (False, True, False)] == sorted(shown, reverse=True)
    assert ("is-xfailed" in html, "Failed as expected" in html) == (True, True)


def test_scenarios_of_a_list_are_cases_of_their_own_in_every_report(project):
    """With ids and names of their own, selected by name or line, and a rerun line that runs just the one."""
    step = "steps: [{run: [echo, hi], expect: {stdout: {$contains: '%s'}}}]"
    several = f"scenarios:\n  - name: Good\n    {step % 'hi'}\n  - name: Bad\n    {step % 'no'}\n"
    written(project, {"scenarios/l.yaml": several})
    names = ("junit", "ctrf", "tap", "json")
    said = itest(project, "run", "scenarios/l.yaml", "-j", "1", *(f"--report={name}={name}" for name in names))
    junit, ctrf, tap, events = ((project / name).read_text() for name in names)
    assert (1, True) == (said.code, "2 scenarios · 1 job" in said.out)
    assert "rerun  itest run scenarios/l.yaml:5" in said.out
    cases = [(case.get("name"), case.get("line")) for case in ElementTree.fromstring(junit).iter("testcase")]
    assert [("Good", "2"), ("Bad", "4")] == cases
    tests = json.loads(ctrf)["results"]["tests"]
    assert (2, ["Good", "Bad"]) == (len({test["id"] for test in tests}), [test["name"] for test in tests])
    assert "ok 1 - scenarios/l.yaml:2 › Good\nnot ok 2 - scenarios/l.yaml:4 › Bad\n" in tap
    ids = [json.loads(line)["result"]["case"]["id"] for line in events.splitlines() if "scenario_finished" in line]
    assert ["scenarios/l.yaml::Good", "scenarios/l.yaml::Bad"] == ids

    assert 0 == itest(project, "run", "scenarios/l.yaml", "-k", "good").code
    assert 1 == itest(project, "run", "scenarios/l.yaml:5").code
    listed = itest(project, "list", "scenarios/l.yaml").out.splitlines()
    assert ["scenarios/l.yaml:2 › Good", "scenarios/l.yaml:4 › Bad", "2 scenarios"] == listed
    assert "2 scenarios valid, 2 steps" in itest(project, "validate", "scenarios/l.yaml").out
