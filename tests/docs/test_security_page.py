"""docs/security.md: every command is in its table, every rule has a test. What commands do is for `test_commands`."""

from __future__ import annotations

import typer.main

from itest.cli.main import app
from tests.docs.pages import TOP, Page, codes, rows

PAGE = Page.of(TOP / "docs" / "security.md")


def test_every_command_is_told():
    """With what it reads, writes, executes and connects to."""
    told = {codes(row[0])[0].split()[1] for row in rows(PAGE.section("What each command may do"))}
    assert set(typer.main.get_command(app).commands) == told


def test_every_rule_has_a_test_that_is_there():
    """And every file of attacks belongs to a rule."""
    named = {code for row in rows(PAGE.section("Where each rule is held to")) for code in codes(row[1])}
    assert [] == [path for path in named if not (TOP / path).exists()]
    attacks = {path.relative_to(TOP).as_posix() for path in (TOP / "tests" / "attacks").glob("test_*.py")}
    assert attacks <= named, "a row of docs/security.md says which rule it is for"
