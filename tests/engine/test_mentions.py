"""Mentions: every path that something refers to."""

from itest.engine.mentions import mentions
from itest.model.scenario import Scenario, Step
from itest.model.source import Source, SourceMap
from itest.model.values import Expression, Template


def _paths(holder):
    return [".".join(map(str, reference.path)) for reference in mentions(holder)]


def test_trees_expressions_and_steps_are_walked():
    """Texts without braces mention nothing."""
    step = Step(pointer=(), number=1, arguments={"a": (Template("{{ x.y }}"), "z")}, condition=Expression("w > 1"))
    assert {"x.y", "w"} == set(_paths(step))
    assert [] == _paths({"a": "x", "b": 1, "c": None})


def test_a_scenario_mentions_what_its_own_parts_do():
    """Not what it uses."""
    sources = SourceMap(Source("a", ""))
    used = Scenario(path="u", file="u", name="u", sources=sources, vars={"v": Template("{{ inner }}")})
    scenario = Scenario(
        path="a", file="a", name="a", sources=sources, vars={"v": Template("{{ outer }}")}, uses={"u": used}
    )
    assert ["outer"] == _paths(scenario)
