"""How far a scenario reaches."""

import pytest

from itest.actions.reach import read_text, within
from itest.model.exchange import PrepareError


def test_a_path_is_relative_to_the_folder_of_the_file(tmp_path):
    """Up and down is fine as long as it stays under the root."""
    (tmp_path / "a").mkdir()
    assert tmp_path / "b.sql" == within("../b.sql", tmp_path / "a", tmp_path, ())


@pytest.mark.parametrize("text", ["../outside", "/etc/passwd", "link"])
def test_a_path_outside_of_the_root_is_refused(tmp_path, text):
    """Neither dots nor an absolute path nor a link leads out."""
    root = tmp_path / "root"
    root.mkdir()
    (root / "link").symlink_to("/etc")
    with pytest.raises(PrepareError) as caught:
        within(text, root, root, ("file",))
    assert ("IT217", ("file",)) == (caught.value.code, caught.value.pointer)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("latin", "latin is not UTF-8 text"),
        ("folder", "folder is no regular file of at most 10,000,000 bytes"),
        ("nothing", "nothing cannot be read: No such file or directory"),
        ("nul\0", "'nul\\x00' is not a path: "),
    ],
)
def test_what_cannot_be_read_is_said_plainly(tmp_path, name, message):
    """A file that is not there or no text is a sentence, not a traceback."""
    (tmp_path / "latin").write_bytes("é".encode("latin-1"))
    (tmp_path / "folder").mkdir()
    with pytest.raises(PrepareError) as caught:
        read_text(name, tmp_path, tmp_path, ("file",))
    assert caught.value.message.startswith(message)


def test_a_byte_order_mark_is_no_text(tmp_path):
    """Editors that write one do not break a script."""
    (tmp_path / "a.sql").write_bytes(b"\xef\xbb\xbfselect 1")
    assert "select 1" == read_text("a.sql", tmp_path, tmp_path, ())
