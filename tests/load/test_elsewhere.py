"""Words of other places and other tools: each is answered with what to write."""

import re

import pytest

from itest.evaluate.matching.operators import OPERATORS
from itest.load import elsewhere
from itest.load.project import PROJECT_KEYS
from itest.load.ready import READY_KEYS
from itest.load.retry import RETRY_KEYS
from itest.load.scenario import SCENARIO_KEYS
from itest.load.service import START_KEYS, service_spec
from itest.load.step import STEP_KEYS
from tests.load.conftest import ACTIONS

KNOWN = {
    "top": set(SCENARIO_KEYS),
    "project": set(PROJECT_KEYS),
    "step": {*STEP_KEYS, *ACTIONS},
    "expect": {*ACTIONS["request"].fields, "time", "error"},
    "retry": set(RETRY_KEYS),
    "service": set(service_spec(ACTIONS).keys),
    "start": set(START_KEYS),
    **{kind: set(spec.keys) for kind, spec in ACTIONS.items()},
}
ANYWHERE = {name for names in KNOWN.values() for name in names} | set(READY_KEYS) | {"null"}
QUOTED = re.compile(r"`([^`]+)`")
REQUEST = "- request: {url: http://x/, %s}"
BESIDE = "- request: GET http://x/\n    %s"


def words_of(table):
    return [(word, advice) for advice, words in table.items() for word in words.split()]


@pytest.mark.parametrize("place", elsewhere._ADVICE)
def test_advice_is_for_words_that_mean_nothing_there_and_names_those_that_do(place):
    """A word that the place knows would never be asked about."""
    for word, advice in words_of(elsewhere._ADVICE[place]):
        assert word not in KNOWN[place]
        for named in QUOTED.findall(advice):
            assert ANYWHERE.issuperset([re.match(r"[\w.]*", named)[0].split(".")[0]]), advice


def test_advice_for_operators_names_ours():
    """And none of them is one."""
    for word, advice in words_of(elsewhere._OPERATORS):
        assert f"${word}" not in OPERATORS
        assert set(re.findall(r"\$\w+", advice)) <= set(OPERATORS)


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("$length", "$size"),
        ("$lenght", "$size"),
        ("$len", "$size"),
        ("$count", "$size"),
        ("$match", "$regex"),
        ("$matches", "$regex"),
        ("$pattern", "$regex"),
        ("$oneOf", "$in"),
        ("$any", "$in"),
        ("$min", "$gte"),
        ("$max", "$lte"),
        ("$equals", "$eq"),
        ("$nin", "$not: {$in: […]}"),
        ("$greaterThen", "$gt"),
        ("$every", "$each"),
        ("$exist", "$exists"),
        ("$Regex", "$regex"),
        ("$startWith", "$startsWith"),
        ("$frobnicate", "$$frobnicate"),
    ],
)
def test_an_operator_of_another_tool(folder, name, ours):
    """Ours is named, however it is spelt; else how a key is meant as itself."""
    folder.write({"a.yaml": f"name: A\nsteps:\n  - request: http://x/\n    expect: {{body: {{a: {{{name}: 1}}}}}}\n"})
    (problem,) = folder.problems("a.yaml")
    assert "IT310" == problem.code
    assert f"`{ours}`" in problem.hint


@pytest.mark.parametrize(
    ("step", "hint"),
    [
        ("- use: _s.yaml\n    with: {a: 1}", "it belongs under `use`: `use: {scenario: …, with: …}`"),
        (BESIDE % "service: a", "it belongs under `request`: `request: {url: …, service: …}`"),
        (BESIDE % "json: {}", "it belongs under `request`: `request: {url: …, json: …}`"),
        (BESIDE % "headers: {}", "it belongs under `request` or `expect`"),
        (BESIDE % "body: {}", "it belongs under `expect`"),
        (BESIDE % "status: 200", "it belongs under `expect`"),
        (BESIDE % "until: 'true'", "it belongs under `retry`"),
        (BESIDE % "response: {}", "write `expect`"),
        (BESIDE % "save: {}", "write `capture`"),
        (BESIDE % "tags: [a]", "it belongs to the scenario, at the top of the file"),
        (BESIDE % "expct: {}", "did you mean `expect`?"),
        (REQUEST % "expect: {}", "it belongs to the step, beside the action"),
        (REQUEST % "timeout: 2s", "it belongs to the step, beside the action"),
        (REQUEST % "status: 200", "what is expected belongs under `expect`, beside `request`"),
        (REQUEST % "body: {}", "a body is `json`"),
        (REQUEST % "follow: true", "write `follow_redirects`"),
        (REQUEST % "methd: GET", "did you mean `method`?"),
        (BESIDE % "expect: {status_code: 200}", "write `status`"),
        (BESIDE % "expect: {json: {}}", "write `body`"),
        (BESIDE % "expect: {capture: {}}", "it belongs to the step, beside the action"),
        (BESIDE % "expect: {status:200}", "after the colon of a key comes a blank: `status: 200`"),
        (BESIDE % "retry: {count: 3}", "write `attempts`"),
        ("- run: ls\n    env: {}", "it belongs under `run`: `run: {command: …, env: …}`"),
        ("- url: http://x/", "it belongs under `request`"),
        ("- get: /", "write `request: GET /path`"),
        ("- uses: _s.yaml", "did you mean `use`?"),
    ],
)
def test_a_key_at_the_wrong_place(folder, step, hint):
    """Where it belongs, or what it is called here."""
    folder.write({"a.yaml": f"name: A\nsteps:\n  {step}\n", "_s.yaml": "name: S\ninputs: {a: }\nsteps: [wait: 1]\n"})
    problem = next(problem for problem in folder.problems("a.yaml") if problem.code == "IT304")
    assert problem.hint.startswith(hint)


@pytest.mark.parametrize(
    ("name", "ours"),
    [("json.id", "`$.id`"), ("jsonpath('$.id')", "`$.id`"), ("xpath('//a')", "`body | xpath('//id')`")],
)
def test_a_name_of_another_tool(folder, name, ours):
    """A capture says what is written here."""
    folder.write({"a.yaml": f"name: A\nsteps:\n  - request: GET http://x/\n    capture: {{a: {name}}}\n"})
    (problem,) = folder.problems()
    assert "IT308" == problem.code
    assert ours in problem.hint


@pytest.mark.parametrize(
    ("file", "text", "hint"),
    [
        ("a.yaml", "expect: {}", "it belongs in a step, under `steps`"),
        ("a.yaml", "request: GET /", "it belongs in a step, under `steps`"),
        ("a.yaml", "services: {}", "it belongs to itest.yaml"),
        ("a.yaml", "variables: {}", "write `vars`"),
        ("itest.yaml", "steps: []", "it belongs to a scenario, in a file of its own"),
        ("itest.yaml", "base_url: x", "write `services`"),
        ("itest.yaml", "services: {a: {url: http://x, ports: [1]}}", "write `url`"),
        ("itest.yaml", "services: {a: {url: http://x, command: a}}", "it belongs under `start`"),
        ("itest.yaml", "services: {a: {start: {command: a, url: b}}}", "it belongs to the service, beside `start`"),
    ],
)
def test_a_key_at_the_wrong_place_of_a_file(folder, file, text, hint):
    """A scenario and the project have keys of their own."""
    files = {"a.yaml": "name: A\nsteps: [wait: 1]\n", "itest.yaml": ""}
    folder.write({**files, file: files[file] + text + "\n"})
    (problem,) = folder.problems()
    assert ("IT304", file, hint) == (problem.code, problem.file, problem.hint)
