"""Pages: the Markdown files of the project, taken apart into headings, fenced blocks, tables and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
PAGES = (
    TOP / "README.md",
    TOP / "CHANGELOG.md",
    TOP / "SECURITY.md",
    *sorted((TOP / "docs").glob("*.md")),
    *sorted((TOP / "docs" / "reports").glob("*.md")),
)

_FENCE = re.compile(r"^( *)```(\w*)\s*$")
_HEADING = re.compile(r"^(#{1,6}) (.+?)\s*$")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CELL = re.compile(r"(?<!\\)\|")
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, its text, and the line it starts on."""

    language: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown file and what stands in it."""

    path: Path
    text: str

    @classmethod
    def of(cls, path: Path) -> Page:
        return cls(path, path.read_text(encoding="utf-8"))

    @property
    def name(self) -> str:
        return self.path.relative_to(TOP).as_posix()

    def blocks(self, language: str) -> Iterator[Block]:
        """The fenced blocks in a language, in their order."""
        return (block for block in self.in_order() if block.language == language)

    def prose(self) -> str:
        """The text without its fenced blocks."""
        lines, inside = [], False
        for line in self.text.split("\n"):
            fence = _FENCE.match(line) is not None
            inside = inside != fence
            lines.append("" if inside or fence else line)
        return "\n".join(lines)

    def links(self) -> list[str]:
        return _LINK.findall(self.prose())

    def anchors(self) -> set[str]:
        """The names that links into the page may use, made of its headings as GitHub does."""
        found = (_HEADING.match(line) for line in self.prose().split("\n"))
        return {_slug(heading[2]) for heading in found if heading}

    def section(self, title: str) -> str:
        """The text under a heading, up to the next one of its level or above."""
        start = re.search(rf"^(#+) {re.escape(title)}$", self.text, re.MULTILINE)
        assert start, f"{self.name} has no heading {title!r}"
        end = re.compile(rf"^#{{1,{len(start[1])}}} ", re.MULTILINE).search(self.text, start.end())
        return self.text[start.end() : end.start() if end else None]

    def in_order(self) -> Iterator[Block]:
        """Every fenced block."""
        fence, lines, start, language = "", [], 0, ""
        for number, line in enumerate(self.text.split("\n"), 1):
            found = _FENCE.match(line)
            if found and not fence:
                fence, language, start, lines = "open", found[2], number + 1, []
            elif found:
                fence = ""
                yield Block(language, "\n".join(lines) + "\n", start)
            elif fence:
                lines.append(line)


def rows(text: str) -> Iterator[list[str]]:
    """The cells of every row of the tables in a text, headings left out."""
    lines = text.split("\n")
    for index, line in enumerate(lines):
        rule = line.startswith("| ---")
        heading = index + 1 < len(lines) and lines[index + 1].startswith("| ---")
        if line.startswith("|") and not rule and not heading:
            yield [cell.strip() for cell in _CELL.split(line)[1:-1]]


def codes(cell: str) -> list[str]:
    """The code spans of a table's cell, with `\\|` as the bar it stands for."""
    return [code.replace("\\|", "|") for code in _CODE.findall(cell)]


def _slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()).replace(" ", "-")
