"""Lists of scenarios: each as if it had a file of its own, with what stands beside the list."""

import pytest

LIST = """\
service: shop
tags: [all, shop]
locks: [a]
links: [http://x/1]
owner: us
timeout: 5s
vars: {a: 1, b: 1}
description: Common
scenarios:
  - name: One
    tags: [own, shop]
    vars: {b: 2}
    owner: null
    locks: [b]
    steps: [{assert: [a == 1]}]
    cleanup: [{set: {x: 1}}]
  - name: Two
    timeout: 1s
    links: [http://x/2]
    steps: [{assert: [b == 1]}]
cleanup: [{set: {y: 2}}]
"""


@pytest.fixture
def scenarios(folder):
    folder.write({"itest.yaml": "services: {shop: {url: http://127.0.0.1:1}}\n", "a.yaml": LIST})
    return folder.load("a.yaml").scenarios


def test_what_stands_beside_the_list_holds_for_each(scenarios):
    """Nearer wins, null takes away, lists of words are joined, variables are merged."""
    one, two = scenarios
    assert ("shop", "shop", "", "us", "5s", "1s") == (
        one.service,
        two.service,
        one.owner,
        two.owner,
        one.timeout,
        two.timeout,
    )
    assert ({"a": 1, "b": 2}, {"a": 1, "b": 1}) == (dict(one.vars), dict(two.vars))
    assert (("own", "shop", "all"), ("all", "shop")) == (one.tags, two.tags)
    assert (("b", "a"), ("http://x/2", "http://x/1")) == (one.locks, two.links)
    assert ([["x"], ["y"]], [["y"]]) == tuple([list(step.arguments) for step in each.cleanup] for each in scenarios)


def test_each_is_known_by_its_name_and_stands_where_it_stands(scenarios):
    """Its root is its place in the file, and so is every node of it, own or common."""
    assert [("a.yaml::One", 10), ("a.yaml::Two", 17)] == [(each.key, each.line) for each in scenarios]
    places = {
        (0, ()): 10,
        (0, ("vars",)): 12,
        (0, ("vars", "a")): 7,
        (0, ("vars", "b")): 12,
        (0, ("tags", 0)): 11,
        (0, ("tags", 2)): 2,
        (0, ("steps", 0, "assert", 0)): 15,
        (0, ("cleanup", 0)): 16,
        (0, ("cleanup", 1, "set", "y")): 21,
        (1, ("timeout",)): 18,
        (1, ("vars", "b")): 7,
        (1, ("cleanup", 0)): 21,
    }
    assert places == {(number, place): scenarios[number].sources.span(place).line for number, place in places}


def test_a_file_with_steps_is_known_by_itself(folder):
    """And begins at its first line, whatever stands there."""
    alone = folder.scenario("# a remark\nname: One\nsteps: [{assert: ['true']}]\n")
    assert ("a.yaml", "", 1) == (alone.key, alone.part, alone.line)


def test_an_error_of_what_is_common_is_told_once(folder):
    """Though each of the scenarios has it."""
    text = "ownr: us\nscenarios:\n  - {name: A, steps: [{wait: 1ms}]}\n  - {name: B, steps: [{wait: 1ms}]}\n"
    folder.write({"a.yaml": text})
    assert ["a.yaml:1:1 IT304"] == folder.places()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("scenarios: []\n", "1:12 IT305 there are no scenarios"),
        ("scenarios:\n", "1:11 IT306 nothing stands here; this takes a list of scenarios"),
        (
            "scenarios: [1]\n",
            "1:13 IT306 this takes a scenario (a mapping with `name` and `steps`), not",
        ),
        ("name: A\nsteps: [{wait: 1ms}]\nscenarios: [{name: B, steps: [{wait: 1ms}]}]\n", "2:1 IT306 `steps` and"),
    ],
)
def test_a_list_that_is_none_is_refused(folder, text, said):
    """At its place."""
    folder.write({"a.yaml": text})
    (problem,) = folder.problems()
    assert f"{problem.place} {problem.code} {problem.message}".startswith(f"a.yaml:{said}")
