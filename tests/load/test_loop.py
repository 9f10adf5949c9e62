"""`while`: what it may ask for, and what is said of it otherwise."""

import pytest


def loop(condition, rest="capture: {own: body}"):
    return f"name: A\nvars: {{given: 1}}\nsteps:\n  - while: {condition}\n    request: GET http://x/\n    {rest}\n"


@pytest.mark.parametrize(
    ("condition", "limit"),
    [
        ("given", 100),
        ("'{{ given }}'", 100),
        ("index < 3", 100),
        ("index == 0 or own", 100),
        ("own | default(true)", 100),
        ("{if: given, limit: 7}", 7),
    ],
)
def test_a_loop_has_a_condition_and_a_limit(folder, condition, limit):
    """With braces or without; the limit is 100 unless said."""
    assert limit == folder.scenario(loop(condition)).steps[0].loop.limit


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("own", "IT308 nothing defines `own` here; the first run has captured nothing yet: give it a value in `vars`"),
        ("item", "IT308 nothing defines `item` here"),
        ("body.next", "IT308 nothing defines `body` here"),
        ("{limit: 3}", "IT305 `while` needs the condition, `if`; write `{if: next_url, limit: 20}`"),
        ("{if: given, limit: none}", "IT306"),
        ("[1]", "IT306 this takes an expression"),
    ],
)
def test_what_it_cannot_ask_for_is_said(folder, condition, said):
    """Before anything is sent."""
    folder.write({"a.yaml": loop(condition)})
    (problem,) = folder.problems()
    assert f"{problem.code} {problem.message}; {problem.hint}".startswith(said)
