"""`report.plugged`: a third party's reporter, installed as a distribution of its own, over the real command line."""

import json
import os
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from itest.model.problem import ReportError, UsageError
from itest.report.plugged import PluggedReporter, plugged
from itest.report.table import GROUP

TOP = Path(__file__).parents[2]

TALLY = '''
"""A reporter as a third party writes one: counts outcomes and writes them as JSON."""

import atexit
import json
import threading
from collections import Counter
from pathlib import Path

from itest.model.events import Event, ScenarioFinished


class TallyReporter:
    def __init__(self, target: str) -> None:
        self._path = Path(target or "tally.json")
        self._outcomes: Counter[str] = Counter()

    def handle(self, event: Event) -> None:
        if isinstance(event, ScenarioFinished):
            self._outcomes[event.result.outcome.value] += 1

    def close(self) -> None:
        self._path.write_text(json.dumps(self._outcomes))


class Fragile(TallyReporter):
    def handle(self, event: Event) -> None:
        raise RuntimeError("\\x1b[31mout of ink")


class Halfway:
    def __init__(self, target: str) -> None:
        pass


class Late(TallyReporter):
    """Writes when the program ends."""

    def close(self) -> None:
        atexit.register(super().close)


class Busy(TallyReporter):
    """Writes once the main thread has ended."""

    def close(self) -> None:
        threading.Thread(target=self._wait).start()

    def _wait(self) -> None:
        threading.main_thread().join()
        super().close()


def explosive(target: str) -> TallyReporter:
    raise ValueError("no ink at all")
'''

SCENARIOS = {
    "scenarios/passes.yaml": "name: Passes\nsteps:\n  - assert: 1 == 1\n",
    "scenarios/fails.yaml": "name: Fails\nsteps:\n  - assert: 1 == 2\n",
}
ENTRIES = """
[itest.reporters]
tally = tally_plugin:TallyReporter
fragile = tally_plugin:Fragile
halfway = tally_plugin:Halfway
late = tally_plugin:Late
busy = tally_plugin:Busy
explosive = tally_plugin:explosive
lost = tally_plugin:NoSuchThing
junit = tally_plugin:TallyReporter
"""


@pytest.fixture
def project(tmp_path):
    """A project, and beside it a folder of installed packages: a module and its metadata, as an installer leaves it."""
    installed = tmp_path / "installed"
    files = {
        **SCENARIOS,
        "installed/tally_plugin.py": TALLY,
        "installed/tally_plugin-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: tally-plugin\nVersion: 1.0\n",
        "installed/tally_plugin-1.0.dist-info/entry_points.txt": ENTRIES,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)

    def run(*words):
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(installed), str(TOP))), "PYTHONUTF8": "1"}
        return subprocess.run(
            [sys.executable, "-m", "itest", "run", *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_an_installed_reporter_is_found_by_its_name(project, tmp_path):
    """`--report tally=P` makes it with the target, tells it every event and closes it."""
    ran = project("--report", "tally=out.json", "--report", "tap")
    assert (1, "") == (ran.returncode, ran.stderr)
    assert {"passed": 1, "failed": 1} == json.loads((tmp_path / "out.json").read_text())
    assert (tmp_path / "itest-results" / "run.tap").exists()


@pytest.mark.parametrize("name", ["late", "busy"])
def test_what_it_does_at_the_end_is_done(project, tmp_path, name):
    """The program leaves without taking the interpreter apart, but not before others are done."""
    ran = project("--report", f"{name}=out.json")
    assert (1, "") == (ran.returncode, ran.stderr)
    assert {"passed": 1, "failed": 1} == json.loads((tmp_path / "out.json").read_text())


def test_its_error_ends_that_report_only(project, tmp_path):
    """The verdict is there, the other report too; the exit code says that one is missing."""
    ran = project("--report", "fragile", "--report", "junit")
    assert 4 == ran.returncode
    assert "1 failed · 1 passed" in ran.stdout
    assert (
        r"IT502 The reporter `fragile` (tally_plugin:Fragile) failed: RuntimeError: \x1b[31mout of ink." in ran.stderr
    )
    assert 'tests="2"' in (tmp_path / "itest-results" / "junit.xml").read_text()


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("explosive", 4, "IT502 The reporter `explosive` (tally_plugin:explosive) failed: ValueError: no ink at all."),
        ("halfway", 2, "IT406 The plug-in for the reporter `halfway` (tally_plugin:Halfway) cannot be used: it has no"),
        ("lost", 2, "IT406 The plug-in for the reporter `lost` (tally_plugin:NoSuchThing) cannot be used: Attribute"),
        ("taly", 2, "IT404 No reporter is called `taly`."),
    ],
)
def test_what_is_no_reporter_is_named(project, name, code, said):
    """A package that cannot be used is a sentence, never a traceback."""
    ran = project("--report", name)
    assert (code, True) == (ran.returncode, said in ran.stderr)
    assert "Traceback" not in ran.stderr


def test_ours_come_first(project, tmp_path):
    """An installed package cannot take the place of a reporter of ours."""
    project("--report", "junit=j.xml")
    assert "<testsuites" in (tmp_path / "j.xml").read_text()


class Closing:
    """A reporter that fails when it is closed, in its own words or in ours."""

    def __init__(self, error):
        self.error = error

    def handle(self, event):
        """Hears nothing."""

    def close(self):
        raise self.error


def _closing(error):
    """The error that reaches us of a reporter that fails when it is closed."""
    entry = EntryPoint("closing", "m:Closing", GROUP)
    with pytest.raises(ReportError) as raised:
        PluggedReporter(entry, lambda target: Closing(error), "").close()
    return raised.value


def test_an_error_at_the_end_is_a_report_error():
    """`ReportError` is passed on as it is; everything else is told as the plug-in's."""
    own = ReportError([])
    assert own is _closing(own)
    assert ["IT502"] == [problem.code for problem in _closing(OSError("full")).problems]


def test_what_cannot_be_called_is_no_reporter():
    """An entry point that names a value is refused before the run."""
    with pytest.raises(UsageError, match="it is not callable"):
        plugged(EntryPoint("value", "os:sep", GROUP))
