"""What itest tells about itself."""

import json

import pytest

from itest.model.codes import CODES
from tests.cli.commanding import itest


def test_a_code_is_explained_in_any_case(tmp_path):
    """Title first."""
    said = itest(tmp_path, "explain", "it104")
    assert (0, "IT104 · A value does not match") == (said.code, said.out.splitlines()[0])


def test_all_codes_are_listed(tmp_path):
    """A line each."""
    assert len(CODES) == len(itest(tmp_path, "explain", "all").out.splitlines())


def test_a_code_that_is_not_there_gets_a_hint(tmp_path):
    """The nearest one, or the list."""
    assert "did you mean" in itest(tmp_path, "explain", "IT1044").err
    assert "itest explain all" in itest(tmp_path, "explain", "x").err


@pytest.mark.parametrize("which", ["scenario", "project"])
def test_the_editor_schemas_are_printed(tmp_path, which):
    """As JSON Schema."""
    assert "$schema" in json.loads(itest(tmp_path, "schema", which).out)
