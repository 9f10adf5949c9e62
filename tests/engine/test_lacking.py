"""What a run cannot do without: used secrets, environment variables and inputs that nobody gave."""

import pytest

from itest.engine.control import CONTROL_SPECS
from itest.engine.lacking import not_found
from itest.load.loading import load
from tests.engine.canned import REQUEST, SPEC, plan, scenario, written

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


ENV = "{{ env.NOWHERE_SET }}"


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"a.yaml": scenario(f"- call: '{ENV}'")}, "a.yaml:3:11"),
        ({"a.yaml": scenario(f"- {{call: a, expect: {{body: '{ENV}'}}}}")}, "a.yaml:3:30"),
        ({"a.yaml": scenario("- call: a", vars=f"{{v: '{ENV}'}}")}, "a.yaml:2:11"),
        ({"a.yaml": scenario("- call: '{{ k }}'"), "itest.yaml": f"vars: {{k: '{ENV}'}}\n"}, "itest.yaml:1:11"),
        ({"a.yaml": scenario("- call: a"), "itest.yaml": f"setup:\n  - call: '{ENV}'\n"}, "itest.yaml:2:11"),
        ({"a.yaml": scenario("- use: _s/u.yaml"), "_s/u.yaml": scenario(f"- call: '{ENV}'")}, "_s/u.yaml:3:11"),
        (
            {"a.yaml": scenario("- {if: env.NOWHERE_SET, use: _s/u.yaml}"), "_s/u.yaml": scenario(f"- call: '{ENV}'")},
            "",
        ),
        ({"a.yaml": scenario(f"- call: '{ENV}'", skip="today")}, ""),
        ({"a.yaml": scenario("- call: a"), "itest.yaml": f"vars: {{k: '{ENV}'}}\n"}, ""),
        ({"a.yaml": scenario("- call: \"{{ env.NOWHERE_SET | default('none') }}\"")}, ""),
        ({"a.yaml": scenario(f"- {{if: env.NOWHERE_SET, call: '{ENV}'}}")}, ""),
        ({"a.yaml": scenario("- call: a", cleanup=f"[{{call: '{ENV}', if: env.NOWHERE_SET}}]")}, ""),
    ],
)
def test_an_environment_variable_that_a_template_needs_is_set(tmp_path, files, place):
    """Told at its place, before anything is sent; not where a condition decides, and not where nothing uses it."""
    problems = plan(tmp_path, files).run.lacking()
    assert ([place] if place else []) == [str(problem.excerpt.span) for problem in problems]
    assert all(problem.code == "IT405" and "NOWHERE_SET" in problem.message for problem in problems)
    assert () == plan(tmp_path, files, env={"NOWHERE_SET": "x"}).run.lacking()


@pytest.mark.parametrize(
    ("extra", "given", "lacking"),
    [
        ("inputs: {who: {}}", {}, True),
        ("inputs: {who: {}}", {"who": "ada"}, False),
        ("inputs: {who: {default: ada}}", {}, False),
        ("inputs: {who: {}}\nexamples: [{who: ada}]", {}, False),
        ("inputs: {who: {}}\nvars: {who: ada}", {}, False),
    ],
)
def test_a_scenario_that_is_run_by_itself_has_its_inputs(tmp_path, extra, given, lacking):
    """From the command line, a data row or a default; else it is told before anything is sent."""
    files = {"a.yaml": "name: a\n" + extra + "\nsteps: [{call: '{{ who }}'}]\n"}
    problems = plan(tmp_path, files, overrides=given).run.lacking()
    assert (["The input `who` is used and has no value."] if lacking else []) == [one.message for one in problems]


def test_what_is_not_found_is_every_secret_and_what_is_needed_from_the_environment(tmp_path):
    """Used or not; whoever runs it elsewhere may have them."""
    files = {
        "itest.yaml": "secrets: [KEY, SET]\nservices: {s: {url: 'http://{{ env.HOST_OF_S }}'}}\n",
        "a.yaml": scenario(f"- call: '{ENV}'"),
        "b.yaml": scenario("- call: \"{{ env.ELSEWHERE | default('none') }}\""),
    }
    written(tmp_path, files)
    loaded = load([tmp_path], actions={**CONTROL_SPECS, "call": SPEC, "request": REQUEST}, cwd=tmp_path)
    told = not_found(loaded.scenarios, loaded.project, {"SET": "x"})
    assert ["itest.yaml:1:11", "itest.yaml:2:21", "a.yaml:3:11"] == [problem.place for problem in told]
    assert {"IT405"} == {problem.code for problem in told}
    assert () == not_found(
        loaded.scenarios, loaded.project, dict.fromkeys(("KEY", "SET", "HOST_OF_S", "NOWHERE_SET"), "x")
    )
