"""`itest docs build`: from a run to pages, and whether they are up to date."""

import json
import os
import sys
from contextlib import chdir
from pathlib import Path

import pytest

from itest.cli.main import app, guarded
from tests.servers.echo import serving

TOP = Path(__file__).resolve().parent.parent.parent
SCENARIO = "name: Ask\nservice: shop\nsteps:\n  - {name: Ask, request: GET /echo/1, expect: {status: 200}}\n"


@pytest.fixture
def itest(capsys):
    """The exit code and output of a command in a folder."""

    def of(folder, *words):
        with chdir(folder):
            code = guarded(lambda: app(words))
        out, err = capsys.readouterr()
        return code, out + err

    return of


@pytest.fixture
def project(tmp_path):
    """A project with one scenario, and its server."""
    with serving() as server:
        (tmp_path / "itest.yaml").write_text(f'services: {{shop: {{url: "{server.url}"}}}}\n')
        (tmp_path / "scenarios").mkdir()
        (tmp_path / "scenarios" / "ask.yaml").write_text(SCENARIO)
        yield tmp_path


def test_the_documentation_of_this_repository_is_up_to_date(itest):
    """`itest run --examples && itest docs build` brings it there."""
    code, said = itest(TOP, "docs", "build", "--check")
    assert (0, True) == (code, "up to date in docs/scenarios" in said), said


def test_from_never_verified_to_verified_to_stale(itest, project):
    """A run makes the examples true, a change makes them stale, a second run true again."""
    page = project / "docs" / "scenarios" / "ask.md"
    code, said = itest(project, "docs", "build")
    assert (0, "1 scenario: 1 never verified; 5 files written in docs/scenarios") == (code, said.split("\n")[0])
    assert "`itest run --examples`" in said
    assert 0 == itest(project, "run", "--examples")[0]
    assert (0, "1 scenario: 1 verified; 4 files written in docs/scenarios\n") == itest(project, "docs", "build")
    assert "GET /echo/1" in page.read_text() and "200 OK" in page.read_text()
    assert 0 == itest(project, "docs", "build", "--check")[0]
    (project / "scenarios" / "ask.yaml").write_text(SCENARIO.replace("/echo/1", "/echo/2"))
    code, said = itest(project, "docs", "build", "--check")
    assert 1 == code and "not up to date   docs/scenarios/ask.md" in said and "stale            scenarios/ask" in said
    assert "1 stale" in itest(project, "docs", "build")[1]
    assert "⚠️ **Stale.**" in page.read_text()
    assert 1 == itest(project, "docs", "build", "--check")[0]
    itest(project, "run", "--examples")
    itest(project, "docs", "build")
    assert "GET /echo/2" in page.read_text()
    assert 0 == itest(project, "docs", "build", "--check")[0]


def test_a_new_run_changes_no_page_unless_asked_for(itest, project):
    """Dates, ports and ids stay as they were recorded; `--refresh` takes the new ones."""
    itest(project, "run", "--examples")
    itest(project, "docs", "build")
    records = project / "docs" / "scenarios" / "verified.json"
    old = json.loads(records.read_text())
    old["cases"][0]["date"] = "2020-01-01T00:00:00Z"
    records.write_text(json.dumps(old))
    itest(project, "docs", "build")
    itest(project, "run", "--examples")
    assert "0 files written" in itest(project, "docs", "build")[1]
    assert "2020-01-01" in records.read_text()
    assert 0 == itest(project, "docs", "build", "--refresh")[0]
    assert "2020-01-01" not in records.read_text()


def test_options_that_cannot_be_meant(itest, project):
    """A format that does not exist, a page by hand in the way, records that are broken."""
    assert (2, True) == says(itest, project, "There is no format `htlm`.", "--format", "htlm")
    assert (2, True) == says(itest, project, "IT402", "nowhere")
    folder = project / "docs" / "scenarios"
    folder.mkdir(parents=True)
    (folder / "README.md").write_text("mine")
    assert (2, True) == says(itest, project, "was not built by `itest docs build`")
    (folder / "verified.json").write_text("{")
    assert (2, True) == says(itest, project, "cannot be read")


def says(itest, folder, words, *options):
    code, said = itest(folder, "docs", "build", *options)
    return code, words in said


def test_an_address_of_a_started_service_is_a_variable(itest, tmp_path):
    """The port of the run is in no page."""
    (tmp_path / "itest.yaml").write_text(
        "services:\n  my_shop:\n    url: 'http://127.0.0.1:{{ port }}'\n"
        f"    start: {{command: ['{sys.executable}', -m, http.server, --bind, 127.0.0.1, '{{{{ port }}}}'],"
        " ready: {http: /}}\n"
    )
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "a.yaml").write_text("name: A\nsteps: [{request: {url: /, query: {a: 1}}}]\n")
    assert 0 == itest(tmp_path, "run", "--examples")[0]
    itest(tmp_path, "docs", "build")
    page = (tmp_path / "docs" / "scenarios" / "a.md").read_text()
    assert 'curl "$MY_SHOP_URL/?a=1"' in page
    assert "127.0.0.1" not in page and str(tmp_path) not in page


def test_a_scenario_whose_name_is_not_utf_8_has_a_page(itest, project):
    """Its name is written out, and what was seen of it is found again."""
    scenario = project / "scenarios" / "ask.yaml"
    try:
        scenario.rename(scenario.with_name(os.fsdecode(b"ask\xff.yaml")))
    except OSError as error:
        pytest.skip(f"no such names here: {error}")
    assert 0 == itest(project, "run", "--examples")[0]
    code, said = itest(project, "docs", "build", "--format", "both")
    assert (0, "1 scenario: 1 verified") == (code, said.split(";")[0])
    assert "200 OK" in (project / "docs" / "scenarios" / r"ask\xff.md").read_text("utf-8")
    assert r"(ask%5Cxff.md)" in (project / "docs" / "scenarios" / "README.md").read_text("utf-8")


def test_scenarios_of_a_list_have_a_page_each(itest, project):
    """Below the page that their file would have; what one showed is kept for it alone."""
    steps = "steps: [{{request: GET /echo/{}, expect: {{status: 200}}}}]"
    listed = [f"  - name: {name}\n    {steps.format(name)}\n" for name in ("One", "Two")]
    (project / "scenarios" / "several.yaml").write_text("service: shop\nscenarios:\n" + "".join(listed))
    assert 0 == itest(project, "run", "--examples")[0]
    assert "3 scenarios: 3 verified" in itest(project, "docs", "build")[1]
    pages = {name: (project / "docs" / "scenarios" / "several" / f"{name}.md").read_text() for name in ("one", "two")}
    assert [("GET /echo/One" in pages["one"], "GET /echo/Two" in pages["one"]), (False, True)] == [
        (True, False),
        ("GET /echo/One" in pages["two"], "GET /echo/Two" in pages["two"]),
    ]
    assert "itest run scenarios/several.yaml:5" in pages["two"]
    assert 0 == itest(project, "docs", "build", "--check")[0]
