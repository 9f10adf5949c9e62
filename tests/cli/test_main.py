"""The command line: every way out is an exit code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import itest as package
from itest.cli.exits import Exit
from itest.cli.main import guarded
from itest.model.problem import LoadError, Problem, ReportError, UsageError
from tests.cli.commanding import itest
from tests.engine.canned import scenario, written

ECHO = scenario("- run: [echo, hi]\n  expect: {stdout: {$contains: hi}}")
BROKEN = scenario("- run: [echo, hi]\n  expect: {stdout: other}")


def _raising(error):
    def command():
        raise error

    return command


PROBLEM = [Problem(code="IT404", message="no")]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError(PROBLEM), 2),
        (LoadError(PROBLEM), 2),
        (ReportError(PROBLEM), 4),
        (KeyboardInterrupt(), 130),
        (SystemExit(None), 0),
        (SystemExit(5), 5),
        (SystemExit("text"), 1),
    ],
)
def test_whatever_a_command_raises_is_an_exit_code(error, code):
    """Never a traceback."""
    assert code == guarded(_raising(error))


def test_a_defect_is_a_sentence_and_a_file(tmp_path, capsys, monkeypatch):
    """Exit 3."""
    monkeypatch.chdir(tmp_path)
    assert Exit.DEFECT == guarded(_raising(ZeroDivisionError("ours")))
    told = capsys.readouterr().err
    assert "IT901 A defect of itest: ZeroDivisionError in test_main.py:" in told
    assert "Traceback" not in told
    (kept,) = (tmp_path / ".itest").glob("itest-defect-*.txt")
    assert "ZeroDivisionError: ours" in kept.read_text()


@pytest.mark.parametrize(
    ("files", "args", "code"),
    [
        ({"scenarios/a.yaml": ECHO}, ["run"], 0),
        ({"scenarios/a.yaml": BROKEN}, ["run"], 1),
        ({"scenarios/a.yaml": "nonsense: 1\n"}, ["run"], 2),
        ({"scenarios/a.yaml": ECHO}, ["run", "--no-such-option"], 2),
        ({"scenarios/a.yaml": ECHO}, ["run", "nowhere"], 2),
        ({"scenarios/a.yaml": ECHO}, ["run", "-k", "and"], 2),
        ({"scenarios/a.yaml": ECHO}, ["run", "--env", "nowhere"], 2),
        ({"scenarios/a.yaml": ECHO}, ["run", "--var", "nothing"], 2),
        ({"scenarios/a.yaml": ECHO}, ["run", "--color", "purple"], 2),
        ({"scenarios/a.yaml": ECHO}, ["run", "--junit-xml", "scenarios"], 4),
        ({"scenarios/a.yaml": ECHO}, ["run", "--json", "scenarios/a.yaml/x.json"], 4),
        ({"scenarios/a.yaml": ECHO}, ["run", "-k", "nothing"], 5),
        ({"scenarios/a.yaml": ECHO}, ["run", "-k", "nothing", "--pass-with-no-tests"], 0),
        ({"scenarios/_hidden.txt": ""}, ["run"], 5),
        ({"scenarios/a.yaml": ECHO}, ["validate"], 0),
        ({"scenarios/a.yaml": "nonsense: 1\n"}, ["validate"], 2),
        ({}, ["explain", "IT104"], 0),
        ({}, ["explain", "IT999"], 2),
        ({}, ["schema", "sceanrio"], 2),
        ({}, ["--version"], 0),
    ],
)
def test_the_exit_code_says_what_happened(tmp_path, files, args, code):
    """0 passed, 1 failed, 2 usage, 4 no report, 5 nothing selected."""
    (tmp_path / "scenarios").mkdir()
    written(tmp_path, files)
    assert code == itest(tmp_path, *args).code


def test_version_says_the_version(tmp_path):
    """And nothing else."""
    assert f"itest {package.__version__}\n" == itest(tmp_path, "--version").out


def test_help_loads_nothing_heavy(tmp_path):
    """Beside typer, which in older versions takes rich along, next to nothing."""
    loaded = _loaded([sys.executable, "-m", "itest", "--help"], tmp_path)
    heavy = {"httpx", "jsonschema", "rich", "jinja2", "lxml", "yaml", "msgspec", "h11", "ssl", "email"}
    assert set() == loaded & heavy - _loaded([sys.executable, "-c", "import typer"], tmp_path)
    assert "itest.cli.main" in loaded


def _loaded(command, folder):
    """The modules that a program of Python imports."""
    environment = {**os.environ, "PYTHONPROFILEIMPORTTIME": "1", "PYTHONPATH": str(Path(package.__file__).parents[1])}
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines() if line.startswith("import time")}
