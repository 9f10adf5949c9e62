"""README.md: its two commands, its scenario, and the picture of its failure."""

from __future__ import annotations

import subprocess
import sys

import yaml

from itest.cli.exits import Exit
from tests.docs.pages import TOP, Page, rows
from tests.docs.tutorial import Tutorial, agrees

README = Page.of(TOP / "README.md")
DEMO = "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/itest run scenarios/"
TESTS = (
    "python3 -m venv --clear .venv && .venv/bin/pip install -q -e '.[dev]' -c constraints.txt"
    " && .venv/bin/python tests/check.py"
)


def test_the_two_commands_are_there():
    """One line installs and runs the demo, one line installs and passes the tests."""
    assert [DEMO, TESTS] == [block.text.strip() for block in README.blocks("sh")]


def test_ci_runs_the_readmes_test_command():
    """`.ci/run` takes the first line of the README that names the check; that line is the command."""
    assert "grep -m1 -F 'tests/check.py' README.md" in (TOP / ".ci" / "run").read_text()
    assert TESTS == next(line for line in README.text.split("\n") if "tests/check.py" in line)


def test_the_picture_of_a_failure_is_real(tmp_path):
    """The scenario of the README, run against the demo shop, prints what the README shows."""
    demo(tmp_path)
    for command, output in Tutorial(README, tmp_path).carry_out():
        assert agrees(command.output, output), output


def test_the_scenario_is_short():
    """Twelve lines, beside the comment that names its file."""
    scenario = next(README.blocks("yaml"))
    assert 12 == len(scenario.text.strip().split("\n")) - 1


def test_the_exit_codes_are_all_there():
    """The tables of exit codes hold what the program knows."""
    cli = Page.of(TOP / "docs" / "cli.md")
    known = sorted(int(code) for code in Exit)
    assert known == sorted(int(code) for row in rows(README.section("Exit codes")) for code in row[0].split(","))
    assert known == sorted(int(row[0]) for row in rows(cli.section("Exit codes")))


def test_the_github_snippet_uses_inputs_that_the_action_has():
    """What stands under `with` is known to action.yml, in the README and on the page about CI."""
    inputs = set(yaml.safe_load((TOP / "action.yml").read_text())["inputs"])
    snippets = [*README.blocks("yaml"), *Page.of(TOP / "docs" / "ci.md").blocks("yaml")]
    given = [step["with"] for snippet in snippets for step in _steps(yaml.safe_load(snippet.text)) if _is_itest(step)]
    assert 3 == len(given)
    assert set() == {name for names in given for name in names} - inputs


def _steps(content):
    if isinstance(content, list):
        return content
    return [step for job in content.get("jobs", {}).values() for step in job["steps"]]


def _is_itest(step):
    return isinstance(step, dict) and "/itest@" in step.get("uses", "")


def demo(folder):
    subprocess.run(
        [sys.executable, "-m", "itest", "init", str(folder), "--demo"], check=True, stdout=subprocess.DEVNULL
    )
