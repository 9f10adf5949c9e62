"""`files.run_folders`: the last runs are kept, and only what was made here is removed."""

import pytest

from itest.files.folder import Refused
from itest.files.run_folders import KEPT, open_run, run_folder


def names(root):
    return sorted(path.name for path in (root / ".itest" / "runs").iterdir())


def test_the_last_runs_are_kept(tmp_path):
    """Older ones are removed with all that is in them."""
    for number in range(KEPT + 3):
        open_run(tmp_path, f"r{number:02}")
        (run_folder(tmp_path, f"r{number:02}").path / "database").write_text("x")
    assert [f"r{number:02}" for number in range(3, KEPT + 3)] == names(tmp_path)


def test_what_was_not_made_here_stays(tmp_path):
    """Folders without a mark, with that of another folder, files and links."""
    runs = tmp_path / ".itest" / "runs"
    (tmp_path / "outside").mkdir()
    open_run(tmp_path / "outside", "a0")
    (runs / "a1").mkdir(parents=True)
    (runs / "a2").mkdir()
    (runs / "a2" / ".itest-run").write_text("itest run a1\n")
    (runs / "a3").write_text("")
    (runs / "a0").symlink_to(tmp_path / "outside" / ".itest" / "runs" / "a0", target_is_directory=True)
    for number in range(KEPT + 1):
        open_run(tmp_path, f"r{number:02}")
    assert ["a0", "a1", "a2", "a3", *(f"r{number:02}" for number in range(1, KEPT + 1))] == names(tmp_path)
    assert ["a0"] == names(tmp_path / "outside")


def test_the_own_folder_is_never_an_old_one(tmp_path):
    """Whatever the names of the others are."""
    for number in range(KEPT + 2):
        open_run(tmp_path, f"z{number:02}")
    open_run(tmp_path, "a")
    assert KEPT == len(names(tmp_path))
    assert "a" in names(tmp_path)


def test_runs_that_are_a_link_are_refused(tmp_path):
    """Nothing is removed where it leads."""
    (tmp_path / "outside" / "x").mkdir(parents=True)
    (tmp_path / ".itest").mkdir()
    (tmp_path / ".itest" / "runs").symlink_to(tmp_path / "outside", target_is_directory=True)
    with pytest.raises(Refused, match="`runs` is a link"):
        open_run(tmp_path, "r")
    assert ["x"] == [path.name for path in (tmp_path / "outside").iterdir()]
