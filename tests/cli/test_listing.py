"""Listings: what would run, and nothing sent."""

from tests.cli.commanding import itest
from tests.engine.canned import written

TEXT = """\
name: "Row \\e[31m {{ x }}"
tags: [smoke]
examples:
  - x: 1
  - x: 2
steps:
  - {id: made, name: Make it, run: [touch, made]}
  - run: [echo, hi]
  - assert: [1 == 1]
cleanup:
  - run: [rm, made]
flow:
  - made.stdout -> made.stdout
  - {from: made.stdout, nowhere_in: [made]}
"""


def test_list_shows_a_line_a_case_with_the_place_that_selects_it(tmp_path):
    """`itest list` and `run --list` are the same; control characters are made visible."""
    written(tmp_path, {"a.yaml": TEXT})
    said = itest(tmp_path, "list", ".")
    assert said == itest(tmp_path, "run", ".", "--list")
    assert ["a.yaml[1] › Row \\x1b[31m 1  [smoke]", "a.yaml[2] › Row \\x1b[31m 2  [smoke]", "2 scenarios"] == (
        said.out.splitlines()
    )


def test_a_dry_run_shows_the_steps_and_sends_nothing(tmp_path):
    """Cleanup and flows, too."""
    written(tmp_path, {"a.yaml": TEXT})
    said = itest(tmp_path, "run", "a.yaml:4", "--dry-run")
    assert [
        "a.yaml[1] › Row \\x1b[31m 1",
        "  1. Make it (run)",
        "  2. run",
        "  3. assert",
        "  cleanup 1. run",
        "  flow made.stdout -> made.stdout",
        "  flow made.stdout nowhere in made",
        "1 scenario; nothing was sent",
    ] == said.out.splitlines()
    assert not (tmp_path / "made").exists()
    assert not (tmp_path / ".itest").exists()
