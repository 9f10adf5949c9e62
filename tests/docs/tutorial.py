"""The tutorial carried out: its files are written and its commands run, in the order of the page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.docs.pages import Page

_FILE = re.compile(r"# (\S+\.ya?ml)\n")
_MASKS = (
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "UUID"),
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z"), "TIME"),
    (re.compile(r"127\.0\.0\.1:\d+"), "HOST"),
    (re.compile(r"\bseed \d+"), "seed N"),
    (re.compile(r"\bgzip, deflate(, br|, zstd)*"), "CODINGS"),  # the others are extras
    (re.compile(r"\b\d+(\.\d+)?( ms|s)(?=\s|$)"), "DURATION"),
    (re.compile(r"\bin \d+ characters\b"), "in N characters"),
    (re.compile(r"[ \t]+"), " "),
)


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the page, and the lines that it prints there; `…` on a line of its own stands for any lines."""

    words: str
    output: str


def commands(text: str) -> Iterator[Command]:
    """The commands of a console block."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        words, _, output = part.partition("\n")
        yield Command(words, output)


def masked(text: str) -> str:
    """The text without what differs from run to run."""
    for pattern, word in _MASKS:
        text = pattern.sub(word, text)
    return "\n".join(line.strip() for line in text.strip().split("\n"))


def agrees(expected: str, actual: str) -> bool:
    """Whether the output is the one on the page."""
    parts = [re.escape(part) for part in re.split(r"^…$", masked(expected), flags=re.MULTILINE)]
    return re.fullmatch(".*".join(parts), masked(actual), re.DOTALL) is not None


class Tutorial:
    """A page whose `yaml` blocks that name a file are written, and whose `console` blocks are run, in a folder."""

    def __init__(self, page: Page, folder: Path) -> None:
        self._page = page
        self._folder = folder
        self._here = folder / ".here"

    def carry_out(self) -> Iterator[tuple[Command, str]]:
        """Each command with what it printed."""
        for block in self._page.in_order():
            named = _FILE.match(block.text)
            if block.language == "yaml" and named:
                (self._folder / named[1]).write_text(block.text, encoding="utf-8")
            elif block.language == "console":
                for command in commands(block.text):
                    yield command, self._run(command.words)

    def _run(self, words: str) -> str:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        # What a CI server sets would change what is printed.
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "ITEST_"))}
        env = {**inherited, "PATH": path, "NO_COLOR": "1", "COLUMNS": "100"}
        ran = subprocess.run(
            ["bash", "-c", f"{words}\npwd > '{self._here}'"],
            cwd=self._folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60,
            check=False,
        )  # fmt: skip
        self._folder = Path(self._here.read_text().strip())
        return ran.stdout
