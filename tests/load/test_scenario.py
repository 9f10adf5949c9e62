"""Files that are no scenario yet, and names that could not be read."""

import pytest

STEPS = "steps:\n  - request: http://x/{{ a }}\n    expect: {body: {b: '{{ vars.a }}'}}\n"


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        (
            "name:\nsteps: [wait: 1]\n",
            "1:1 IT305",
            "nothing stands after `name:`; write a sentence that says what holds",
        ),
        ("name: ~\nsteps: [wait: 1]\n", "1:1 IT305", "nothing stands after `name:`"),
        ("name: ''\nsteps: [wait: 1]\n", "1:7 IT306", "this text cannot be empty"),
        ("name: A\nsteps:\n", "2:1 IT305", "nothing stands after `steps:`; write a list of steps, each beginning"),
        ("name: A\nsteps: {wait: 1}\n", "2:8 IT306", "each step begins with `- `"),
        (
            "name: A\nversion: 2\nsteps: [wait: 1]\n",
            "2:10 IT306",
            "there is only 1 so far; write `version: 1`, or leave",
        ),
        ("name: A\nversion: '1'\nsteps: [wait: 1]\n", "2:10 IT306", "write `version: 1`, or leave it out"),
        ("name: A\ntags: smoke\nsteps: [wait: 1]\n", "2:7 IT306", "this takes a list, not text; write `[smoke]`"),
        (
            "name: A\nowner:\nsteps: [wait: 1]\n",
            "2:7 IT306",
            "nothing stands here; this takes text; give it a value, or",
        ),
    ],
)
def test_what_is_expected_is_said(folder, text, place, said):
    """In a sentence, once, at its place."""
    folder.write({"a.yaml": text})
    (problem,) = folder.problems()
    assert f"a.yaml:{place}" == f"{problem.place} {problem.code}"
    assert said in f"{problem.message}; {problem.hint}"


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ("examples: {file: none.csv}", "IT314"),
        ("examples: {file: cells.csv}", "IT324"),
        ("examples: {file: empty.csv}", "IT324"),
        ("examples: {file: twice.csv}", "IT324"),
        ("examples: {file: none.csv}\nsecrets: [a]", "IT314"),
        ("examples: a", "IT324"),
        ("examples: [a]", "IT324"),
        ("vars: [a]", "IT306"),
        ("inputs: a", "IT306"),
    ],
)
def test_names_that_could_not_be_read_are_not_undefined(folder, broken, code):
    """A column of a broken file may be any of them."""
    files = {"cells.csv": "a,b\n1\n", "empty.csv": "", "twice.csv": "a,b,a\n1,2,3\n"}
    folder.write({"a.yaml": f"name: A\n{STEPS}{broken}\n", **files})
    assert [code] == [problem.code for problem in folder.problems()]


def test_a_row_that_is_none_lacks_no_column(folder):
    """The others do."""
    folder.write({"a.yaml": f"name: A\n{STEPS}examples: [{{a: 1}}, 2, {{b: 1}}]\nvars: {{b: 1}}\n"})
    assert ["a.yaml:5:20 IT324", "a.yaml:5:23 IT324"] == folder.places()
