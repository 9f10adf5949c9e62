"""`files.draft`: nothing is seen of what is written before it is finished."""

import pytest

from itest.files.draft import Draft
from itest.files.folder import Refused
from itest.files.place import Place


def test_a_draft_takes_its_place_at_the_end(tmp_path):
    """Until then what was there stays."""
    (tmp_path / "r").write_text("old")
    draft = Draft(Place(tmp_path, ("r",)))
    draft.write(b"new")
    before = (tmp_path / "r").read_text()
    draft.finish()
    assert ("old", "new", ["r"]) == (before, (tmp_path / "r").read_text(), [path.name for path in tmp_path.iterdir()])


def test_a_draft_that_is_abandoned_leaves_nothing(tmp_path):
    """Twice is as good as once."""
    draft = Draft(Place(tmp_path, ("r",)))
    draft.write(b"new")
    draft.abandon()
    draft.abandon()
    assert [] == list(tmp_path.iterdir())


def test_a_folder_that_became_a_link_meanwhile_is_not_written_to(tmp_path):
    """The neighbour had all the time of the run for it."""
    (tmp_path / "a").mkdir()
    draft = Draft(Place(tmp_path, ("a", "r")))
    (tmp_path / "a").rename(tmp_path / "b")
    (tmp_path / "a").symlink_to("b", target_is_directory=True)
    draft.write(b"new")
    with pytest.raises(Refused):
        draft.finish()
    assert not (tmp_path / "b" / "r").exists()
