"""Markdown: pages as GitHub shows them. Text that is not ours can neither make markup nor leave its cell.

In text, what Markdown or HTML would act on is escaped; in code, only what would end it. A description keeps its
Markdown and loses its HTML. Mermaid draws the diagrams; in its labels what is not plain is a character code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from itest.evaluate.data.escape import cut, visible
from itest.model.lazy_pattern import lazy_pattern
from itest.report.docs import blocks as b
from itest.report.docs.markdown_prose import without_html

MARK = "<!-- Built by `itest docs build`; changes are overwritten. -->"
"""What a page begins with that may be overwritten or removed."""
SUFFIX = ".md"
FIRST = "README"

_TEXT = 400
_SPECIAL = lazy_pattern(r"[\\`*\[\]<>|~$&]|(?<![^\W_])_|_(?![^\W_])|(?<=\w)@(?=\w)")
_AT_START = lazy_pattern(r"^(\s*)([-+=#]|\d+(?=[.)]))")
_LABEL = lazy_pattern(r"[^\w \-./:?=,+()'→×{}…*]", re.UNICODE)
_LABEL_LENGTH = 70


class Writer:
    """Writes one page. `up` is the way from the page's folder to the project's, None where files have no address."""

    def __init__(self, page: b.Page, up: str | None) -> None:
        self._page = page
        self._up = up

    def text(self) -> str:
        parts = [MARK, f"# {escaped(self._page.title)}", *map(self._block, self._page.blocks)]
        return "\n\n".join(part for part in parts if part) + "\n"

    # -- blocks ------------------------------------------------------------------------------------------------------

    def _block(self, block: b.Block) -> str:
        return _BLOCKS[type(block)](self, block)

    def _heading(self, block: b.Heading) -> str:
        return f"{'#' * block.level} {self._line(block.line)}"

    def _paragraph(self, block: b.Paragraph) -> str:
        return _AT_START.sub(_backslash, self._line(block.line))

    def _prose(self, block: b.Prose) -> str:
        return without_html(visible(block.text, keep_newlines=True)).strip()

    def _items(self, block: b.Items) -> str:
        return "\n".join(f"- {_AT_START.sub(_backslash, self._line(line))}" for line in block.lines)

    def _table(self, block: b.Table) -> str:
        rows = [[self._cell(cell) for cell in row] for row in (tuple((part,) for part in block.head), *block.rows)]
        rows.insert(1, ["---"] * len(rows[0]))
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)

    def _cell(self, line: b.Line) -> str:
        return self._line(line, cell=True).strip()

    def _listing(self, block: b.Listing) -> str:
        text = visible(block.text, keep_newlines=True)
        runs = re.findall(r"`+", text)
        fence = "`" * max(3, *(len(run) + 1 for run in runs)) if runs else "```"
        return f"{fence}{block.language}\n{text}\n{fence}"

    def _fold(self, block: b.Fold) -> str:
        inner = "\n\n".join(map(self._block, block.blocks))
        # A summary is HTML, where Markdown's escapes mean nothing; an empty line brings Markdown back.
        return f"<details>\n<summary>{_html(block.summary)}</summary>\n\n{inner}\n\n</details>"

    def _note(self, block: b.Note) -> str:
        return f"> {block.state.emoji} {self._line(block.line)}"

    def _sequence(self, block: b.Sequence) -> str:
        names = list(dict.fromkeys(message.to for message in block.messages if message.to))
        lines = ["sequenceDiagram", "    participant S as Scenario"]
        lines += [f"    participant P{index} as {label(name)}" for index, name in enumerate(names, 1)]
        for message in block.messages:
            if message.note:
                lines.append(f"    Note over S: {label(message.note)}")
                continue
            to = f"P{names.index(message.to) + 1}"
            lines.append(f"    S->>{to}: {label(message.asked)}")
            if message.answered:
                lines.append(f"    {to}-->>S: {label(message.answered)}")
        return _fenced("mermaid", lines)

    def _graph(self, block: b.Graph) -> str:
        names = list(dict.fromkeys([*block.boxes, *(end for edge in block.edges for end in edge[:2])]))
        lines = ["flowchart LR"]
        for index, name in enumerate(names):
            opening, closing = "[]" if name in block.boxes else ("([", "])")
            lines.append(f'    N{index}{opening}"{label(name)}"{closing}')
        for start, end, said in block.edges:
            lines.append(f'    N{names.index(start)} -->|"{label(said)}"| N{names.index(end)}')
        return _fenced("mermaid", lines)

    # -- lines -------------------------------------------------------------------------------------------------------

    def _line(self, line: b.Line, *, cell: bool = False) -> str:
        return "".join(self._part(part, cell=cell) for part in line)

    def _part(self, part: b.Inline, *, cell: bool) -> str:
        match part:
            case str():
                return escaped(part)
            case b.Code():
                return code(part.text, cell=cell)
            case b.Strong():
                return f"**{escaped(part.text)}**" if part.text.strip() else ""
            case b.State():
                return f"{part.emoji} {part.word}"
            case b.Link():
                text = code(part.text, cell=cell) if part.code else escaped(part.text)
                return f"[{text}]({self._address(part)})"
            case b.FileLink():
                text = code(part.text, cell=cell)
                return text if self._up is None else f"[{text}]({quote(self._up + part.file)})"
            case b.WebLink():
                safe = part.url.startswith(("https://", "http://"))
                return f"[{escaped(part.text)}]({quote(part.url, safe=_IN_URL)})" if safe else escaped(part.text)

    def _address(self, link: b.Link) -> str:
        anchor = f"#{quote(link.anchor)}" if link.anchor else ""
        place = link.page or FIRST
        return f"{quote(relative(place, self._page.place or FIRST))}{SUFFIX}{anchor}"


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


_IN_URL = ":/?#@!$&'*+,;=%-._~"
"""What an address may hold; round brackets would end a link."""


def relative(place: str, origin: str) -> str:
    """The way from one page to another."""
    start, end = PurePosixPath(origin).parent.parts, PurePosixPath(place).parts
    shared = 0
    while shared < min(len(start), len(end) - 1) and start[shared] == end[shared]:
        shared += 1
    return "/".join([".."] * (len(start) - shared) + list(end[shared:]))


def escaped(text: str) -> str:
    """Text of one line that Markdown shows as it is."""
    plain = cut(" ".join(visible(text).split()) if text.strip() else text, _TEXT)
    edges = text[: len(text) - len(text.lstrip())] and " ", text[len(text.rstrip()) :] and " "
    body = _SPECIAL.sub(_escape, plain.strip())
    return f"{edges[0]}{body}{edges[1]}" if plain.strip() else " " * bool(text)


def _escape(match: re.Match[str]) -> str:
    return _ENTITIES.get(match[0], f"\\{match[0]}")


_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "$": "&#36;", "@": "&#64;"}
"""What GitHub acts on in spite of a backslash, or HTML would."""


def _backslash(match: re.Match[str]) -> str:
    """A line that would begin a list or a heading; of `12.` the point is escaped."""
    return f"{match[1]}{match[2]}\\" if match[2].isdigit() else f"{match[1]}\\{match[2]}"


def code(text: str, *, cell: bool = False) -> str:
    """A code span of any text."""
    plain = cut(visible(text), _TEXT)
    if not plain.strip():
        return "` `"
    if cell:
        plain = plain.replace("|", "\\|")
    fence = "`" * (max((len(run) for run in re.findall(r"`+", plain)), default=0) + 1)
    pad = " " if len(fence) > 1 or plain[0] == " " == plain[-1] else ""
    return f"{fence}{pad}{plain}{pad}{fence}"


def label(text: str) -> str:
    """Text in a Mermaid diagram: what its language could act on becomes a character code."""
    plain = cut(" ".join(visible(text).split()), _LABEL_LENGTH) or "-"
    coded = _LABEL.sub(lambda match: f"#{ord(match[0])};", plain)
    # A label that is a keyword would be one.
    return f"#{ord(coded[0])};{coded[1:]}" if coded.lower() in ("end", "default", "click", "graph") else coded


def _fenced(language: str, lines: Iterable[str]) -> str:
    return "\n".join([f"```{language}", *lines, "```"])


def _html(line: Sequence[b.Inline]) -> str:
    texts = (part if isinstance(part, str) else getattr(part, "text", "") for part in line)
    return escape(cut(visible("".join(texts)), _TEXT)).replace("$", "&#36;")
