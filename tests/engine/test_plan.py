"""The plan: rows and repetitions expanded, then selected."""

from pathlib import Path

import pytest

from itest.engine.plan import Selection
from itest.engine.selection import Target, parse_condition
from itest.model.problem import UsageError
from tests.engine.canned import plan, scenario

FILES = {
    "a.yaml": scenario("- call: a", name="Sign in", tags="[smoke, Auth]"),
    "b.yaml": "name: Rows {{ x }}\nexamples:\n  - x: 1\n    y: 1\n  - x: 2\n    y: 2\n  - {x: 3, y: 3}\n"
    "steps:\n  - call: b\n",
}


def _ids(tmp_path, selection=None, **rest):
    return [planned.case.id for planned in plan(tmp_path, FILES, selection=selection, **rest).run.cases]


def test_every_row_is_a_case(tmp_path):
    """In the order of files and rows."""
    assert ["a.yaml", "b.yaml[1]", "b.yaml[2]", "b.yaml[3]"] == _ids(tmp_path)


def test_a_case_is_called_by_its_rendered_name(tmp_path):
    """With the row's values; a row that the name does not tell apart is told apart by its columns."""
    text = {"a.yaml": scenario("- call: a", examples="[{x: 1, y: two}]")}
    titles = [planned.case.title for planned in plan(tmp_path / "named", FILES).run.cases]
    assert ["Sign in", "Rows 1", "Rows 2", "Rows 3"] == titles
    assert ['A case [x=1, y="two"]'] == [planned.case.title for planned in plan(tmp_path / "rows", text).run.cases]


def test_repetitions_of_all_stand_behind_one_another(tmp_path):
    """So that a repetition never meets itself first."""
    ids = _ids(tmp_path, Selection(repeat=2))
    assert (8, "a.yaml#1", "b.yaml[3]#2") == (len(ids), ids[0], ids[-1])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (3, ["b.yaml[1]"]),
        (4, ["b.yaml[1]"]),
        (5, ["b.yaml[2]"]),
        (7, ["b.yaml[3]"]),
        (1, ["b.yaml[1]", "b.yaml[2]", "b.yaml[3]"]),
        (9, ["b.yaml[1]", "b.yaml[2]", "b.yaml[3]"]),
    ],
)
def test_a_line_selects_the_row_it_stands_in(tmp_path, line, expected):
    """Any other line of the file selects all of it."""
    selection = Selection(targets=[Target(tmp_path / "b.yaml", line)])
    assert expected == _ids(tmp_path, selection, paths=["b.yaml"])


def test_a_file_that_is_also_given_whole_is_whole(tmp_path):
    """The wider wish holds."""
    selection = Selection(targets=[Target(tmp_path / "b.yaml", 3), Target(tmp_path / "b.yaml")])
    assert 3 == len(_ids(tmp_path, selection, paths=["b.yaml"]))


def test_words_select_by_file_title_and_tags(tmp_path):
    """Whatever their case."""
    assert ["a.yaml"] == _ids(tmp_path, Selection(keyword=parse_condition("SIGN", "-k")))
    assert ["b.yaml[2]"] == _ids(tmp_path, Selection(keyword=parse_condition("'rows 2'", "-k")))
    assert ["a.yaml"] == _ids(tmp_path, Selection(tags=parse_condition("auth and not slow", "--tags")))
    assert [] == _ids(tmp_path, Selection(tags=parse_condition("aut", "--tags")))


def test_a_name_that_cannot_be_rendered_stays_as_written(tmp_path):
    """The case itself reports it, with its place."""
    text = scenario("- call: a", name="'{{ 1 + vars.x }}'", vars="{x: text}")
    assert ["{{ 1 + vars.x }}"] == [planned.case.title for planned in plan(tmp_path, text).run.cases]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (Target(Path("b.yaml"), 10), "There is no line 10: `b.yaml` has 9."),
        (Target(Path("b.yaml"), 0), "There is no line 0: `b.yaml` has 9."),
        (Target(Path("b.yaml"), row=4), "There is no data row 4: `b.yaml` has 3."),
        (Target(Path("a.yaml"), row=1), "There is no data row 1: `a.yaml` has none."),
        (Target(Path(), 3), "`.` is not a scenario file; only of one can a line or a row be chosen."),
    ],
)
def test_what_is_asked_for_and_is_not_there_is_said(tmp_path, monkeypatch, target, message):
    """Beside other targets, too: running the rest would look as if it had been run."""
    tmp_path.joinpath("b.yaml").write_text(FILES["b.yaml"])
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        _ids(tmp_path, Selection(targets=[Target(Path("a.yaml"), 1), target]))
    assert [("IT402", message)] == [(problem.code, problem.message) for problem in caught.value.problems]


LIST = """\
vars: {y: 0}
scenarios:
  - name: First
    steps: [{call: a}]

  # a remark
  - name: Second {{ x }}
    examples: [{x: 1}, {x: 2}]
    steps:
      - call: b
  - {name: Third, steps: [{call: c}]}
"""


@pytest.mark.parametrize(
    ("line", "row", "expected"),
    [
        (None, None, ["First", "Second 1", "Second 2", "Third"]),
        (1, None, ["First", "Second 1", "Second 2", "Third"]),
        (4, None, ["First"]),
        (7, None, ["Second 1", "Second 2"]),
        (10, None, ["Second 1", "Second 2"]),
        (10, 2, ["Second 2"]),
        (None, 2, ["Second 2"]),
        (11, None, ["Third"]),
    ],
)
def test_a_line_selects_the_scenario_of_a_list_that_it_stands_in(tmp_path, line, row, expected):
    """A line beside the list means all of them."""
    selection = Selection(targets=[Target(tmp_path / "l.yaml", line, row)])
    cases = plan(tmp_path, {"l.yaml": LIST}, selection=selection, paths=["l.yaml"]).run.cases
    assert expected == [planned.case.title for planned in cases]


def test_a_row_that_the_scenario_on_the_line_lacks_is_a_problem(tmp_path):
    """Though another of the list has it."""
    with pytest.raises(UsageError, match="There is no data row 2"):
        plan(tmp_path, {"l.yaml": LIST}, selection=Selection(targets=[Target(tmp_path / "l.yaml", 4, 2)]))


def test_scenarios_of_a_list_are_told_apart_by_their_names(tmp_path):
    """What people see has the line, since the name stands beside it."""
    cases = [planned.case for planned in plan(tmp_path, {"l.yaml": LIST}).run.cases]
    assert ["l.yaml::First", "l.yaml::Second {{ x }}[1]", "l.yaml::Second {{ x }}[2]", "l.yaml::Third"] == [
        case.id for case in cases
    ]
    assert ["l.yaml:3", "l.yaml:7[1]", "l.yaml:7[2]", "l.yaml:11"] == [case.label for case in cases]
    assert [3, 8, 8, 11] == [case.line for case in cases]
