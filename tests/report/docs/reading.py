"""Markdown as a CommonMark parser reads it, to see what it really is."""

from markdown_it import MarkdownIt

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def tokens(text):
    """Every token, those inside of lines included."""
    for token in PARSER.parse(text):
        yield token
        yield from token.children or ()


def raw_html(text):
    """The pieces of HTML that reach the reader's page as HTML."""
    return [token.content for token in tokens(text) if token.type in ("html_block", "html_inline")]


def plain(text):
    """What a reader sees of the text."""
    seen = (token for token in tokens(text) if token.type in ("text", "code_inline", "code_block", "fence"))
    return "".join(token.content for token in seen)


def kinds(text):
    """The names of the tokens that are more than text in a paragraph."""
    dull = {"paragraph_open", "paragraph_close", "inline", "text", "softbreak", "text_special"}
    return {token.type for token in tokens(text)} - dull
