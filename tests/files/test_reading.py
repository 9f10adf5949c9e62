"""`files.reading`: plain files under a root, and no more of them than was asked for."""

import os
from pathlib import Path

import pytest

from itest.files.reading import NotRead, Why, content, content_within, within


def why(act):
    with pytest.raises(NotRead) as raised:
        act()
    return raised.value.why


def test_what_is_no_plain_file_is_not_read(tmp_path):
    """Nor waited for."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "large").write_bytes(b"12345")
    expected = {"pipe": Why.IRREGULAR, ".": Why.IRREGULAR, "circle": Why.CIRCLE, "large": Why.LARGE, "no": Why.MISSING}
    assert expected == {name: why(lambda name=name: content(tmp_path / name, 4)) for name in expected}
    assert b"12345" == content(tmp_path / "large", 5)


def test_what_has_no_size_has_a_bound(tmp_path):
    """As files of /proc: zero bytes long, by their own account."""
    if not Path("/proc/self/status").exists():
        pytest.skip("no such files here")
    assert Why.LARGE is why(lambda: content("/proc/self/status", 4))


def test_links_are_followed_before_it_is_judged_where_a_file_lies(tmp_path):
    """Inside they are files like others."""
    (tmp_path / "root" / "a").mkdir(parents=True)
    (tmp_path / "outside").write_text("secret")
    (tmp_path / "root" / "inside").write_text("fine")
    (tmp_path / "root" / "a" / "out").symlink_to(tmp_path / "outside")
    (tmp_path / "root" / "a" / "in").symlink_to("../inside")
    root, base = tmp_path / "root", tmp_path / "root" / "a"
    assert b"fine" == content_within("in", base, root, 10) == content_within("../inside", base, root, 10)
    for name in ("out", "../../outside", str(tmp_path / "outside")):
        assert Why.OUTSIDE is why(lambda name=name: content_within(name, base, root, 10))
    assert Why.UNUSABLE is why(lambda: within("a\0b", base, root))
