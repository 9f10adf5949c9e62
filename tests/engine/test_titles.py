"""Titles: rows are told apart by their name, or by their columns."""

import pytest

from itest.engine.plan import Selection
from itest.engine.selection import parse_target
from tests.engine.canned import plan, scenario

ROWS = "[{c: 200, t: 1}, {c: 404, t: 1}, {c: 200, t: 2}]"


def titles(folder, name, rows=ROWS, **options):
    text = scenario("- call: '{{ c }}{{ t }}'", name=name, examples=rows)
    return [planned.case.title for planned in plan(folder, text, **options).run.cases]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("'{{ c }}, {{ t }}'", ["200, 1", "404, 1", "200, 2"]),
        ("'Code {{ c }}'", ["Code 200 [c=200, t=1]", "Code 404", "Code 200 [c=200, t=2]"]),
        ("'{{ 1 + 1 }}'", ["2 [c=200, t=1]", "2 [c=404, t=1]", "2 [c=200, t=2]"]),
        ("Code", ["Code [c=200, t=1]", "Code [c=404, t=1]", "Code [c=200, t=2]"]),
    ],
)
def test_rows_of_one_name_get_their_columns(tmp_path, name, expected):
    """Those rows alone."""
    assert expected == titles(tmp_path, name)


def test_a_title_is_the_same_whatever_is_selected(tmp_path):
    """One row run by itself has the name that it has among the others."""
    chosen = Selection(targets=[parse_target(str(tmp_path / "a.yaml[3]"))])
    assert ["Code 200 [c=200, t=2]"] == titles(tmp_path, "'Code {{ c }}'", selection=chosen)


def test_a_name_that_cannot_be_rendered_stays_as_written(tmp_path):
    """Its case says why; the others have theirs."""
    rows = "[{c: 1, t: 1}, {c: '{{ env.NOT_SET_ANYWHERE }}', t: 1}]"
    assert ["Code 1", "Code {{ c }}"] == titles(tmp_path, "'Code {{ c }}'", rows)
