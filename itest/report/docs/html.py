"""HTML: pages that are read from a disk or a server, each a file that asks nobody for anything and has no script.

The stylesheet is the HTML report's. Style stands in the page and is allowed by its hash; the policy forbids all else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from html import escape
from typing import Any
from urllib.parse import quote

from itest.evaluate.data.escape import cut, visible
from itest.model.lazy_pattern import lazy_pattern
from itest.report.docs import blocks as b
from itest.report.docs.markdown import relative
from itest.report.docs.sequence_svg import drawn
from itest.report.html_page import asset
from itest.report.html_prose import prose

MARK = "<!-- Built by `itest docs build`; changes are overwritten. -->"
SUFFIX = ".html"
FIRST = "index"

_SLOT = lazy_pattern(r"@@(\w+)@@")
_TEXT = 400
_NAV = (("Scenarios", ""), ("Services", "services"))


class Writer:
    """Writes one page. `up` is the way from the page's folder to the project's, None where files have no address."""

    def __init__(self, page: b.Page, up: str | None) -> None:
        self._page = page
        self._up = up
        self._anchors: dict[str, int] = {}

    def text(self) -> str:
        style = asset("report.css") + asset("docs.css")
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        links = (f'<a href="{self._address(b.Link(name, place))}">{name}</a>' for name, place in _NAV)
        slots = {
            "mark": MARK,
            "policy": f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'",
            "title": shown(f"{self._page.title} · itest"),
            "style": style,
            "heading": shown(self._page.title),
            "nav": "".join(links),
            "body": "\n".join(map(self._block, self._page.blocks)),
        }
        # In one pass, so that no text of a scenario is ever taken for a slot.
        return _SLOT.sub(lambda match: slots[match[1]], asset("docs.html"))

    # -- blocks ------------------------------------------------------------------------------------------------------

    def _block(self, block: b.Block) -> str:
        return _BLOCKS[type(block)](self, block)

    def _heading(self, block: b.Heading) -> str:
        anchor = b.slug(block.line)
        count = self._anchors.get(anchor, 0)
        self._anchors[anchor] = count + 1
        name = f"{anchor}-{count}" if count else anchor
        return f'<h{block.level} id="{escape(name)}">{self._line(block.line)}</h{block.level}>'

    def _paragraph(self, block: b.Paragraph) -> str:
        return f"<p>{self._line(block.line)}</p>"

    def _prose(self, block: b.Prose) -> str:
        return f'<div class="prose" dir="auto">{prose(block.text)}</div>'

    def _items(self, block: b.Items) -> str:
        return f'<ul class="said">{"".join(f"<li>{self._line(line)}</li>" for line in block.lines)}</ul>'

    def _table(self, block: b.Table) -> str:
        head = "".join(f'<th scope="col">{self._line((part,))}</th>' for part in block.head)
        rows = "".join(f"<tr>{''.join(f'<td>{self._line(cell)}</td>' for cell in row)}</tr>" for row in block.rows)
        label = shown(", ".join(part for part in block.head if isinstance(part, str)))
        return (
            f'<div class="scroll" tabindex="0" role="group" aria-label="{label}">'
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        )

    def _listing(self, block: b.Listing) -> str:
        text = escape(visible(block.text, keep_newlines=True))
        return f'<pre class="code" tabindex="0" role="group" aria-label="{shown(block.label)}">{text}</pre>'

    def _fold(self, block: b.Fold) -> str:
        inner = "".join(map(self._block, block.blocks))
        return f"<details><summary>{self._line(block.summary)}</summary>{inner}</details>"

    def _note(self, block: b.Note) -> str:
        sign = f'<b class="word" aria-hidden="true">{block.state.sign}</b>'
        return f'<p class="stated is-{block.state.style}">{sign} {self._line(block.line)}</p>'

    def _sequence(self, block: b.Sequence) -> str:
        figure = drawn(block)
        return f'<div class="scroll" tabindex="0" role="group" aria-label="Sequence">{figure}</div>'

    def _graph(self, block: b.Graph) -> str:
        """The tables beside a graph say the same; edges as a list are what a reader without a picture would need."""
        lines = tuple((b.Strong(start), " → ", b.Strong(end), f": {said}") for start, end, said in block.edges)
        return self._items(b.Items(lines))

    # -- lines -------------------------------------------------------------------------------------------------------

    def _line(self, line: b.Line) -> str:
        return "".join(map(self._part, line))

    def _part(self, part: b.Inline) -> str:
        match part:
            case str():
                return shown(part)
            case b.Code():
                return f"<code>{shown(part.text)}</code>"
            case b.Strong():
                return f"<strong>{shown(part.text)}</strong>"
            case b.State():
                return (
                    f'<span class="word is-{part.style}"><span aria-hidden="true">{part.sign}</span> {part.word}</span>'
                )
            case b.Link():
                text = shown(part.text)
                return f'<a href="{self._address(part)}">{f"<code>{text}</code>" if part.code else text}</a>'
            case b.FileLink():
                text = f"<code>{shown(part.text)}</code>"
                return text if self._up is None else f'<a href="{escape(quote(self._up + part.file))}">{text}</a>'
            case b.WebLink():
                safe = part.url.startswith(("https://", "http://"))
                return (
                    f'<a href="{shown(part.url)}" rel="noreferrer">{shown(part.text)}</a>' if safe else shown(part.text)
                )

    def _address(self, link: b.Link) -> str:
        anchor = f"#{quote(link.anchor)}" if link.anchor else ""
        return escape(f"{quote(relative(link.page or FIRST, self._page.place or FIRST))}{SUFFIX}{anchor}")


# The writer's methods are its own: this table is a part of it.
_BLOCKS: dict[type, Callable[[Writer, Any], str]] = {
    b.Heading: Writer._heading,
    b.Paragraph: Writer._paragraph,
    b.Prose: Writer._prose,
    b.Items: Writer._items,
    b.Table: Writer._table,
    b.Listing: Writer._listing,
    b.Command: Writer._listing,
    b.Fold: Writer._fold,
    b.Note: Writer._note,
    b.Sequence: Writer._sequence,
    b.Graph: Writer._graph,
}


def shown(text: str) -> str:
    """Text that is not ours as HTML."""
    return escape(cut(visible(text), _TEXT))
