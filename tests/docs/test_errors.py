"""docs/errors.md is what the table of codes says."""

from __future__ import annotations

from tests.docs import errors_page


def test_the_page_is_up_to_date():
    """`python -m tests.docs.errors_page` would write what is there."""
    assert errors_page.page() == errors_page.PATH.read_text(encoding="utf-8")


def test_every_code_has_a_family():
    """No code falls out of the page."""
    assert [] == [code for code in errors_page.CODES if code[:3] not in errors_page.FAMILIES]
