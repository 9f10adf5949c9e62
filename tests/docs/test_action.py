"""action.yml: its script is run as GitHub runs it, with its inputs in the environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.docs.pages import TOP, Page, codes, rows

ACTION = yaml.safe_load((TOP / "action.yml").read_text())
STEPS = ACTION["runs"]["steps"]
RUN = next(step for step in STEPS if step.get("id") == "run")
PASSING = "name: fine\nvars: {greeting: hello}\nsteps: [{assert: \"greeting == 'hello'\"}]\n"
FAILING = "name: wrong\ntags: [bad]\nsteps: [{assert: 1 == 2}]\n"


def carried_out(folder, **inputs):
    """The exit code, what was printed, and the outputs, of the action's main step in a folder."""
    given = {name: entry.get("default", "") for name, entry in ACTION["inputs"].items()} | inputs
    names = {value.strip("${} ").removeprefix("inputs."): name for name, value in RUN["env"].items()}
    env = {names[name]: value for name, value in given.items() if name in names}
    outputs = folder / "outputs"
    env |= {"ITEST": str(Path(sys.executable).parent / "itest"), "GITHUB_OUTPUT": str(outputs)}
    words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", RUN["run"]]
    ran = subprocess.run(
        words, cwd=folder, env={**os.environ, **env}, capture_output=True, text=True, timeout=60, check=False
    )
    written = dict(line.split("=", 1) for line in outputs.read_text().splitlines())
    return ran.returncode, ran.stdout, written


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "fine.yaml").write_text(PASSING)
    return tmp_path


def test_a_green_run_is_green(folder):
    """Exit 0, the output says so, and the report is where the input says."""
    code, _, outputs = carried_out(folder)
    assert (0, {"exit-code": "0"}) == (code, outputs)
    assert (folder / ACTION["inputs"]["junit"]["default"]).is_file()


def test_a_failure_fails_the_step_and_is_told_to_others(folder):
    """Exit 1, and the output is there all the same."""
    (folder / "scenarios" / "wrong.yaml").write_text(FAILING)
    code, _, outputs = carried_out(folder)
    assert (1, {"exit-code": "1"}) == (code, outputs)


def test_a_failure_can_be_let_pass_but_a_broken_file_cannot(folder):
    """`fail-on-failure: false` forgives failed scenarios, not mistakes of one's own."""
    (folder / "scenarios" / "wrong.yaml").write_text(FAILING)
    assert 0 == carried_out(folder, **{"fail-on-failure": "false"})[0]
    (folder / "scenarios" / "wrong.yaml").write_text("nme: x\n")
    assert 2 == carried_out(folder, **{"fail-on-failure": "false"})[0]


def test_inputs_select_and_set(folder):
    """Paths, tags, variables with blanks, and further words reach the command as they are."""
    (folder / "scenarios" / "wrong.yaml").write_text(FAILING)
    assert 0 == carried_out(folder, paths="scenarios/fine.yaml")[0]
    assert 0 == carried_out(folder, tags="not bad")[0]
    assert 1 == carried_out(folder, paths="scenarios/fine.yaml", vars="greeting=good day")[0]
    code, printed, _ = carried_out(folder, args="--list --color never", junit="")
    assert (0, True) == (code, "2 scenarios" in printed)


def test_what_an_input_holds_is_never_a_command(folder):
    """Shell metacharacters in inputs do nothing."""
    carried_out(folder, paths="$(touch hit) `touch hit` ; touch hit", vars="x=$(touch hit)", args="; touch hit")
    assert not (folder / "hit").exists()
    assert "${{ inputs" not in "".join(step.get("run", "") for step in STEPS)


def test_what_a_server_answers_is_no_workflow_command(folder):
    """Everything that itest prints stands between `::stop-commands::` and its end, with a word that nobody guesses."""
    _, first, _ = carried_out(folder)
    _, second, _ = carried_out(folder)
    lines = first.strip().split("\n")
    word = lines[0].removeprefix("::stop-commands::")
    assert (f"::{word}::", True) == (lines[-1], len(word) > 30)
    assert word not in second


def test_every_input_is_told():
    """The table of the page about CI has each input with its default."""
    table = Page.of(TOP / "docs" / "ci.md").section("GitHub Actions")
    told = {codes(row[0])[0]: row[1].strip("`") for row in rows(table)}
    assert {name: entry.get("default", "") for name, entry in ACTION["inputs"].items()} == told
