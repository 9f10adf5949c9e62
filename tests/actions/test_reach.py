"""How far a scenario reaches."""

import pytest

from itest.actions.reach import MAX_FILE, read_text, within
from itest.load.context import Context
from itest.load.findings import Findings
from itest.model.exchange import PrepareError
from itest.model.source import Source, SourceMap


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
        ("latin", "the file `latin` is not UTF-8 text"),
        ("folder", "the file `folder` is not a regular file"),
        ("large", "the file `large` is larger than 10 MB"),
        ("nothing", "the file `nothing` is not there"),
        ("latin/x", "the file `latin/x` cannot be read: Not a directory"),
        ("nul\0", "`nul\0` is no usable path"),
    ],
)
def test_what_cannot_be_read_is_said_plainly(tmp_path, name, message):
    """A file that is not there or no text is a sentence, not a traceback."""
    (tmp_path / "latin").write_bytes("é".encode("latin-1"))
    (tmp_path / "folder").mkdir()
    with (tmp_path / "large").open("wb") as large:
        large.truncate(MAX_FILE + 1)
    with pytest.raises(PrepareError) as caught:
        read_text(name, tmp_path, tmp_path, ("file",))
    assert message == caught.value.message


def test_a_byte_order_mark_is_no_text(tmp_path):
    """Editors that write one do not break a script."""
    (tmp_path / "a.sql").write_bytes(b"\xef\xbb\xbfselect 1")
    assert "select 1" == read_text("a.sql", tmp_path, tmp_path, ())


@pytest.mark.parametrize("name", ["../outside.txt", "nothing.txt", "folder", "nul\0"])
def test_a_path_is_refused_in_the_words_of_the_loader(tmp_path, name):
    """Whether it is written out or comes of a template makes no difference to the reader."""
    root = (tmp_path / "root").resolve()
    (root / "folder").mkdir(parents=True)
    findings = Findings(SourceMap(Source("a.yaml", "")))
    context = Context(path=root / "a.yaml", root=root, actions={}, findings=findings, use=lambda *_: None)
    assert context.file(name, ()) is None
    with pytest.raises(PrepareError) as caught:
        read_text(name, root, root, ())
    assert [caught.value.message] == [problem.message for problem in findings.problems]
