"""`report.docs.site`: pages to the byte, hostile texts among them; what is not ours is left alone.

`ITEST_GOLDEN=write pytest tests/report/docs/test_site.py` writes the expected pages anew; read the difference.
"""

import os
import re
import shutil
from pathlib import Path

import pytest

from itest.cli.documenting import DocsOptions, build
from itest.cli.loading import Asked
from itest.files.place import Place
from itest.model.problem import ReportError, UsageError
from itest.report.docs.markdown import MARK
from itest.report.docs.site import Changes, carry_out, changes

from .reading import raw_html

GOLDEN = Path(__file__).parent / "golden"
WRITE = os.environ.get("ITEST_GOLDEN") == "write"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The project's documentation in both formats, in a copy of it."""
    project = tmp_path_factory.mktemp("docs") / "project"
    shutil.copytree(GOLDEN / "project", project)
    assert 0 == build(asked(project), DocsOptions(out=project / "docs", form="both"))
    return project / "docs"


def asked(project):
    return Asked(paths=[str(project / "scenarios")])


def test_pages_are_what_they_are_expected_to_be(built):
    """Every page, its name and its last byte; the stylesheet, which is the report's, is left out."""
    pages = {path.relative_to(built).as_posix(): without_style(path) for path in built.rglob("*") if path.is_file()}
    if WRITE:
        shutil.rmtree(GOLDEN / "expected", ignore_errors=True)
        for name, text in pages.items():
            (GOLDEN / "expected" / name).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / "expected" / name).write_text(text, encoding="utf-8")
    expected = {
        path.relative_to(GOLDEN / "expected").as_posix(): path.read_text(encoding="utf-8")
        for path in (GOLDEN / "expected").rglob("*")
        if path.is_file()
    }
    assert sorted(expected) == sorted(pages)
    for name, text in expected.items():
        assert text == pages[name], name


def without_style(path):
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"<style>.*?</style>", "<style></style>", text, flags=re.DOTALL)
    return re.sub(r"sha256-[^']+", "sha256-", text)


def test_building_again_changes_nothing(built):
    """Not a file is written, and a check is content but for the stale scenario."""
    before = {path: path.stat().st_mtime_ns for path in built.rglob("*")}
    assert 0 == build(asked(built.parent), DocsOptions(out=built, form="both"))
    assert before == {path: path.stat().st_mtime_ns for path in built.rglob("*")}


def test_a_page_has_no_element_of_a_scenario(built):
    """Nothing that a scenario or an answer says is an element in HTML."""
    page = without_style(built / "hostile.html")
    assert "alert(1)" in page
    assert [] == re.findall(r"<(?:script|img|i|u|b)>|<[^>]*[ ]onerror=", page.replace('<b class="word"', ""))


def test_markdown_has_only_our_html(built):
    """As a CommonMark parser reads the pages: the HTML in them is the mark and the folds."""
    found = {html for path in built.rglob("*.md") for html in raw_html(path.read_text(encoding="utf-8"))}
    summary = {html for html in found if re.fullmatch(r"<details>\n<summary>[^<>]*</summary>\n", html)}
    assert {f"{MARK}\n", "</details>\n"} == found - summary
    assert summary


def test_secrets_of_the_scenario_itself_are_hidden(built):
    """The default of a secret input stands in the file, and on no page."""
    assert [] == [path.name for path in built.rglob("*.*") if "correct horse" in path.read_text(encoding="utf-8")]


def test_pages_that_are_no_longer_built_are_removed_and_others_stay(built, tmp_path):
    """A page of a scenario that is gone; not what a person wrote, and not a foreign ending."""
    shutil.copytree(built, tmp_path / "docs")
    (tmp_path / "docs" / "gone.md").write_bytes((built / "stale.md").read_bytes())
    (tmp_path / "docs" / "mine.md").write_text("# Mine\n")
    files = {
        path.relative_to(tmp_path / "docs").as_posix(): path.read_bytes()
        for path in (tmp_path / "docs").rglob("*")
        if path.is_file() and path.name not in ("gone.md", "mine.md")
    }
    docs = Place(tmp_path, ("docs",))
    found = changes(files, docs)
    assert Changes(write=(), remove=("gone.md",)) == found
    carry_out(found, files, docs)
    assert (False, True) == ((tmp_path / "docs" / "gone.md").exists(), (tmp_path / "docs" / "mine.md").exists())


def test_what_was_not_built_here_is_never_overwritten(tmp_path):
    """A README that a person wrote stops the build before anything is written."""
    (tmp_path / "README.md").write_text("# By hand\n")
    with pytest.raises(UsageError, match=r"README.md` was not built by `itest docs build`; nothing was written"):
        changes({"README.md": b"x"}, Place(tmp_path, ()))


def test_a_folder_that_cannot_be_written_is_a_report_error(tmp_path):
    """A file stands where the folder should be."""
    (tmp_path / "docs").write_text("")
    with pytest.raises(ReportError, match="IT501"):
        carry_out(Changes(write=("README.md",), remove=()), {"README.md": b"x"}, Place(tmp_path, ("docs",)))
