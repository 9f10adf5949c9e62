"""`report.html_prose`: a description as HTML that can do nothing."""

import pytest

from itest.report.html_prose import prose


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\nline.\n\nTwo.", "<p>One line.</p><p>Two.</p>"),
        ("Answers **201** with `id`.", "<p>Answers <strong>201</strong> with <code>id</code>.</p>"),
        ("It is:\n- one\n  thing\n- two", "<p>It is:\n- one thing\n- two</p>"),
        ("2 * 3 ** 4", "<p>2 * 3 ** 4</p>"),
        ("<b>**a**</b>", "<p>&lt;b&gt;<strong>a</strong>&lt;/b&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("\u202eevil", r"<p>\u202eevil</p>"),
        ("", ""),
    ],
)
def test_prose(text, html):
    """Paragraphs, emphasis and code; everything else is text."""
    assert html == prose(text)


def test_a_long_description_is_cut():
    """To what one reads in a report."""
    assert len(prose("word " * 10_000)) < 5_000
