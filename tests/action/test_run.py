"""`.github/action/run.py`: carried out as the action does, with files in the place of the runner's."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the environment is linked to")

SCRIPT = TOP / ".github" / "action" / "run.py"
PROJECT = Path(__file__).parent / "project"
INPUTS = {
    "PATHS": "scenarios/",
    "ENV": "",
    "TAGS": "",
    "VARS": "",
    "ARGS": "",
    "JUNIT": "itest-results/junit.xml",
    "HTML": "itest-results/report.html",
    "SUMMARY": "true",
    "ANNOTATIONS": "true",
    "FAIL_ON_FAILURE": "true",
}


class Runner:
    """A workspace with the project in a folder of it, the runner's files, and the environment that was installed."""

    def __init__(self, folder: Path) -> None:
        self.workspace = folder / "workspace"
        self.output, self.summary = folder / "output", folder / "summary"
        shutil.copytree(PROJECT, self.workspace / "shop")
        venv = folder / "temp" / "itest" / "venv"
        venv.parent.mkdir(parents=True)
        # What install.py makes: an environment with itest in it, here the one that these tests run in.
        venv.symlink_to(sys.prefix)
        self.environment = {
            **os.environ,
            "RUNNER_TEMP": str(folder / "temp"),
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_STEP_SUMMARY": str(self.summary),
        }

    def start(self, **inputs: str) -> subprocess.Popen[str]:
        given = {f"INPUT_{name}": text for name, text in {**INPUTS, **inputs}.items()}
        return subprocess.Popen(
            [sys.executable, "-I", str(SCRIPT)],
            cwd=self.workspace / "shop",
            env={**self.environment, **given},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, **inputs: str) -> tuple[int, str]:
        """Exit code, and what the log of the step shows."""
        process = self.start(**inputs)
        log, _ = process.communicate()
        return process.returncode, log

    def outputs(self) -> dict[str, str]:
        """The outputs as the runner reads them: the last one of a name counts."""
        found: dict[str, str] = {}
        lines = iter(self.output.read_text(encoding="utf-8").splitlines())
        for line in lines:
            if "<<" in line:
                name, mark = line.split("<<")
                value = []
                while (next_line := next(lines)) != mark:
                    value.append(next_line)
                found[name] = "\n".join(value)
            else:
                name, _, text = line.partition("=")
                found[name] = text
        return found


@pytest.fixture
def runner(tmp_path):
    return Runner(tmp_path)


def test_a_failure_is_told_in_every_output(runner):
    """The step fails, and all that follows knows why."""
    code, log = runner.run()
    outputs = runner.outputs()
    assert (1, "0") != (code, outputs.pop("duration"))
    assert {
        "outcome": "failed",
        "total": "2",
        "passed": "1",
        "failed": "1",
        "flaky": "0",
        "skipped": "0",
        "xfailed": "0",
        "junit": "shop/itest-results/junit.xml",
        "html": "shop/itest-results/report.html",
        "exit-code": "1",
    } == outputs
    assert "::error file=shop/scenarios/fails.yaml,line=6,col=13," in log
    assert runner.summary.read_text(encoding="utf-8").startswith("## ❌ itest: 1 of 2 scenarios failed")


def test_the_job_may_go_on_all_the_same(runner):
    """`fail-on-failure: false`; the outputs still say that it failed."""
    code, _ = runner.run(FAIL_ON_FAILURE="false")
    assert (0, "failed", "1") == (code, runner.outputs()["outcome"], runner.outputs()["exit-code"])


def test_what_passes_passes(runner):
    """Selected by tag, in an environment, with a variable, each an input."""
    code, log = runner.run(TAGS="good and not bad", ENV="other", VARS="greeting=hi there\n\n", ARGS="--seed 5 -v")
    assert (0, "passed", "1") == (code, runner.outputs()["outcome"], runner.outputs()["total"])
    assert "itest 0.1.0 · other · 1 scenario · 8 jobs · seed 5" in log
    assert "✅ itest" in runner.summary.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_meant_is_an_error(runner):
    """Nothing ran; `fail-on-failure` does not cover that."""
    (runner.workspace / "shop" / "scenarios" / "fails.yaml").write_text("name: x\nstpes: []\n")
    code, log = runner.run(FAIL_ON_FAILURE="false")
    outputs = runner.outputs()
    assert (2, "error", "2", "0", "") == (
        code,
        outputs["outcome"],
        outputs["exit-code"],
        outputs["total"],
        outputs["junit"],
    )
    assert "::error file=shop/scenarios/fails.yaml,line=2" in log
    assert "nothing was sent" in runner.summary.read_text(encoding="utf-8")


def test_where_itest_writes_no_summary_the_script_does(runner):
    """A wrong option ends it before anything can be told."""
    code, _ = runner.run(ARGS="--no-such-option")
    assert (2, "error") == (code, runner.outputs()["outcome"])
    assert "## ❌ itest ended with exit code 2" in runner.summary.read_text(encoding="utf-8")


def test_nothing_selected_is_an_error(runner):
    """A tag that nobody has would be green for ever."""
    code, _ = runner.run(TAGS="nobody")
    assert (5, "error") == (code, runner.outputs()["outcome"])


def test_summary_and_annotations_can_be_turned_off(runner):
    """Then the log and the outputs are all there is."""
    code, log = runner.run(SUMMARY="false", ANNOTATIONS="false", HTML="", JUNIT="")
    assert (1, False, False) == (code, runner.summary.exists(), "::error" in log)
    assert ("", "", "2") == (runner.outputs()["junit"], runner.outputs()["html"], runner.outputs()["total"])


def test_a_boolean_that_is_none_is_refused(runner):
    """`flase` would silently mean something."""
    code, log = runner.run(FAIL_ON_FAILURE="flase")
    assert (2, "::error title=itest::The input fail-on-failure is true or false.\n") == (code, log)
    assert "error" == runner.outputs()["outcome"]


def test_nothing_of_the_workspace_is_imported(runner):
    """It may be a stranger's checkout, and a variable of the job may name it; services have the variable as it is."""
    shop = runner.workspace / "shop"
    for name in ("itest", "yaml", "httpx", "json", "subprocess", "sitecustomize", "usercustomize", "runpy"):
        (shop / f"{name}.py").write_text("open('pwned', 'w').close()\nraise SystemExit(0)\n")
    (shop / "scenarios" / "passes.yaml").write_text(
        "name: Sees it\nsteps:\n  - run: [sh, -c, 'echo $PYTHONPATH']\n    expect: {stdout: \".\\n\"}\n"
    )
    runner.environment["PYTHONPATH"] = "."
    code, log = runner.run(PATHS="scenarios/passes.yaml")
    assert (0, "1", False) == (code, runner.outputs()["total"], (shop / "pwned").exists()), log


@pytest.mark.parametrize("place", ["itest-results", "itest-results/junit.xml"])
def test_the_usual_places_of_reports_are_no_links(runner, place):
    """Nobody named them: a link there is the checkout's; a path that is given may be one."""
    outside = runner.workspace.parent / "outside"
    link = runner.workspace / "shop" / place
    link.parent.mkdir(exist_ok=True)
    if place.endswith(".xml"):
        outside.write_text("precious")
    else:
        outside.mkdir()
    link.symlink_to(outside)
    code, log = runner.run(PATHS="scenarios/passes.yaml", HTML="")
    assert (4, "error") == (code, runner.outputs()["outcome"]), log
    assert "precious" == outside.read_text() if outside.is_file() else not list(outside.iterdir())


@pytest.mark.parametrize(
    "inputs",
    [
        {"PATHS": "$(touch pwned) `touch pwned` ; touch pwned"},
        {"ARGS": "; touch pwned && touch pwned | touch pwned"},
        {"ENV": '"; touch pwned; "'},
        {"TAGS": "$(touch pwned)"},
        {"VARS": "a=$(touch pwned)\n--report=junit=pwned"},
        {"PATHS": "--junit-xml=pwned"},
        {"JUNIT": "a\npwned=1\n::set-output name=x::y"},
    ],
)
def test_an_input_is_never_a_command(runner, inputs):
    """Whatever it holds, to the shell, to itest's options and to the file of outputs."""
    runner.run(**inputs)
    assert not (runner.workspace / "shop" / "pwned").exists()
    assert "pwned" not in runner.outputs()


def test_an_open_quote_is_named(runner):
    """As a shell would."""
    code, log = runner.run(ARGS='-k "x')
    assert (2, True) == (code, log.startswith("::error title=itest::The inputs paths and args: No closing quotation."))


def test_quotes_keep_words_together(runner):
    """A path with a blank, and one of Windows with its backslashes."""
    odd = runner.workspace / "shop" / "more scenarios"
    odd.mkdir()
    shutil.copy(PROJECT / "scenarios" / "passes.yaml", odd)
    code, _ = runner.run(PATHS='"more scenarios"\n')
    assert (0, "1") == (code, runner.outputs()["total"])
    sys.path.insert(0, str(SCRIPT.parent))
    try:
        from run import split
    finally:
        sys.path.remove(str(SCRIPT.parent))
    assert [r"scenarios\orders", "a b", "c#d"] == split('scenarios\\orders "a b"\nc#d')


def test_a_cancelled_job_cleans_up(runner):
    """The runner signals the script only: itest hears of it, cleans up and reports."""
    shop = runner.workspace / "shop"
    (shop / "scenarios" / "waits.yaml").write_text(
        "name: Waits\nsteps:\n  - run: [touch, began]\n  - wait: 60s\ncleanup:\n  - run: [touch, cleaned]\n"
    )
    process = runner.start(PATHS="scenarios/waits.yaml")
    while not list(shop.rglob("began")):
        assert process.poll() is None
        time.sleep(0.02)  # until the scenario runs, which only its own file tells
    process.send_signal(signal.SIGINT)
    log, _ = process.communicate(timeout=30)
    assert (130, "interrupted", "130") == (
        process.returncode,
        runner.outputs()["outcome"],
        runner.outputs()["exit-code"],
    )
    assert [True] == [bool(list(shop.rglob("cleaned")))]
    assert "interrupted by SIGINT" in log
