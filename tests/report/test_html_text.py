"""`report.html_text`: the parts that are there without a script."""

from itest.report.history import Past
from itest.report.html_run import entries
from itest.report.html_text import block, changes, shown, tiles
from itest.report.told import Told

from . import events as sample
from .pages import HOSTILE


def test_a_block_is_the_terminals_with_a_class_a_role():
    """Text as it is, everything else marked with its role; markup in it is text."""
    lines = [(("code", "IT104"), ("text", " is <b>")), (), (("minus", "  - 1 & 2"),)]
    expected = '<span class="r-code">IT104</span> is &lt;b&gt;\n\n<span class="r-minus">  - 1 &amp; 2</span>\n</pre>'
    assert block(lines).endswith(f'aria-label="What broke">{expected}')


def test_text_from_outside_is_visible_first_and_then_harmless():
    """And cut before it is escaped, so that no entity is."""
    assert r"\u202e" in shown(HOSTILE)
    assert not set("<>\"'") & set(shown(HOSTILE))
    assert "&lt;&lt;…" == shown("<<<<", 3)


def test_totals_are_there_in_numbers_and_words():
    """One tile for each status that there is, what matters most first."""
    told = Told()
    for event in sample.short_run():
        told.handle(event)
    found = tiles(entries(told, Past(statuses={})))
    assert found.index("failed</span>") < found.index("flaky</span>") < found.index("passed</span>")
    assert "quarantined" not in found
    assert "" == tiles([])


def test_no_change_is_said_too():
    """A reader need not wonder."""
    assert changes([], 1.0).endswith("nothing changed.</p>")
