"""Discovery: which files are scenarios, and which project is theirs."""

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


def test_a_path_that_is_not_there(tree):
    """All of them are named."""
    with pytest.raises(UsageError) as raised:
        discover([Path("nowhere"), Path("s"), Path("neither")], tree)
    assert [("IT402", "nowhere"), ("IT402", "neither")] == [(p.code, p.file) for p in raised.value.problems]


def test_the_project_is_the_nearest_above_the_first_path(tree):
    """The first path given decides."""
    found = [find_project([Path(path)], tree) for path in ("s/sub/f.yaml", "s", ".")]
    assert [tree / "s/itest.yaml", tree / "s/itest.yaml", tree / "itest.yaml"] == found


def test_without_a_project_the_paths_have_a_folder_in_common(tree):
    """It is the root that files stay under."""
    assert tree / "s" == common_folder([Path("s/a.yaml"), Path("s/sub")], tree)
