"""Discovery: which files are scenarios, and which project is theirs."""

import os
from pathlib import Path

import pytest

from itest.load.discover import common_folder, discover, find_project
from itest.model.problem import UsageError


@pytest.fixture
def tree(tmp_path):
    top = tmp_path.resolve()
    names = "itest.yaml s/b.yml s/a.yaml s/itest.yaml s/note.txt s/_shared/c.yaml s/.git/d.yaml s/.e.yaml s/sub/f.yaml"
    for name in names.split():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text("")
    return top


def test_scenarios_under_a_folder(tree):
    """YAML files but the project's, without what lies in folders that start with `_` or `.`."""
    assert ["s/a.yaml", "s/b.yml", "s/sub/f.yaml"] == sorted(discover([Path("s")], tree).values())


def test_what_is_given_itself_is_taken(tree):
    """A file or folder that is named counts, wherever it lies; twice is once."""
    paths = [Path("s/_shared"), Path("s/_shared/c.yaml"), Path("s/a.yaml"), tree / "s/a.yaml"]
    assert ["s/_shared/c.yaml", "s/a.yaml"] == sorted(discover(paths, tree).values())


def test_names_are_as_people_typed_them(tree):
    """Relative to where they stand; above it, as given."""
    assert ["../a.yaml", "f.yaml"] == sorted(discover([Path("f.yaml"), Path("../a.yaml")], tree / "s/sub").values())


def test_links_to_folders_are_not_followed(tree):
    """They may lead in circles."""
    (tree / "s/sub/loop").symlink_to(tree / "s")
    assert ["s/sub/f.yaml"] == list(discover([Path("s/sub")], tree).values())


def test_a_name_that_is_not_utf_8_is_shown_escaped(tree):
    """Its bytes that are none are written out, and the rest is as it is; no report could hold them otherwise."""
    folder = os.fsdecode(b"d\xff")
    try:
        (tree / folder).mkdir()
    except OSError as error:
        pytest.skip(f"no such names here: {error}")
    (tree / folder / os.fsdecode("ö".encode() + b"\xfe.yaml")).write_text("")
    assert [r"d\xff/ö\xfe.yaml"] == list(discover([Path(folder)], tree).values())
    assert [r"../d\xff/ö\xfe.yaml"] == list(discover([Path("..", folder)], tree / "s").values())


def test_a_circle_of_links_is_found_as_it_is(tree):
    """Reading it tells what is wrong; in a folder, given itself, or as a folder on the way."""
    for name in ("s/loop.yaml", "circle"):
        (tree / name).symlink_to(Path(name).name)
    given = [Path("s/loop.yaml"), Path("circle"), Path("circle/a.yaml")]
    assert ["circle", "circle/a.yaml", "s/loop.yaml"] == sorted(discover(given, tree).values())
    assert "s/loop.yaml" in discover([Path("s")], tree).values()
    assert tree / "itest.yaml" == find_project([Path("circle")], tree).file
    assert tree == common_folder(given, tree)


def test_a_project_file_that_leads_nowhere_is_the_project(tree):
    """Nobody is to think that it was read: reading it tells what is wrong."""
    for name, target in (("s/sub/itest.yaml", "itest.yaml"), ("s/_shared/itest.yaml", "nowhere")):
        (tree / name).symlink_to(target)
    found = [find_project([Path(path)], tree).file for path in ("s/sub", "s/_shared/c.yaml")]
    assert [tree / "s/sub/itest.yaml", tree / "s/_shared/itest.yaml"] == found


def test_a_path_that_is_not_there(tree):
    """All of them are named, whatever their names are."""
    names = ["nowhere", "s", "itest.yaml/a", "x" * 300, os.fsdecode(b"no\xff")]
    with pytest.raises(UsageError) as raised:
        discover([Path(name) for name in names], tree)
    shown = ["nowhere", "itest.yaml/a", "x" * 300, r"no\xff"]
    assert [("IT402", name, f"there is no `{name}`") for name in shown] == [
        (problem.code, problem.file, problem.message) for problem in raised.value.problems
    ]


def test_the_project_is_the_nearest_above_the_first_path(tree):
    """The first path given decides."""
    found = [find_project([Path(path)], tree).file for path in ("s/sub/f.yaml", "s", ".")]
    assert [tree / "s/itest.yaml", tree / "s/itest.yaml", tree / "itest.yaml"] == found


def test_without_a_project_the_paths_have_a_folder_in_common(tree):
    """It is the root that files stay under."""
    assert tree / "s" == common_folder([Path("s/a.yaml"), Path("s/sub")], tree)
