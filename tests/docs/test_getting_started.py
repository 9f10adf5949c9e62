"""docs/getting-started.md: the tutorial, carried out from its first command to its last."""

from __future__ import annotations

from tests.docs.pages import TOP, Page
from tests.docs.tutorial import Tutorial, agrees


def test_the_tutorial_prints_what_it_says(tmp_path):
    """Every file of the page is written and every command run, in order, in one folder; each prints what it should."""
    page = Page.of(TOP / "docs" / "getting-started.md")
    ran = list(Tutorial(page, tmp_path).carry_out())
    assert [] == [(command.words, output) for command, output in ran if not agrees(command.output, output)]
    assert len(ran) >= 15


def test_a_wrong_output_is_noticed():
    """What differs from the page in more than times and random values does not agree with it."""
    assert agrees("1 passed   0.31s\n", "1 passed   1.20s\n")
    assert not agrees("1 passed   0.31s\n", "1 failed   0.31s\n")
    assert agrees("…\nlast\n", "first\nmore\nlast\n")
    assert not agrees("", "something\n")
