"""`report.docs.markdown`: whatever a text holds, a reader sees it as it is, and nothing else happens."""

import pytest

from itest.report.docs import blocks as b
from itest.report.docs.markdown import Writer, code, escaped, label, relative

from .reading import PARSER, kinds, plain, raw_html, tokens

HOSTILE = [
    "<script>alert(1)</script>",
    "</details><img src=x onerror=alert(1)>",
    "a | b || c",
    "`tick` ``two`` ```three``` \\`",
    "**b** __b__ *e* _e_ ~~s~~ [l](http://x) ![i](http://x) <http://x>",
    "&lt; &amp; &#60;",
    "]]> ]] [[",
    "\\",
    "\\| \\\\|",
    "# no heading",
    "- no list",
    "12. no list",
    "+ no",
    "== no ==",
    "> no quote",
    "snake_case _a_ a_b_",
    "ends with \\",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_seen_as_it_is(text):
    """In a paragraph of its own, after a dash of a list, and in a cell."""
    page = b.Page("p", "t", (b.Paragraph((text,)), b.Items(((text,),)), b.Table(("h",), (((text,), ("x",)),))))
    written = Writer(page, None).text().split("\n\n")[2:]
    assert [] == [html for part in written for html in raw_html(part)]
    assert set() == kinds(written[0])
    assert text == plain(written[0])
    assert text == plain(written[1])
    assert ["h", text] == [token.content for token in cells(written[2])][:2]


def cells(text):
    """The cells of a table, each with the text that is seen of it."""
    inside = False
    for token in PARSER.parse(text):
        inside = token.type in ("th_open", "td_open") or (inside and token.type == "inline")
        if token.type == "inline" and inside:
            token.content = "".join(child.content for child in token.children)
            yield token


@pytest.mark.parametrize("text", [*HOSTILE, "`", "``", " padded ", "a`", "`a"])
def test_code_is_seen_as_it_is(text):
    """As one span, in a line and in a cell."""
    (span,) = [token for token in tokens(code(text)) if token.type == "code_inline"]
    assert text.strip() == span.content.strip()
    table = f"| h |\n| --- |\n| {code(text, cell=True)} |"
    assert text.strip() == [token.content for token in cells(table)][1].strip()
    assert text == plain(code(text)) or text != text.strip() or "`" in text


def test_what_turns_the_reading_direction_is_written_out():
    """Bidi marks, escapes and line feeds; letters that are read from the right stay letters."""
    assert ("a\\\\u202eb \\\\x1b אבג", "`a\\nb`") == (escaped("a\u202eb \x1b אבג"), code("a\nb"))


def test_a_dollar_is_no_formula():
    """GitHub draws what stands between dollars, backslash or not."""
    assert "&#36;x&#36;" == escaped("$x$")


def test_a_listing_cannot_be_left():
    """The fence is longer than any in the text."""
    text = "```\n````\n</pre>\n"
    written = Writer(b.Page("p", "t", (b.Listing("sh", text),)), None).text()
    (fence,) = [token for token in tokens(written) if token.type == "fence"]
    assert ("sh", text + "\n") == (fence.info, fence.content)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("POST /orders/{id}?a=1", "POST /orders/{id}?a=1"),
        ("a; b #35; %%{init}", "a#59; b #35;35#59; #37;#37;{init}"),
        ('<b>"q"</b>', "#60;b#62;#34;q#34;#60;/b#62;"),
        ("end", "#101;nd"),
        ("a\nb", "a#92;nb"),
        ("", "-"),
        ("x" * 100, "x" * 69 + "…"),
    ],
)
def test_a_diagrams_label_is_plain(text, expected):
    """Everything that Mermaid could act on is a character code."""
    assert expected == label(text)


def test_links_lead_from_page_to_page():
    """Up and down, to the first page, to a heading, to a file; a script is no address."""
    line = (
        b.Link("up", "a"),
        b.Link("first", ""),
        b.Link("down", "x/y/z", "get-x"),
        b.FileLink("file", "s (1)/f.yaml"),
        b.WebLink("web", "https://e.com/a(b)"),
        b.WebLink("script", "javascript:alert(1)"),
    )
    written = Writer(b.Page("x/p", "t", (b.Paragraph(line),)), "../../").text()
    addresses = [token.attrs["href"] for token in tokens(written) if token.type == "link_open"]
    assert [
        "../a.md",
        "../README.md",
        "y/z.md#get-x",
        "../../s%20%281%29/f.yaml",
        "https://e.com/a%28b%29",
    ] == addresses


@pytest.mark.parametrize(
    ("place", "origin", "expected"),
    [("a", "b", "a"), ("a/b", "a/c", "b"), ("a/b", "c", "a/b"), ("b", "a/c", "../b"), ("a/a", "a/a/a", "../a")],
)
def test_the_way_between_pages(place, origin, expected):
    """Relative, as short as it can be."""
    assert expected == relative(place, origin)
