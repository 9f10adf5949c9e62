"""Attacks on the door for reading: a checkout names files outside of itself, and no byte of them is shown."""

import os
from pathlib import Path

import pytest

from tests.cli.commanding import itest

SCENARIO = "name: ok\nsteps:\n  - assert: [1 == 1]\n"
SECRET = "the-text-that-lies-outside"
EXECUTES = "setup: [{run: touch executed}]\n"


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    (folder / "scenarios").mkdir(parents=True)
    (folder / "itest.yaml").write_text("")
    (folder / "scenarios" / "a.yaml").write_text(SCENARIO)
    (tmp_path / "outside").mkdir()
    for name in ("x.yaml", "x.json", "x.csv", "x.env", "x"):
        (tmp_path / "outside" / name).write_text(f"{SECRET}: [\n")
    return folder


COMMANDS = (("validate",), ("list",), ("run", "--dry-run"), ("docs", "build"), ("run",))
NAMES = {
    "a scenario": ("scenarios/b.yaml", "x.yaml", ""),
    "the project file": ("itest.yaml", "x.yaml", ""),
    "settings": (".env", "x.env", ""),
    "settings of an environment": (".env.prod", "x.env", ""),
    "data rows": ("scenarios/b.csv", "x.csv", "examples: {file: b.csv}\n"),
    "a schema": ("scenarios/b.json", "x.json", ""),
    "a used scenario": ("scenarios/_b.yaml", "x.yaml", ""),
}
STEPS = {
    "a schema": "- request: GET http://127.0.0.1:1/\n  expect: {schema: b.json}\n",
    "a used scenario": "- use: _b.yaml\n",
}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("name", NAMES)
def test_a_link_that_leads_outside_is_not_read(project, name, command):
    """It is an error with its place, and says nothing of what is there."""
    place, target, more = NAMES[name]
    (project / place).unlink(missing_ok=True)
    (project / place).symlink_to(project.parent / "outside" / target)
    if name in STEPS or more:
        (project / "scenarios" / "a.yaml").write_text(
            f"name: a\n{more}steps:\n{STEPS.get(name, '- assert: [1 == 1]')}\n"
        )
    if "prod" in place:
        (project / "itest.yaml").write_text("environments: {prod: {}}\n")
    said = itest(project, *command, *(["--env", "prod"] if "prod" in place else []))
    assert (2, True) == (said.code, "IT217" in said.err), said.err
    assert SECRET not in said.out + said.err
    assert not any(SECRET in path.read_text() for path in project.rglob("*.md"))


def test_the_usual_folder_that_leads_outside_is_not_looked_through(project):
    """With a project file and without; one that was typed is the person's."""
    (project / "scenarios" / "a.yaml").unlink()
    (project / "scenarios").rmdir()
    (project / "scenarios").symlink_to(project.parent / "outside")
    for _ in range(2):
        said = itest(project, "validate")
        assert (2, True, False) == (said.code, "IT217" in said.err, SECRET in said.err)
        (project / "itest.yaml").unlink(missing_ok=True)
    (project.parent / "outside" / "x.yaml").write_text(SCENARIO)
    assert 0 == itest(project, "validate", "scenarios").code


@pytest.mark.parametrize("place", ["scenarios/b.yaml", "itest.yaml", ".env", "scenarios/b.csv", "scenarios/b.json"])
def test_what_is_no_plain_file_is_not_waited_for(project, place):
    """A pipe in its place would be read for ever."""
    (project / place).unlink(missing_ok=True)
    os.mkfifo(project / place)
    if place.endswith("csv"):
        (project / "scenarios" / "a.yaml").write_text(f"examples: {{file: b.csv}}\n{SCENARIO}")
    if place.endswith("json"):
        (project / "scenarios" / "a.yaml").write_text(f"name: a\nsteps:\n{STEPS['a schema']}")
    for command in COMMANDS:
        assert 2 == itest(project, *command).code


def foreign(path, owner=65534):
    try:
        os.chown(path, owner, -1)
    except (OSError, AttributeError):
        pytest.skip("only the administrator gives files away")


def test_a_project_file_of_another_user_is_passed_over_and_told(project):
    """It stands above a project without one, in a folder that all may write to; --project takes it."""
    (project / "itest.yaml").unlink()
    (project.parent / "itest.yaml").write_text(EXECUTES)
    foreign(project.parent / "itest.yaml")
    said = itest(project, "run")
    assert (0, True) == (said.code, "itest.yaml belongs to another user and is passed over" in said.err)
    assert not list(project.parent.rglob("executed"))
    assert 0 == itest(project, "run", "scenarios", "--project", "..").code
    assert (project.parent / "executed").exists()


def test_a_project_that_is_another_users_wholly_is_theirs(project):
    """As the checkout is in a container: whoever owns the folder owns its project file."""
    (project / "itest.yaml").write_text(EXECUTES)
    for path in (project / "itest.yaml", project / "scenarios"):
        foreign(path)
    assert 0 == itest(project, "run").code
    assert (project / "executed").exists()


@pytest.mark.parametrize("end", [".git", "a link", "home"])
def test_looking_for_a_project_ends_at_the_repository_and_at_home(project, monkeypatch, end):
    """What stands above belongs to something else."""
    (project / "itest.yaml").unlink()
    (project.parent / "itest.yaml").write_text(EXECUTES)
    if end == ".git":
        (project / ".git").mkdir()
    elif end == "a link":
        (project / ".git").symlink_to("nowhere")
    else:
        monkeypatch.setenv("HOME", str(project))
    assert 0 == itest(project, "run").code
    assert not list(project.parent.rglob("executed"))


def test_a_scenario_outside_of_any_project_has_its_own_folder(project):
    """It reads what lies beside it."""
    (project.parent / "alone").mkdir()
    (project.parent / "alone" / "r.csv").write_text("n\n1\n")
    (project.parent / "alone" / "a.yaml").write_text(
        "name: a\nexamples: {file: r.csv}\nsteps:\n- assert: ['n == \"1\"']\n"
    )
    assert 0 == itest(project, "run", "../alone/a.yaml").code


def test_a_project_that_is_named_is_taken(project):
    """By its file and by its folder, with its scenarios where no path is given; and one that is not there is told."""
    (project / "itest.yaml").write_text("vars: {n: 7}\n")
    (project / "scenarios" / "a.yaml").write_text("name: a\nsteps:\n- assert: [n == 7]\n")
    for named in ("project", "project/itest.yaml"):
        for command in ("validate", "list", "run"):
            assert 0 == itest(project.parent, command, "--project", named).code
    said = itest(project.parent, "validate", "--project", "outside")
    assert (2, True) == (said.code, "IT402" in said.err)
    assert "--project project" in itest(project.parent, "run", "--project", "project", "--var", "n=8").out


def test_a_scenario_outside_of_the_project_that_is_named_is_refused(project):
    """Its files would lie outside, too."""
    (Path(project.parent) / "other.yaml").write_text(SCENARIO)
    said = itest(project, "validate", "../other.yaml", "--project", ".")
    assert (2, True) == (said.code, "IT217" in said.err)
