"""Values that YAML read as something else than was meant."""

import pytest

STEP = "name: A\nsteps:\n  - request: GET http://x/\n    "


@pytest.mark.parametrize(
    ("rest", "place", "said"),
    [
        ("expect: 200", "4:13", "write `{status: 200}`"),
        ("expect: 2xx", "4:13", "write `{status: 2xx}`"),
        ("expect:\n      status:200", "5:7", "after the colon of a key comes a blank: `status: 200`"),
        ("expect:\n      - status: 200", "5:7", "leave the `- ` before its keys out"),
        ("expect: {body.a: 1}", "4:14", "write `body: {a: …}`"),
        ("expect: {$.a: 1}", "4:14", "a selector stands under its field: `body: {$.a: …}`"),
        ("assert:\n      - status: 200", "5:9", "write `status == 200`, or put it under `expect`"),
        ("assert:\n      - body.a: b", "5:9", "write `body.a == 'b'`, or put it under `expect`"),
        ("assert:\n      - body.a: true", "5:9", "write `body.a == true`, or put it under `expect`"),
        ('assert:\n      - body.a == "b: c"', "5:9", "quote the expression"),
        ("assert: [f(a, 'b') == 1, status == 200]", "4:14", "quote this: `\"f(a, 'b') == 1\"`"),
        ("assert: [body.x | selectattr('a', 'eq', 1) | list]", "4:14", "selectattr('a', 'eq', 1) | list\"`"),
        ("retry: {until: f(a, b)}", "4:20", 'quote this: `"f(a, b)"`'),
        ("capture: $.id", "4:14", "give it a name: `{x: $.id}`"),
        ("capture:\n      - id: $.id", "5:7", "leave the `- ` before its keys out"),
        ("capture: {my-id: $.id}", "4:15", "`my_id`"),
        ("id: my step", "4:9", "`my_step`"),
        ("retry: 3", "4:12", "write `{attempts: 3}`"),
        ("retry: 5s", "4:12", "write `{for: 5s}`"),
        ("each: item in [1, 2]", "4:11", "write `each: [1, 2]`; in the step, each is `item`"),
        ("each: for a in body.b", "4:11", "write `each: body.b`"),
        ("continue_on_failure: yes", "4:26", "did you mean `true`?"),
        ("continue_on_failure: Off", "4:26", "did you mean `false`?"),
        ("if: Yes", "4:9", "did you mean `true`?"),
        ("assert: [status == 200 and not OFF]", "4:36", "did you mean `false`?"),
        ("retry: {attempts: 2, until: body == NULL}", "4:41", "did you mean `null`?"),
        ("expect: {body: {a: {$exists: True}}}", "4:34", "did you mean `true`?"),
        ("expect: {body: {a: {$empty: NO}}}", "4:33", "did you mean `false`?"),
        ("expect: {schema: {uniqueItems: True}}", "4:36", "did you mean `true`?"),
        ("expect: {schema: {additionalProperties: No}}", "4:45", "did you mean `false`?"),
        ("assert: len(body) == 1", "4:13", "write `x | length`"),
    ],
)
def test_a_step(folder, rest, place, said):
    """What was meant is written in the hint of its first problem."""
    folder.write({"a.yaml": f"{STEP}{rest}\n"})
    problem = folder.problems()[0]
    assert f"a.yaml:{place}" == problem.place
    assert said in problem.hint


@pytest.mark.parametrize(
    ("rest", "place", "said"),
    [
        ("skip: true", "3:7", "say why"),
        ("skip: false", "3:7", "leave the key out"),
        ("quarantine: yes?", "", ""),
        ("flow: a.body -> b.rows", "3:7", "write `- a.body -> b.rows`"),
        ("vars:\n  - a: 1", "4:3", "leave the `- ` before its keys out"),
        ("continue_on_failure: True", "3:22", "did you mean `true`?"),
    ],
)
def test_a_scenario(folder, rest, place, said):
    """The same at the top of the file."""
    folder.write({"a.yaml": f"name: A\nsteps: [wait: 1]\n{rest}\n"})
    problems = folder.problems()
    assert [f"a.yaml:{place}"] * bool(place) == [problem.place for problem in problems]
    assert all(said in problem.hint for problem in problems)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("auth: NULL", "did you mean `null`?"),
        ("start: Null", "did you mean `null`?"),
        ("tls: {verify: No}", "did you mean `false`?"),
    ],
)
def test_a_service(folder, keys, said):
    """The same in the project file."""
    folder.write({"itest.yaml": f"services:\n  api: {{url: http://127.0.0.1:1, {keys}}}\n", "a.yaml": STEP})
    assert said in [problem.hint for problem in folder.problems()]


def test_an_expression_that_was_cut_is_told_once(folder):
    """Its other pieces are no expressions either, and no names."""
    folder.write({"a.yaml": f"{STEP}assert: [f(a, 'b', c) == 1, nothing]\n"})
    assert ["a.yaml:4:14 IT309", "a.yaml:4:33 IT308"] == folder.places()


@pytest.mark.parametrize("rest", ["assert: [status == 200, (1), 'a']", "assert: [a.b(c, 1]"])
def test_an_expression_that_was_not_cut_is_not_blamed(folder, rest):
    """A comma parts expressions."""
    folder.write({"a.yaml": f"{STEP}{rest}\n"})
    assert not any("YAML ends" in problem.message for problem in folder.problems())
