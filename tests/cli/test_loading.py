"""Loading: from the words of the command line to scenarios."""

import pytest

from itest.cli.loading import Asked, all_specs, selection_of
from itest.model.problem import UsageError
from tests.cli.commanding import itest
from tests.engine.canned import scenario, written


def test_variables_are_names_and_texts():
    """A value may hold an equals sign, or nothing."""
    assert {"a": "1", "b": "c=d", "e": ""} == Asked(paths=[], variables=["a=1", "b=c=d", "e="]).overrides()


@pytest.mark.parametrize("text", ["a", "=hidden", "a-b=hidden", "1a=hidden", ""])
def test_a_variable_that_is_none_is_a_usage_error(text):
    """Its value is not told: it may be a secret."""
    with pytest.raises(UsageError) as raised:
        Asked(paths=[], variables=[text]).overrides()
    message = raised.value.problems[0].message
    assert (True, False) == ("NAME=VALUE" in message, "hidden" in message)


def test_every_kind_of_action_is_known():
    """Those of the engine, too."""
    assert {"request", "sql", "run", "use", "set", "wait"} <= set(all_specs())


def test_what_is_asked_for_becomes_a_selection():
    """Nothing said is everything."""
    empty = selection_of(Asked(paths=[]), 1)
    assert ((), None, None, 1) == (tuple(empty.targets), empty.keyword, empty.tags, empty.repeat)
    asked = selection_of(Asked(paths=["a.yaml:3"], keyword="x", tags="y"), 2)
    assert ([3], True, 2) == ([target.line for target in asked.targets], asked.keyword("x".__eq__), asked.repeat)


def test_validate_says_how_much_is_fine(tmp_path):
    """Cleanup counts."""
    written(tmp_path, {"a.yaml": scenario("- run: [echo]") + "cleanup:\n  - run: [echo]\n"})
    assert (0, "1 scenario valid, 2 steps\n") == (
        itest(tmp_path, "validate", ".").code,
        itest(tmp_path, "validate", ".").out,
    )
