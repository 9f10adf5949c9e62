"""Steps that cannot be meant, in plain words and told once."""

import pytest

GET = "- request: GET http://x/\n    "


def problems(folder, step):
    folder.write({"a.yaml": f"name: A\nsteps:\n  {step}\n"})
    return folder.problems("a.yaml")


@pytest.mark.parametrize(
    ("step", "place", "message", "hint"),
    [
        ("- expect: {status: 200}", "3:5", "this step has no action", "one of request, sql, run, use, set, wait"),
        (
            "- expect: {status: 200}\n    capture: {a: $.b, c: body.d}\n  - assert: [a == c]",
            "3:5",
            "this step has no action",
            "one of request",
        ),
        (
            "- reqest: GET /\n    capture: {a: $.b}\n    expect: {status: 1}\n    assert: [status == 1]",
            "3:5",
            "unknown key `reqest` in a step",
            "did you mean `request`?",
        ),
        (
            "- assert: ['1 == 1']\n    expect: {status: 1}",
            "4:5",
            "without an action there is no result to expect",
            "put it",
        ),
        ("- wait:", "3:5", "nothing stands under `wait`", "write `wait: <duration>`, or its keys"),
        ("- wait: null", "3:5", "nothing stands under `wait`", "write `wait: <duration>`, or its keys"),
        ("- request:", "3:5", "nothing stands under `request`", "write `request: <url>`, or its keys"),
        ("- set:", "3:5", "nothing stands under `set`", "write the keys of `set`"),
        ("- wait", "3:5", "this takes a step (a mapping with one action), not text", "write `wait: …`"),
        ("- wait:1s", "3:5", "this takes a step (a mapping with one action), not text", "after the colon of a key"),
        ("- GET http://x/", "3:5", "this takes a step (a mapping with one action), not text", "write `request: GET"),
        (
            "-",
            "3:4",
            "nothing stands here; this takes a step (a mapping with one action)",
            "give it a value, or leave the item out",
        ),
        ("- request: [a]", "3:14", "this takes text, not a list", ""),
        (
            GET + "capture: {a: '$.x['}\n  - assert: a",
            "4:23",
            "`$.x[` is no JSONPath: unexpected end of query, at c",
            "",
        ),
        (GET + "capture: {a: '$.x | b'}\n  - assert: a", "4:25", "there is no filter `b`", ""),
        (GET + "capture: {a: 'b c'}\n  - assert: a", "4:21", "", ""),
        (GET + "capture: {a: [b]}\n  - assert: a", "4:18", "this takes an expression or a JSONPath, not a list", ""),
        ("- request: {url: http://x/{{ body.id }}}", "3:20", "inside `{ }` and `[ ]`, text with `{{ }}`", "quote this"),
        (
            "- {id: b, request: GET http://x/}\n  - request: GET http://x/{{ body.id }}",
            "4:30",
            "nothing defines `body` here",
            "only its own step sees a result by itself; later, write `b.body`",
        ),
    ],
)
def test_what_is_wrong_is_told_once(folder, step, place, message, hint):
    """What follows from it is no problem of its own."""
    (problem,) = problems(folder, step)
    assert f"a.yaml:{place}" == problem.place
    assert problem.message.startswith(message)
    assert problem.hint.startswith(hint)


@pytest.mark.parametrize(
    ("auth", "said"),
    [
        ("bearer", "this takes one of `basic`, `bearer`, `api_key`, not text; write `{bearer: …}`"),
        ("Baerer", "this takes one of `basic`, `bearer`, `api_key`, not text; write `{bearer: …}`"),
        ("x", "this takes one of `basic`, `bearer`, `api_key`, not text; as in `{basic: …}`"),
        ("[bearer]", "this takes one of `basic`, `bearer`, `api_key`, not a list; as in `{basic: …}`"),
        ("{}", "this takes just one of `basic`, `bearer`, `api_key`; "),
        (
            "{bearer: a, api_key: {header: b, value: c}}",
            "this takes no more than one of `basic`, `bearer`, `api_key`; ",
        ),
        ("{berer: a}", "unknown key `berer`; did you mean `bearer`?"),
        ("{token: a}", "unknown key `token`; known here: basic, bearer, api_key"),
        ("{basic: 'a:b'}", "this takes a mapping, not text; its keys are `username`, `password`"),
        ("{basic: {user: a, password: b}}", "unknown key `user`; did you mean `username`?"),
    ],
)
def test_credentials_of_no_kind(folder, auth, said):
    """The kinds are named, in a step and in a service."""
    (problem,) = problems(folder, f"- request: {{url: http://x/, auth: {auth}}}")
    assert said == f"{problem.message}; {problem.hint}"
    folder.write(
        {"a.yaml": "name: A\nsteps: [wait: 1]\n", "itest.yaml": f"services: {{a: {{url: http://x, auth: {auth}}}}}\n"}
    )
    (problem,) = folder.problems()
    assert said == f"{problem.message}; {problem.hint}"


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("{service: db, query: 'select {{ x }}, {{ x }}'}", "{{ x }}"),
        ("{service: db, query: '{{ x }}'}", "{{ x }}"),
        ("select {{ x | default('}') }} from a", "{{ x | default('}') }}"),
        ("\"{{ file('a.sql') }}\"", "{{ file('a.sql') }}"),
        ("{service: db, query: 'select {{ x'}", "{{ x"),
    ],
)
def test_a_query_takes_no_template(folder, query, marked):
    """Values are bound; what stands in the braces is marked."""
    folder.write(
        {
            "a.yaml": f"name: A\nvars: {{x: 1}}\nsteps:\n  - sql: {query}\n",
            "itest.yaml": "services: {db: {url: 'sqlite:///a'}}\n",
        }
    )
    problem = next(problem for problem in folder.problems("a.yaml") if problem.code == "IT306")
    line, span = dict(problem.excerpt.lines)[4], problem.excerpt.span
    assert marked == line[span.column - 1 : span.end_column - 1]
    assert (
        "`query` is sent as it is written: no template can stand in it",
        "bind it: write `:x` and give `params: {x: …}`",
    ) == (
        problem.message,
        problem.hint,
    )
