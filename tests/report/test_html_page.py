"""`report.html_page`: the parts put together."""

import pytest

from itest.report.history import Past
from itest.report.html_page import SCRIPTS, asset, incomplete, page
from itest.report.told import Told

from .pages import run_of, sample


@pytest.mark.parametrize("name", ["report.css", *(f"{name}.js" for name in SCRIPTS)])
def test_no_asset_can_end_the_element_it_stands_in(name):
    """Nor does it ask for anything."""
    content = asset(name)
    assert [] == [word for word in ("</", "<!--", "@import", "url(", "fetch(", "innerHTML") if word in content]


def test_no_slot_is_left_open():
    """Not even where a text of the run looks like one."""
    told = Told()
    for event in run_of(sample.result(sample.case("x", "@@data@@ @@style@@"), sample.Outcome.PASSED)):
        told.handle(event)
    found = b"".join(page(told, Past(statuses={}))).decode()
    # In the list, among the slowest and in the data; nowhere was one filled in.
    assert (3, 3) == (found.count("@@data@@"), found.count("@@style@@"))
    assert b"@@" not in incomplete()


def test_a_large_run_is_made_piece_by_piece():
    """Each case by itself; together they would take many times the memory of the run."""
    cases = [sample.case(f"x{number}", f"Case {number}") for number in range(300)]
    told = Told()
    for event in run_of(*(sample.result(case, sample.Outcome.PASSED) for case in cases)):
        told.handle(event)
    lines = [piece for piece in page(told, Past(statuses={})) if piece.startswith(b'<li class="case"')]
    assert [1] * 300 == [line.count(b"<li class=") for line in lines]
