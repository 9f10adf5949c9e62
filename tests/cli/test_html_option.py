"""`--html`: the run's report, with every exchange in it, and what it remembers for the next one."""

import re
from pathlib import Path

import pytest

from itest.cli.exits import Exit
from itest.cli.loading import Asked
from itest.cli.options import RunOptions
from itest.cli.running import run
from itest.report.history import recall
from tests.report.pages import data_of

SCENARIO = """\
name: It says what it is told
steps:
  - name: Say it
    run: {command: [echo, "a </script> b"]}
    expect: {stdout: {$contains: "%s"}}
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of one scenario, as the working folder; gives what writes it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "itest.yaml").write_text("vars: {}\n")
    return lambda word: (tmp_path / "say.yaml").write_text(SCENARIO % word)


def report_of():
    code = run(Asked(paths=["say.yaml"]), RunOptions(html="out/report.html", seed=1))
    return code, Path("out/report.html").read_text(encoding="utf-8")


def test_the_report_has_the_exchange_of_steps_that_held(project, capsys):
    """Also without `-v`; and the terminal names the file."""
    project("a </script>")
    code, page = report_of()
    data = data_of(page)
    (step,) = data["cases"][0]["runs"][0]["steps"]
    assert Exit.PASSED == code
    assert "a </script> b" in [data["texts"][number] for number in step["exchange"]["received"]]
    assert "report out/report.html" in capsys.readouterr().out


def test_the_next_report_compares_with_the_last_run(project, tmp_path):
    """What broke is new, then still failing, then fixed."""
    changes = []
    for word in ("a", "nothing", "nothing", "b"):
        project(word)
        changes += re.findall(r'data-change="(\w*)"', report_of()[1])
    assert ["", "new", "still", "fixed"] == changes
    assert {"say.yaml": "passed"} == recall(tmp_path, "").statuses
