"""`files.state`: the state folder ignores itself in git, and what lies in it is for nobody else."""

import stat

from itest.files.place import read
from itest.files.state import keep, keep_anywhere, keep_apart, open_state, state


def test_the_state_folder_ignores_itself(tmp_path):
    """What somebody wrote there stays."""
    open_state(tmp_path)
    assert b"*\n" == read(state(tmp_path, ".gitignore"), 10)
    (tmp_path / ".itest" / ".gitignore").write_text("mine")
    keep(tmp_path, "a/b.json", b"{}")
    assert b"mine" == read(state(tmp_path, ".gitignore"), 10)
    assert b"{}" == read(state(tmp_path, "a/b.json"), 10)


def test_a_link_in_the_place_of_its_gitignore_is_not_followed(tmp_path):
    """Nothing is made where it leads."""
    (tmp_path / "project" / ".itest").mkdir(parents=True)
    (tmp_path / "project" / ".itest" / ".gitignore").symlink_to(tmp_path / "new")
    open_state(tmp_path / "project")
    assert not (tmp_path / "new").exists()


def test_what_is_kept_apart_has_a_name_of_its_own(tmp_path):
    """And nobody else may read it."""
    paths = [keep_apart(tmp_path, "defect", b"x"), keep_apart(tmp_path, "defect", b"x"), keep_anywhere("defect", b"x")]
    try:
        assert 3 == len(set(paths))
        assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for path in paths}
    finally:
        paths[-1].unlink()
