"""Selection: conditions over words, and paths with lines."""

from pathlib import Path

import pytest

from itest.engine.selection import Target, parse_condition, parse_target
from itest.model.problem import UsageError


@pytest.mark.parametrize(
    ("condition", "words", "expected"),
    [
        ("smoke", {"smoke"}, True),
        ("smoke", {"slow"}, False),
        ("not slow", {"smoke"}, True),
        ("smoke and not slow", {"smoke", "slow"}, False),
        ("a or b and c", {"a"}, True),
        ("(a or b) and c", {"a"}, False),
        ("not (a or b)", {"c"}, True),
        ("not not a", {"a"}, True),
        ("'two words'", {"two words"}, True),
    ],
)
def test_a_condition_holds_as_its_words_say(condition, words, expected):
    """`not` binds closest, then `and`, then `or`."""
    assert expected is parse_condition(condition, "--tags")(words.__contains__)


@pytest.mark.parametrize("condition", ["", "and", "a and", "(a", "a)", "a b", "not", "(" * 60 + "a" + ")" * 60])
def test_a_condition_that_cannot_be_read_is_a_usage_error(condition):
    """The error names the option and what is wrong."""
    with pytest.raises(UsageError) as raised:
        parse_condition(condition, "-k")
    assert raised.value.problems[0].code == "IT404"
    assert "-k" in raised.value.problems[0].message


def test_a_target_may_name_a_line_and_a_column():
    """`PATH:LINE` and `PATH:LINE:COLUMN`, as editors and failures print them."""
    assert Target(Path("a/b.yaml"), 18) == parse_target("a/b.yaml:18")
    assert Target(Path("a/b.yaml"), 18) == parse_target("a/b.yaml:18:7")
    assert Target(Path("a/b.yaml")) == parse_target("a/b.yaml")
    assert Target(Path("a" * 300), 3) == parse_target("a" * 300 + ":3")
    assert Target(Path("a/b.yaml"), row=3) == parse_target("a/b.yaml[3]")


def test_a_path_that_exists_under_its_whole_name_is_no_line(tmp_path):
    """A file may have a colon in its name."""
    path = tmp_path / "odd:12"
    path.touch()
    assert Target(path) == parse_target(str(path))


def test_a_target_may_name_a_row_of_the_scenario_on_a_line():
    """`PATH:LINE[ROW]`, where a file has several."""
    assert Target(Path("a/b.yaml"), 18, 3) == parse_target("a/b.yaml:18[3]")
