"""`report.docs.markdown_prose`: a description keeps its Markdown and cannot reach beyond itself."""

import pytest

from itest.report.docs.markdown_prose import without_html

from .reading import kinds, raw_html, tokens

HOSTILE = [
    "<script>alert(1)</script>",
    "a <b>b</b> `<i>` <!-- c -->",
    "` \n- <script>x</script>`",
    "| a | b |\n| --- | --- |\n| `x | <b> | y` |",
    "\\`<b>`",
    "``` not a fence ` <b>\n",
    "`a <b>\nc`",
    "<http://example.com>",
    "<?php ?> <![CDATA[x]]>",
    "    <b>indented</b>",
    "> <b>quoted</b>\n- <i>x</i>",
    "~~~\n<b>\n",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_html_is_left(text):
    """As a CommonMark parser reads it."""
    assert [] == raw_html(without_html(text))


@pytest.mark.parametrize("text", ["```\nopen", "~~~~\nopen\n~~~", "```html\n<b>\n```` x"])
def test_a_fence_that_is_never_closed_is_closed(text):
    """What follows on the page is not taken in."""
    (last,) = [token.content for token in tokens(without_html(text) + "\n\nafter") if token.type == "text"][-1:]
    assert "after" == last


def test_markdown_stays():
    """Emphasis, code, lists, links, tables, and code in fences as it is."""
    text = "**b** `c <d>`\n\n- one\n- [l](https://e.com)\n\n| a |\n| --- |\n| b |\n\n```py\n<x>\n```"
    assert text == without_html(text)


def test_headings_go_below_ours():
    """Three levels down, six at most; an underlined one becomes text."""
    assert "#### A\n###### B\nC\n" == without_html("# A\n##### B\nC\n===")
    assert "heading_open" not in kinds(without_html("C\n==="))


def test_pictures_and_formulas_are_text():
    """Nothing is fetched, nothing is drawn."""
    assert "!\\[x](http://e/x.png) &#36;y&#36;" == without_html("![x](http://e/x.png) $y$")
    assert "```\ngraph\n```" == without_html("```mermaid\ngraph\n```")
