"""`itest init`: the first files."""

import pytest

from tests.cli.commanding import itest


def test_the_first_files_are_valid(tmp_path):
    """And what to type next is said."""
    said = itest(tmp_path, "init", "shop")
    assert ["wrote shop/itest.yaml", "wrote shop/scenarios/first.yaml", "next   cd shop && itest run"] == (
        said.out.splitlines()
    )
    assert "1 scenario valid, 1 step\n" == itest(tmp_path / "shop", "validate").out


def test_the_demo_is_valid(tmp_path):
    """Its scenarios and the schemas they name."""
    assert 0 == itest(tmp_path, "init", "--demo").code
    assert 0 == itest(tmp_path, "validate").code


@pytest.mark.parametrize("there", ["itest.yaml", "scenarios/first.yaml"])
def test_nothing_that_is_there_is_touched(tmp_path, there):
    """Then nothing at all is written."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / there).write_text("mine")
    said = itest(tmp_path, "init")
    assert (2, "mine") == (said.code, (tmp_path / there).read_text())
    assert 1 == len([path for path in tmp_path.rglob("*") if path.is_file()])


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    """Exit 2."""
    (tmp_path / "file").write_text("")
    said = itest(tmp_path, "init", "file/x")
    assert (2, True) == (said.code, "cannot be written" in said.err)
