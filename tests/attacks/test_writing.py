"""Attacks on the door for writing: a checkout holds links where itest writes by itself, and nothing outside changes."""

import json
import os
import stat

import pytest

from tests.cli.commanding import itest

SCENARIO = "name: ok\nsteps:\n  - assert: [1 == 1]\n"
DEEP = '{"not":' * 190 + "{}" + "}" * 190


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    (folder / "scenarios").mkdir(parents=True)
    (folder / "itest.yaml").write_text("")
    (folder / "scenarios" / "a.yaml").write_text(SCENARIO)
    (tmp_path / "outside" / "folder").mkdir(parents=True)
    (tmp_path / "outside" / "file").write_text("precious")
    (tmp_path / "outside" / "folder" / "work.txt").write_text("precious")
    return folder


def outside(project):
    """Everything outside the project, and what it holds."""
    return {path: path.is_file() and path.read_text() for path in (project.parent / "outside").rglob("*")}


USUAL = ("junit.xml", "run.ndjson", "report.html", "summary.md", "run.tap", "ctrf.json", "run.har")
COMMANDS = {
    "run": ("run",),
    "run with every report": (
        *("run", "--examples", "--report", "junit", "--report", "json", "--report", "html"),
        *("--report", "markdown", "--report", "tap", "--report", "ctrf", "--report", "har"),
    ),
    "docs build": ("docs", "build", "--format", "both"),
    "validate": ("validate",),
}
PLACES = (
    *(".itest", ".itest/runs", ".itest/verified", ".itest/history.json", ".itest/.gitignore"),
    *("itest-results", *(f"itest-results/{name}" for name in USUAL)),
    *(
        "docs",
        "docs/scenarios",
        "docs/scenarios/README.md",
        "docs/scenarios/verified.json",
        "docs/scenarios/index.html",
    ),
)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("target", ["folder", "file", "new"])
@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_written_through_a_link(project, place, target, command):
    """Wherever it stands and whatever it leads to: a folder, a file, nothing yet. And nothing is a defect."""
    path = project / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(project.parent / "outside" / target)
    before = outside(project)
    said = itest(project, *COMMANDS[command])
    assert said.code in (0, 2, 4), said.err
    assert before == outside(project)


def test_folders_that_itest_did_not_make_are_not_tidied_up(project):
    """Fifteen folders behind a link, and fifteen of the project's own that are no run's."""
    for number in range(15):
        (project.parent / "outside" / "folder" / f"project{number}").mkdir()
    (project / ".itest").mkdir()
    (project / ".itest" / "runs").symlink_to(project.parent / "outside" / "folder")
    before = outside(project)
    said = itest(project, "run")
    assert (2, before) == (said.code, outside(project))
    assert "`runs` is a link" in said.err
    (project / ".itest" / "runs").unlink()
    mine = [project / ".itest" / "runs" / f"0{number:02}" for number in range(15)]
    for path in mine:
        path.mkdir(parents=True)
    assert (0, True) == (itest(project, "run").code, all(path.is_dir() for path in mine))


def test_names_of_temporary_files_cannot_be_guessed(project):
    """Links named as those were that had the number of the process in them."""
    victim = project.parent / "outside" / "file"
    for place in ("docs/scenarios/.README.md.{}.tmp", "itest-results/.junit.xml.{}.tmp", ".itest/itest-defect-{}.txt"):
        path = project / place.format(os.getpid())
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(victim)
    (project / "scenarios" / "s.json").write_text(DEEP)
    assert 0 == itest(project, "docs", "build").code
    assert 0 == itest(project, "run", "--report", "junit").code
    request = "name: x\nsteps:\n- request: GET http://127.0.0.1:1/\n  expect: {schema: s.json}\n"
    (project / "scenarios" / "a.yaml").write_text(request)
    itest(project, "validate")
    assert "precious" == victim.read_text()


@pytest.mark.parametrize(
    "place", ["itest-results/junit.xml", "docs/scenarios/README.md", "docs/scenarios/verified.json"]
)
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(project, place):
    """Nobody would ever write to it, or read it."""
    (project / place).parent.mkdir(parents=True)
    os.mkfifo(project / place)
    assert itest(project, "docs", "build").code in (0, 2, 4)
    assert itest(project, "run", "--report", "junit").code in (0, 4)


def test_what_itest_keeps_is_for_nobody_else(project):
    """Files are 0600 in folders that are 0700."""
    assert 0 == itest(project, "run", "--examples", "--report", "html").code
    kept = [project / ".itest", *(project / ".itest").rglob("*")]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in kept if not path.is_dir()}
    assert ({0o600}, {0o700}) == (modes, {stat.S_IMODE(path.stat().st_mode) for path in kept if path.is_dir()})
    assert len(kept) > 6


@pytest.mark.parametrize("moment", [1e300, -1e300, float("inf"), True, "soon", [], None])
def test_an_odd_history_counts_as_none(project, moment):
    """The page is written, and says nothing of a last run."""
    (project / ".itest").mkdir()
    held = {"format": 1, "environments": {"": {"finished": moment, "cases": {"scenarios/a.yaml": "failed"}}}}
    (project / ".itest" / "history.json").write_text(json.dumps(held))
    assert 0 == itest(project, "run", "--html", "r.html").code


def test_a_path_that_a_person_typed_is_theirs(project):
    """A link, a folder elsewhere, a device."""
    (project / "link").symlink_to(project.parent / "outside" / "new.xml")
    assert (
        0
        == itest(
            project, "run", "--junit-xml", "link", "--report", "tap=../outside/a/b.tap", "--json", "/dev/null"
        ).code
    )
    assert {"new.xml", "a", "file", "folder"} == {path.name for path in (project.parent / "outside").iterdir()}
    assert 0 == itest(project, "docs", "build", "--out", "../outside/docs").code
    assert (project.parent / "outside" / "docs" / "README.md").is_file()


def test_a_project_begins_with_new_files_only(project):
    """A link in their place is something that is there already."""
    (project.parent / "empty").mkdir()
    (project.parent / "empty" / "itest.yaml").symlink_to(project.parent / "outside" / "new")
    before = outside(project)
    assert 2 == itest(project.parent, "init", "empty").code
    (project.parent / "empty" / "itest.yaml").unlink()
    (project.parent / "empty" / "scenarios").symlink_to(project.parent / "outside" / "folder")
    assert 2 == itest(project.parent, "init", "empty").code
    assert before == outside(project)
