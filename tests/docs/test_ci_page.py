"""docs/ci.md: the inputs and outputs of the action, and the snippets for other servers."""

from __future__ import annotations

import yaml

from tests.docs.pages import TOP, Page, codes, rows

CI = Page.of(TOP / "docs" / "ci.md")
ACTION = yaml.safe_load((TOP / "action.yml").read_text())


def test_every_input_of_the_action_is_told():
    """The table has each input with its default."""
    told = {codes(row[0])[0]: row[1].strip("`") for row in rows(CI.section("Inputs"))}
    assert {name: entry.get("default", "") for name, entry in ACTION["inputs"].items()} == told


def test_every_output_of_the_action_is_told():
    """The table has each output."""
    assert list(ACTION["outputs"]) == [code for row in rows(CI.section("Outputs")) for code in codes(row[0])]


def test_the_snippets_write_the_report_that_they_publish():
    """What GitLab and Jenkins are told to read is what the command beside it writes."""
    for title in ("GitLab CI", "Jenkins"):
        section = CI.section(title)
        written = section.split("--junit-xml ")[1].split()[0].strip("'")
        assert section.count(written) == 2
