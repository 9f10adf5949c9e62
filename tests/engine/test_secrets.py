"""Secrets without a value: those that a run cannot do without."""

import pytest

from tests.engine.canned import plan, scenario

PROJECT = "secrets: [KEY]\n"
USED = {"_s/u.yaml": scenario("- call: '{{ secrets.KEY }}'")}


@pytest.mark.parametrize(
    ("files", "lacking"),
    [
        ({"a.yaml": scenario("- call: '{{ secrets.KEY }}'")}, True),
        ({"a.yaml": scenario("- call: a")}, False),
        ({"a.yaml": scenario("- call: \"{{ secrets.KEY | default('none') }}\"")}, False),
        ({"a.yaml": scenario("- use: _s/u.yaml"), **USED}, True),
        ({"a.yaml": scenario("- call: '{{ k }}'"), "itest.yaml": PROJECT + "vars: {k: '{{ secrets.KEY }}'}\n"}, True),
        ({"a.yaml": scenario("- call: a"), "itest.yaml": PROJECT + "setup:\n  - call: '{{ secrets.KEY }}'\n"}, True),
    ],
)
def test_only_a_secret_that_is_used_has_to_have_a_value(tmp_path, files, lacking):
    """Directly, through a variable of the project, in setup, or in what is used; `default(…)` does without."""
    problems = plan(tmp_path, {"itest.yaml": PROJECT, **files}).run.lacking()
    assert (["IT405"] if lacking else []) == [problem.code for problem in problems]
    assert all(problem.excerpt.span.file == "itest.yaml" for problem in problems)
