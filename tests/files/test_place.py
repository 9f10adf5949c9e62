"""`files.place`: a file is written, added to, read and removed below a folder that is trusted, through no link."""

import stat

import pytest

from itest.files.folder import Refused
from itest.files.place import MAX_DEPTH, Place, append, create, empty, entries, read, remove, write


def test_a_file_is_written_whole_with_its_folders(tmp_path):
    """Nothing stays beside it; written again, it is replaced."""
    place = Place(tmp_path, ("a", "b", "c.txt"))
    for content in (b"one", b"two"):
        write(place, content)
        assert content == read(place, 10) == place.path.read_bytes()
    assert [place.path] == list(place.path.parent.iterdir())


def test_what_is_private_is_for_nobody_else(tmp_path):
    """Its folders, too."""
    place = Place(tmp_path, ("a", "b"), private=True) / "c.txt"
    write(place, b"x")
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a", "a/b", "a/b/c.txt")]
    assert [0o700, 0o700, 0o600] == modes


ACTS = {
    "write": lambda place: write(place, b"x"),
    "create": lambda place: create(place, b"x"),
    "append": append,
    "empty": empty,
    "read": lambda place: read(place, 10),
    "remove": remove,
}


@pytest.mark.parametrize("act", ACTS)
def test_no_link_is_followed_on_the_way(tmp_path, act):
    """Wherever in the way it is."""
    (tmp_path / "outside" / "b").mkdir(parents=True)
    (tmp_path / "outside" / "b" / "c").write_text("precious")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a").symlink_to(tmp_path / "outside", target_is_directory=True)
    with pytest.raises(Refused, match="`a` is a link"):
        ACTS[act](Place(tmp_path / "in", ("a", "b", "c")))
    assert "precious" == (tmp_path / "outside" / "b" / "c").read_text()
    assert 1 == len(list((tmp_path / "outside" / "b").iterdir()))


def test_a_failed_write_leaves_nothing(tmp_path):
    """Not even what was written beside the place."""
    (tmp_path / "x").mkdir()
    with pytest.raises(Refused):
        write(Place(tmp_path, ("x",)), b"content")
    assert [tmp_path / "x"] == list(tmp_path.iterdir())


def test_what_is_added_to_can_be_begun_anew(tmp_path):
    """Whoever adds goes on at the beginning."""
    place = Place(tmp_path, ("log",))
    with append(place) as stream:
        stream.write(b"one")
        stream.flush()
        empty(place)
        stream.write(b"two")
    assert b"two" == read(place, 10)


def test_entries_are_looked_for_in_folders_only(tmp_path):
    """Links are there and not entered; what lies too deep is not looked at."""
    deep = tmp_path.joinpath(*["d"] * (MAX_DEPTH + 2))
    deep.mkdir(parents=True)
    (deep / "below").write_text("")
    (tmp_path / "d" / "a").write_text("")
    (tmp_path / "d" / "link").symlink_to(tmp_path, target_is_directory=True)
    assert ["d/a", "d/link"] == sorted(entries(Place(tmp_path, ())))
    assert [] == list(entries(Place(tmp_path, ("missing",))))
