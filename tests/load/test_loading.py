"""Loading: all problems of all files at once, whatever a file holds."""

import os

import pytest

from itest.model.scenario import Capture
from itest.model.values import Expression, Template

SCENARIO = "name: A\nsteps:\n  - request: http://127.0.0.1/\n"


def test_scenarios_come_by_file(folder):
    """Sorted, typed, with absolute paths and the names that people see."""
    folder.write({"s/b.yaml": SCENARIO, "s/a.yaml": SCENARIO})
    scenarios = folder.load("s").scenarios
    assert ["s/a.yaml", "s/b.yaml"] == [scenario.file for scenario in scenarios]
    assert folder.path / "s/a.yaml" == scenarios[0].path


def test_a_step_as_it_is_loaded(folder):
    """Expressions without braces, captures split, the shorthand expanded."""
    step = folder.scenario(
        """\
name: A
vars: {x: 1}
steps:
  - id: one
    if: "{{ x > 0 }}"
    each: [1, 2]
    request: "GET http://127.0.0.1/{{ item }}"
    retry: {until: status == 200, for: 5s}
    capture: {a: "$.items[?@.a || @.b] | first | upper", b: headers.etag}
    assert: status == 200
"""
    ).steps[0]
    assert (("steps", 0), 1, "one", "request") == (step.pointer, step.number, step.id, step.action)
    assert {"url": Template("GET http://127.0.0.1/{{ item }}")} == step.arguments
    assert (Expression("x > 0"), (1, 2), (Expression("status == 200"),)) == (step.condition, step.each, step.asserts)
    assert ("5s", Expression("status == 200"), None) == (step.retry.window, step.retry.until, step.retry.attempts)
    at = ("steps", 0, "capture")
    assert (
        Capture(name="a", pointer=(*at, "a"), path="$.items[?@.a || @.b]", filters="| first | upper"),
        Capture(name="b", pointer=(*at, "b"), expression=Expression("headers.etag")),
    ) == step.capture


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "IT305"),
        ("# nothing", "IT305"),
        ("just text", "IT306"),
        ("[a, list]", "IT306"),
        ("name: A\nsteps: []", "IT305"),
        ("name: A", "IT305"),
        ("~: a\n" + SCENARIO, "IT306"),
        ("1: a\n" + SCENARIO, "IT304"),
        ("[a]: b\n" + SCENARIO, "IT306"),
        (SCENARIO + "tasg: [a]\n", "IT304"),
        ("name: A\nname: B\n", "IT302"),
        ("name: !!python/object/apply:os.system [ls]\n", "IT301"),
        ("name: !unknown a\n", "IT301"),
        (SCENARIO + "timeout: 2024-13-45\n", "IT320"),
        (SCENARIO + "reruns: " + "9" * 5000, "IT306"),
        (SCENARIO + 'owner: "\\ud800"', "IT301"),
        (SCENARIO.encode() + b"owner: \xed\xa0\x80", "IT325"),
        ("name: a\x00b", "IT301"),
        ("name: a\x1bb", "IT301"),
        ("name: é".encode("latin-1"), "IT325"),
        (SCENARIO.encode("utf-16"), "IT325"),
        ("name: A\n\tsteps: []", "IT301"),
        ("name: 'A", "IT301"),
        ("name: [A", "IT301"),
        (SCENARIO + "---\nname: B\n", "IT301"),
        ("[" * 50_000, "IT303"),
        ("".join(" " * level + "a:\n" for level in range(1000)), "IT303"),
        (SCENARIO + "owner: /a #f", "IT321"),
        (SCENARIO.replace("127.0.0.1/", "127.0.0.1/{{ 1 + }}"), "IT309"),
    ],
)
def test_a_malformed_file_is_a_problem_with_a_place(folder, content, code):
    """Never a traceback, never silence."""
    folder.write({"a.yaml": content})
    problems = folder.problems()
    assert code in [problem.code for problem in problems]
    assert [] == [problem for problem in problems if not problem.place.startswith("a.yaml")]


def test_a_byte_order_mark_does_no_harm(folder):
    """Windows editors write it."""
    folder.write({"a.yaml": b"\xef\xbb\xbf" + SCENARIO.replace("\n", "\r\n").encode()})
    assert ["A"] == [scenario.name for scenario in folder.load().scenarios]


def test_a_fifo_is_not_waited_for(folder):
    """A scenario that is no regular file is reported at once."""
    os.mkfifo(folder.path / "a.yaml")
    assert ["a.yaml:1:1 IT325"] == folder.places()


def test_all_problems_of_all_files_are_reported_by_place(folder):
    """One bad file does not hide another, and a file not the rest of itself."""
    folder.write({"b.yaml": "name: [", "a.yaml": SCENARIO + "x: 1\ntags: a\n", "c.yaml": SCENARIO})
    assert ["a.yaml:4:1 IT304", "a.yaml:5:7 IT306", "b.yaml:1:7 IT301"] == folder.places()


def test_a_problem_inside_a_text_is_shown_there(folder):
    """In quotes, in blocks and behind other text, the caret stands under the name."""
    folder.write(
        {
            "a.yaml": "name: A\nsteps:\n  - request:\n      url: 'http://127.0.0.1/{{ aa }}'\n"
            "      text: |\n        one\n        two {{ bb }}\n    assert: ['cc == 1']\n"
        }
    )
    assert ["a.yaml:4:33 IT308", "a.yaml:7:16 IT308", "a.yaml:8:15 IT308"] == folder.places()


def test_a_problem_inside_a_folded_text_is_shown_there(folder):
    """The text starts on the line below its sign."""
    folder.write({"a.yaml": SCENARIO.replace("http:", ">-\n      http:").replace("1/", "1/{{ aa }}")})
    assert ["a.yaml:4:27 IT308"] == folder.places()


def test_used_scenarios_are_loaded_with_what_uses_them(folder):
    """By the path as written, each file once, names checked with the inputs alone."""
    used = "name: U\ninputs: {a: {default: 1}}\nsteps:\n  - request: http://127.0.0.1/{{ a }}/{{ mine }}\n"
    folder.write(
        {
            "_shared/u.yaml": used,
            "a.yaml": "name: A\nvars: {mine: 1}\nsteps:\n  - use: _shared/u.yaml\n  - use: ./_shared/u.yaml\n",
        }
    )
    assert ["_shared/u.yaml:4:42 IT308"] == folder.places("a.yaml")
    folder.write({"_shared/u.yaml": used.replace("/{{ mine }}", "")})
    scenario = folder.load("a.yaml").scenarios[0]
    assert ["U", "U"] == [scenario.uses[name].name for name in ("_shared/u.yaml", "./_shared/u.yaml")]


def test_circles_of_use_are_named(folder):
    """From a file to itself over another."""
    use = "name: A\nsteps:\n  - use: {}\n"
    folder.write({"a.yaml": use.format("b.yaml"), "b.yaml": use.format("a.yaml")})
    problem = folder.problems("a.yaml")[0]
    assert ("IT326", True) == (problem.code, "a.yaml → b.yaml → a.yaml" in problem.message)


def test_overrides_count_as_defined(folder):
    """A name that only the command line gives is no undefined name."""
    folder.write({"a.yaml": SCENARIO.replace("127.0.0.1", "{{ host }}")})
    assert (["a.yaml:3:24 IT308"], []) == (folder.places(), folder.places(overrides={"host": "x"}))


def test_a_link_out_of_the_project_is_refused(folder, tmp_path_factory):
    """Links are followed before it is judged where a file lies."""
    outside = tmp_path_factory.mktemp("outside") / "secret"
    outside.write_text("x")
    folder.write({"itest.yaml": "", "a.yaml": SCENARIO + "  - request: {url: http://127.0.0.1/, file: link}\n"})
    (folder.path / "link").symlink_to(outside)
    assert ["a.yaml:4:45 IT217"] == folder.places()


def test_a_relative_address_needs_a_service(folder):
    """Of several that fit, one has to be named; a scenario that is there to be used may get it from its caller."""
    services = "services: {a: {url: http://a}, b: {url: http://b}}\n"
    folder.write(
        {
            "itest.yaml": services,
            "a.yaml": "name: A\nsteps:\n  - request: /x\n  - request: http://c\n  - request: '{{ services.a.url }}/'\n",
            "b.yaml": "name: B\nservice: b\nsteps:\n  - request: GET /x\n",
            "c.yaml": "name: C\ninputs: {a: {default: 1}}\nsteps:\n  - request: GET /x\n",
        }
    )
    assert ["a.yaml:3:5 IT319"] == folder.places()


def test_templates_of_result_fields(folder):
    """Fields of this step's result are seen where the result is looked at, and nowhere else."""
    folder.write(
        {
            "a.yaml": """\
name: A
steps:
  - request: http://127.0.0.1/{{ body.a }}
    expect: {body: {a: "{{ headers.a }}"}}
    retry: {until: status == 200, attempts: "{{ status }}"}
    capture: {a: body.a, b: a, c: d, d: body.d}
"""
        }
    )
    assert ["a.yaml:3:34 IT308", "a.yaml:5:49 IT308", "a.yaml:6:35 IT308"] == folder.places()
