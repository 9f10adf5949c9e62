"""docs/ci.md: the inputs and outputs of the action, and the snippets for other servers."""

from __future__ import annotations

import subprocess
import sys

import pytest
import yaml

from tests.docs.pages import TOP, Page, codes, rows

CI = Page.of(TOP / "docs" / "ci.md")
ACTION = yaml.safe_load((TOP / "action.yml").read_text())


def test_every_input_of_the_action_is_told():
    """The table has each input with its default."""
    told = {codes(row[0])[0]: row[1].strip("`") for row in rows(CI.section("Inputs"))}
    assert {name: entry.get("default", "") for name, entry in ACTION["inputs"].items()} == told


def test_every_output_of_the_action_is_told():
    """The table has each output."""
    assert list(ACTION["outputs"]) == [code for row in rows(CI.section("Outputs")) for code in codes(row[0])]


def test_the_snippets_write_the_report_that_they_publish():
    """What GitLab and Jenkins are told to read is what the command beside it writes."""
    for title in ("GitLab CI", "Jenkins"):
        section = CI.section(title)
        written = section.split("--junit-xml ")[1].split()[0].strip("'")
        assert section.count(written) == 2


def test_no_snippet_takes_modules_of_the_checkout():
    """`python -m` looks for them in the folder it is started in, unless it is isolated."""
    calls = [line for block in CI.in_order() for line in block.text.splitlines() if " -m " in line]
    assert [True] == [" -I -m " in line for line in calls]


def workflows():
    """The workflows of the page, in their order."""
    return [block.text for block in CI.blocks("yaml") if "permissions:" in block.text]


@pytest.mark.parametrize("text", workflows(), ids=["push", "pull_request"])
def test_a_workflow_is_one_to_be_pasted(text, tmp_path):
    """As check-jsonschema, which carries GitHub's schemas, reads it; its inputs are the action's."""
    path = tmp_path / "itest.yml"
    path.write_text(text)
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (0, True) == (ran.returncode, "ok" in ran.stdout), ran.stdout
    used = [step for step in yaml.safe_load(text)["jobs"]["scenarios"]["steps"] if "/itest@" in step["uses"]]
    assert [True] == [ACTION["inputs"].keys() >= step["with"].keys() for step in used]


def test_the_workflow_for_strangers_has_nothing_to_take():
    """No secret, a token that only reads and that no file keeps, and no code of theirs before itest's own."""
    text = workflows()[1]
    workflow = yaml.safe_load(text)
    # `on` is true in YAML 1.1.
    assert ("pull_request", {"contents": "read"}, False) == (workflow[True], workflow["permissions"], "secrets" in text)
    (job,) = workflow["jobs"].values()
    checkout, action = job["steps"]
    assert ({"persist-credentials": False}, "OWNER/itest@v0.1.0") == (checkout["with"], action["uses"])
    assert {"runs-on", "steps"} == job.keys()
