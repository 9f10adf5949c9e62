"""`action.yml` and the workflows: valid and closed to injection. What the docs say of it is `test_ci_page`'s ground."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

TOP = Path(__file__).parents[2]
ACTION = yaml.safe_load((TOP / "action.yml").read_text(encoding="utf-8"))
WORKFLOWS = sorted((TOP / ".github" / "workflows").glob("*.yml"))
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


def steps_of(path):
    """Every step of a workflow or an action."""
    text = yaml.safe_load(path.read_text(encoding="utf-8"))
    jobs = text.get("jobs", {}).values() or [text["runs"]]
    return [step for job in jobs for step in job["steps"]]


@pytest.mark.parametrize(
    ("schema", "path"),
    [("github-actions", TOP / "action.yml"), *(("github-workflows", path) for path in WORKFLOWS)],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_the_file_holds_to_the_published_schema(schema, path):
    """As check-jsonschema, which carries GitHub's schemas, reads it."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (0, True) == (ran.returncode, "ok" in ran.stdout), ran.stdout


@pytest.mark.skipif(shutil.which("actionlint") is None, reason="actionlint is not here")
def test_actionlint_has_nothing_to_say():
    """The workflows' own linter."""
    ran = subprocess.run(["actionlint", *map(str, WORKFLOWS)], cwd=TOP, capture_output=True, text=True, check=False)
    assert (0, "") == (ran.returncode, ran.stdout)


@pytest.mark.parametrize("path", [TOP / "action.yml", *WORKFLOWS], ids=lambda path: path.name)
def test_no_expression_stands_in_a_command(path):
    """What an input holds reaches the shell through the environment, so that it is never read as a command."""
    assert [] == [step for step in steps_of(path) if EXPRESSION.search(step.get("run", ""))]
    assert all("shell" in step for step in ACTION["runs"]["steps"] if "run" in step)


def test_python_is_isolated_in_each_step():
    """The steps run in the workspace, whose modules Python would take for its own."""
    calls = [step["run"] for step in ACTION["runs"]["steps"] if "PYTHON" in step.get("env", {})]
    assert 3 == len(calls)
    assert [] == [call for call in calls if '"$PYTHON" -I "$SCRIPT"' not in call]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_for_strangers_holds_nothing_of_worth(path):
    """Pull requests are checked with a token that only reads, and that no file of the checkout keeps."""
    text = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert {"contents": "read"} == text["permissions"]
    assert "pull_request_target" not in text[True]  # `on`, as YAML 1.1 reads it
    checkouts = [step for step in steps_of(path) if step.get("uses", "").startswith("actions/checkout@")]
    assert [False] * len(checkouts) == [step["with"]["persist-credentials"] for step in checkouts]


def test_every_input_is_used_and_none_is_made_up():
    """An input that nobody reads would be silently without effect."""
    text = (TOP / "action.yml").read_text(encoding="utf-8")
    used = set(re.findall(r"inputs\.([a-z-]+)", text))
    assert ACTION["inputs"].keys() == used


def test_every_variable_of_an_input_is_read_by_the_script():
    """The script takes its inputs by these names."""
    run = next(step for step in ACTION["runs"]["steps"] if step.get("id") == "run")
    script = (TOP / ".github" / "action" / "run.py").read_text(encoding="utf-8")
    names = [name.removeprefix("INPUT_").lower() for name in run["env"] if name.startswith("INPUT_")]
    assert [] == [name for name in names if f'"{name}"' not in script]


def test_every_output_comes_from_a_step_that_is_there():
    """An output of a step that does not exist is empty for ever."""
    ids = {step["id"] for step in ACTION["runs"]["steps"] if "id" in step}
    sources = {name: EXPRESSION.fullmatch(output["value"])[1] for name, output in ACTION["outputs"].items()}
    assert {name: f"steps.run.outputs.{name}" for name in sources} == sources
    assert "run" in ids


def test_the_action_is_tried_on_three_systems():
    """With itself from the checkout, and a failure that is expected."""
    path = TOP / ".github" / "workflows" / "action.yml"
    job = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]["action"]
    assert ["ubuntu-latest", "macos-latest", "windows-latest"] == job["strategy"]["matrix"]["os"]
    tried = [step for step in job["steps"] if step.get("uses") == "./"]
    assert [False, True, False] == [step.get("continue-on-error", False) for step in tried]
    assert [] == [name for step in tried for name in step["with"] if name not in ACTION["inputs"]]
    asked = set(re.findall(r"outputs\.([a-z-]+)", path.read_text(encoding="utf-8")))
    assert ACTION["outputs"].keys() == asked
