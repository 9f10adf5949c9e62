"""Blocks: what a page is made of, before it is Markdown or HTML.

Texts in them are raw: making them visible and harmless is the writers' work. A `Line` is a run of inline parts.
"""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from itest.model.record import Record


class Code(Record):
    """Text as it would be typed."""

    text: str


class Name(Code):
    """What something is called: an id, a variable, a tag."""


class Strong(Record):
    text: str


class Link(Record):
    """A link to a page of the documentation (`""`: the first page), or to a heading of it."""

    text: str
    page: str
    anchor: str = ""
    code: bool = False


class FileLink(Record):
    """A link to a file of the project."""

    text: str
    file: str


class WebLink(Record):
    """A link to somewhere else; only `http` and `https` are ever followed."""

    text: str
    url: str


class State(Enum):
    """How far what a page says was seen to be true: the icon in Markdown, in HTML, and the word."""

    VERIFIED = ("✅", "✓", "verified", "passed")
    STALE = ("⚠️", "!", "stale", "flaky")
    NEVER = ("⚪", "○", "never verified", "skipped")

    @property
    def emoji(self) -> str:
        return str(self.value[0])

    @property
    def sign(self) -> str:
        return str(self.value[1])

    @property
    def word(self) -> str:
        return str(self.value[2])

    @property
    def style(self) -> str:
        """The name of its colour in the stylesheet."""
        return str(self.value[3])


Inline: TypeAlias = str | Code | Strong | Link | FileLink | WebLink | State
Line: TypeAlias = tuple[Inline, ...]


class Heading(Record):
    """`level` 2 to 4; 1 is the page's title."""

    level: int
    line: Line


class Paragraph(Record):
    line: Line


class Prose(Record):
    """Markdown that a person wrote."""

    text: str


class Items(Record):
    lines: tuple[Line, ...]


class Table(Record):
    head: Line
    rows: tuple[tuple[Line, ...], ...]


class Listing(Record):
    """Text as it is, in a language for colours."""

    language: str
    text: str
    label: str = "Example"


class Command(Listing):
    """What to type in a shell."""


class Message(Record):
    """An arrow of a sequence diagram and what came back; `note` is a remark in its place (the others are empty)."""

    to: str = ""
    asked: str = ""
    answered: str = ""
    note: str = ""


class Sequence(Record):
    """Who was asked what, in order, by the scenario."""

    messages: tuple[Message, ...]


class Graph(Record):
    """Named nodes (shown as `boxes` or round) and labelled edges between them."""

    boxes: tuple[str, ...]
    edges: tuple[tuple[str, str, str], ...]


class Fold(Record):
    """Blocks that are shown when asked for."""

    summary: Line
    blocks: tuple[Block, ...]


class Note(Record):
    """A remark that stands out."""

    state: State
    line: Line


Block: TypeAlias = Heading | Paragraph | Prose | Items | Table | Listing | Sequence | Graph | Fold | Note


class Page(Record):
    """`place` is its path in the documentation without an ending; `""` is the first page."""

    place: str
    title: str
    blocks: tuple[Block, ...]


def slug(line: Line) -> str:
    """The anchor that GitHub gives to a heading."""
    text = "".join(part if isinstance(part, str) else getattr(part, "text", "") for part in line)
    kept = "".join(each for each in text.strip().lower() if each.isalnum() or each in " -_")
    return kept.replace(" ", "-")
