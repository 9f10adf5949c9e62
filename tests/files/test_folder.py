"""`files.folder`: folders are entered and files opened where no link leads, and nothing else is opened at all."""

import os
import stat
import subprocess

import pytest

from itest.files.folder import Folder, Refused


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "precious").write_text("precious")
    with Folder.top(tmp_path / "own") as opened:
        yield opened


def in_the_way(folder, kind, outside):
    """Something called `x` in the folder."""
    path = folder.path / "x"
    match kind:
        case "link":
            path.symlink_to(outside / "precious")
        case "dangling link":
            path.symlink_to(outside / "new")
        case "link to a folder":
            path.symlink_to(outside, target_is_directory=True)
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()


KINDS = ("link", "dangling link", "link to a folder", "pipe", "folder")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("act", ["read", "append", "overwrite", "put"])
def test_what_is_no_regular_file_is_neither_read_nor_written(folder, tmp_path, kind, act):
    """Nor waited for: a pipe that nobody writes to would never be read to its end."""
    in_the_way(folder, kind, tmp_path / "outside")
    temporary, descriptor = folder.temporary(0o600)
    os.close(descriptor)
    acts = {
        "read": lambda: folder.read("x", 10),
        "append": lambda: folder.append("x", 0o600),
        "overwrite": lambda: folder.overwrite("x"),
        "put": lambda: folder.put(temporary, "x"),
    }
    with pytest.raises(Refused, match=r"`x` is (a link|a folder|no regular file)"):
        acts[act]()
    assert ["precious"] == [path.name for path in (tmp_path / "outside").iterdir()]
    assert "precious" == (tmp_path / "outside" / "precious").read_text()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "folder"])
def test_only_folders_are_entered(folder, tmp_path, kind):
    """Nor is one made through a link that leads nowhere."""
    in_the_way(folder, kind, tmp_path / "outside")
    for mode in (None, 0o700):
        with pytest.raises(Refused):
            folder.enter("x", mode)
    assert ["precious"] == [path.name for path in (tmp_path / "outside").iterdir()]


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_file_is_new(folder, tmp_path, kind):
    """Whatever has its name already."""
    in_the_way(folder, kind, tmp_path / "outside")
    with pytest.raises(FileExistsError):
        folder.create("x", 0o600)


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../x", "/etc"])
def test_a_name_is_a_name(folder, name):
    """And no way out."""
    for act in (lambda: folder.enter(name, 0o700), lambda: folder.create(name, 0o600), lambda: folder.read(name, 1)):
        with pytest.raises(Refused, match="no name in a folder"):
            act()


def test_what_is_read_has_a_bound(folder):
    """Which is judged by what comes, since a file may grow."""
    (folder.path / "x").write_bytes(b"12345")
    assert b"12345" == folder.read("x", 5)
    with pytest.raises(OSError, match="larger"):
        folder.read("x", 4)
    with pytest.raises(FileNotFoundError):
        folder.read("y", 4)


def test_a_private_folder_of_ours_is_closed_to_others(folder):
    """Also one that was there, as a checkout leaves it."""
    (folder.path / "x").mkdir(mode=0o777)
    for name in ("x", "y"):
        with folder.enter(name, 0o700):
            assert 0o700 == stat.S_IMODE((folder.path / name).stat().st_mode)


def test_a_tree_is_removed_without_what_its_links_lead_to(folder, tmp_path):
    """A link in it is removed as one."""
    (folder.path / "x" / "y").mkdir(parents=True)
    (folder.path / "x" / "y" / "link").symlink_to(tmp_path / "outside", target_is_directory=True)
    folder.remove_tree("x")
    folder.remove_tree("missing")
    assert not (folder.path / "x").exists()
    assert "precious" == (tmp_path / "outside" / "precious").read_text()


def test_folders_in_folders_without_an_end_are_no_defect(folder):
    """What cannot be removed stays."""
    deep = folder.path / "deep"
    deep.mkdir()
    for _ in range(1200):
        deep = deep / "d"
        deep.mkdir()
    try:
        folder.remove_tree("deep")
    finally:
        subprocess.run(["rm", "-rf", folder.path / "deep"], check=True)  # which pytest could not remove either


def test_a_link_is_removed_and_what_it_leads_to_stays(folder, tmp_path):
    """As a file and as a tree."""
    (folder.path / "a").symlink_to(tmp_path / "outside" / "precious")
    (folder.path / "b").symlink_to(tmp_path / "outside", target_is_directory=True)
    folder.remove("a")
    folder.remove_tree("b")
    assert ["b"] == folder.names()
    assert "precious" == (tmp_path / "outside" / "precious").read_text()


def test_temporary_names_cannot_be_foreseen(folder):
    """Two are never the same, and neither tells which process made it."""
    made = [folder.temporary(0o600) for _ in range(2)]
    for _, descriptor in made:
        os.close(descriptor)
    assert made[0][0] != made[1][0]
    assert not any(str(os.getpid()) in name for name, _ in made)
