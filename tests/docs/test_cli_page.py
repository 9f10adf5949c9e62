"""docs/cli.md and docs/project-file.md: every command, option and key is told."""

from __future__ import annotations

import pytest
import typer.main
import yaml

from itest.cli.main import app
from itest.load.project import PROJECT_KEYS
from itest.load.ready import READY_KEYS
from itest.load.service import START_KEYS, service_spec
from tests.docs.pages import TOP, Page, codes, rows
from tests.docs.test_language import all_specs, itest, project

CLI = Page.of(TOP / "docs" / "cli.md")
PROJECT = Page.of(TOP / "docs" / "project-file.md")
COMMANDS = typer.main.get_command(app).commands


def first_codes(page: Page) -> set[str]:
    return {word.rstrip(",") for row in rows(page.text) for code in codes(row[0]) for word in code.split()}


def test_every_command_is_told():
    """Each command has a row."""
    assert set() == set(COMMANDS) - first_codes(CLI)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_option_is_told(command):
    """Each option of each command is on the page."""
    told = {word for code in codes(CLI.text) for word in code.replace("[", " ").split()}
    options = {word for parameter in COMMANDS[command].params for word in parameter.opts if word.startswith("--")}
    assert set() == options - told - {"--help"}


def test_no_option_is_made_up():
    """What the tables name as an option is one."""
    known = {word for command in COMMANDS.values() for option in command.params for word in option.opts}
    known |= {"--version", "--help", "--install-completion", "--show-completion"}
    assert set() == {word for word in first_codes(CLI) if word.startswith("--")} - known


def test_every_key_of_the_project_file_is_told():
    """Keys of the project, of a service, of `start` and of `ready`."""
    keys = {*PROJECT_KEYS, *service_spec(all_specs()).keys, *START_KEYS, *READY_KEYS}
    assert set() == keys - first_codes(PROJECT)


def test_the_example_of_a_project_file_is_one(tmp_path):
    """The first block of the page loads as itest.yaml, for every environment it has."""
    folder = project(tmp_path)
    text = next(PROJECT.blocks("yaml")).text
    (folder / "itest.yaml").write_text(text)
    (folder / ".env").write_text("API_TOKEN=t\n")
    (folder / "scenarios" / "a.yaml").write_text("name: a\nsteps: [{assert: tenant == tenant}]\n")
    for environment in ("", *yaml.safe_load(text)["environments"]):
        ran = itest(folder, "validate", *(["--env", environment] if environment else []))
        assert (0, "") == (ran.returncode, ran.stderr)
