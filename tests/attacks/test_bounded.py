"""Attacks on the commands that execute nothing: whatever the files hold, they end with an error that has a place.

What would take hours or gigabytes is held to the bound that ends it; each of these took longer than a minute, more than
500 MB, or was a defect.
"""

import json

import pytest

from tests.cli.commanding import itest
from tests.reliability.launch import launch, no_traceback

SCENARIO = "name: ok\nsteps:\n  - assert: [1 == 1]\n"
ASKS = "name: x\nsteps:\n- request: GET http://127.0.0.1:1/\n  expect: {schema: s.json}\n"
COMMANDS = (("validate",), ("list",), ("run", "--dry-run"), ("docs", "build"))


@pytest.fixture
def project(tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "itest.yaml").write_text("")
    (tmp_path / "scenarios" / "a.yaml").write_text(SCENARIO)
    return tmp_path


def refused(project, code, *words, commands=COMMANDS):
    for command in commands:
        said = itest(project, *command)
        assert 2 == said.code, (command, said.err[:500])
        assert all(word in said.err for word in (code, *words)), said.err[:500]
        assert len(said.err) < 100_000


@pytest.mark.parametrize(
    "text",
    [
        "A=1\n" + " " * 200_000 + "\n",
        "A=1" + " " * 200_000 + "x\n",
        "A" * 200_000 + "\n",
        "export " * 50_000,
        "A='" + "x" * 400_000,
        'A="' + "\\n" * 400_000 + '"\n',
        "A=" + "x#" * 200_000,
        "A\n" * 400_000,
    ],
    ids=range(8),
)
def test_settings_are_read_in_a_time_that_grows_as_they_do(project, text):
    """Blanks, quotes and marks of comments without an end."""
    (project / ".env").write_text(text)
    said = itest(project, "validate")
    assert (True, True) == (said.code in (0, 2), "IT901" not in said.err)


def test_settings_have_a_bound(project):
    """A megabyte."""
    (project / ".env").write_text("A=1\n" * 300_000)
    refused(project, "IT303", "larger than 1 MB")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a\n" + "1\n" * 1_000_000, "more than 10,000 rows"),
        (",".join(f"c{number}" for number in range(50_000)) + "\n", "more than 1,000 columns"),
        (",".join(f"c{number}" for number in range(900)) + "\n" + ("," * 899 + "\n") * 1000, "more than 555 rows"),
    ],
    ids=["rows", "columns", "cells"],
)
def test_rows_are_not_made_beyond_their_bound(project, text, words):
    """The rest of the file is not looked at."""
    (project / "scenarios" / "r.csv").write_text(text)
    (project / "scenarios" / "a.yaml").write_text(f"examples: {{file: r.csv}}\n{SCENARIO}")
    refused(project, "IT303", "scenarios/a.yaml:1:", words, commands=(("validate",),))


def test_encodings_that_take_the_square_of_a_text_are_none(project):
    """Those of international host names."""
    (project / "scenarios" / "r.csv").write_text("a\n1\n")
    for name in ("punycode", "idna"):
        (project / "scenarios" / "a.yaml").write_text(f"examples: {{file: r.csv, encoding: {name}}}\n{SCENARIO}")
        refused(project, "IT306", commands=(("validate",),))


def test_cases_of_all_scenarios_are_counted_together(project):
    """A list of scenarios with the rows beside it has all of them for each."""
    (project / "scenarios" / "r.csv").write_text("a\n" + "1\n" * 9_999)
    scenarios = "".join(f"- {{name: n{number}, steps: [{{assert: [1 == 1]}}]}}\n" for number in range(40))
    (project / "scenarios" / "a.yaml").write_text(f"examples: {{file: r.csv}}\nscenarios:\n{scenarios}")
    refused(project, "IT303", "more than 100,000 cases", commands=(("list",),))


def test_titles_are_cut(project):
    """Those of all rows together are no gigabyte."""
    (project / "scenarios" / "a.yaml").write_text(
        f"name: {'x' * 50_000}\nexamples: {[{'a': number} for number in range(50)]}\nsteps: [{{assert: [1 == 1]}}]\n"
    )
    said = itest(project, "list")
    assert (0, True) == (said.code, 50_000 < len(said.out) < 60_000)


def test_time_for_titles_is_counted_whatever_is_done_with_them(project):
    """Ten thousand of megabytes, each to be compared with all others."""
    columns = {name: [*range(100)] for name in "ab"}
    (project / "scenarios" / "a.yaml").write_text(
        f"name: \"{{{{ 'a' * 9000000 }}}}\"\nexamples: {json.dumps(columns)}\nsteps: [{{assert: [1 == 1]}}]\n"
    )
    said = launch(["list"], project, limit=60)
    assert (True, True) == (said.code in (0, 2), no_traceback(said.said)), said.said[-500:]


@pytest.mark.parametrize(
    "schema",
    [
        '{"not":' * 190 + "{}" + "}" * 190,
        '{"not":' * 5000 + "{}" + "}" * 5000,
        json.dumps({"$ref": "#/$defs/a0", "$defs": {f"a{n}": {"$ref": f"#/$defs/a{n + 1}"} for n in range(400)}}),
    ],
    ids=["nested", "nested deeper", "a chain of references"],
)
def test_schemas_are_as_deep_as_can_be_judged(project, schema):
    """Neither nesting nor references that lead on and on are a defect."""
    (project / "scenarios" / "s.json").write_text(schema)
    (project / "scenarios" / "a.yaml").write_text(ASKS)
    refused(project, "IT322", "scenarios/a.yaml:4:")


def test_a_chain_of_schema_files_has_an_end(project):
    """Each refers to the next."""
    for number in range(400):
        (project / "scenarios" / f"s{number}.json").write_text(json.dumps({"$ref": f"s{number + 1}.json"}))
    (project / "scenarios" / "a.yaml").write_text(ASKS.replace("s.json", "s0.json"))
    refused(project, "IT322", commands=(("validate",),))


def test_scenarios_that_use_one_another_without_end_are_refused(project):
    """However long the chain is."""
    for number in range(300):
        text = f"name: x\nsteps:\n- use: a{number + 1}.yaml\n"
        (project / "scenarios" / f"a{number}.yaml").write_text(text)
    (project / "scenarios" / "a300.yaml").write_text(SCENARIO)
    refused(project, "IT326", "more than 20 scenarios use one another in a row")


def test_scenarios_that_are_used_by_all_above_them_are_counted(project):
    """Two that use the next two each come to half a million after 18 levels."""
    for number in range(18):
        for name in "ab":
            text = f"name: x\nsteps:\n- use: a{number + 1}.yaml\n- use: b{number + 1}.yaml\n"
            (project / "scenarios" / f"{name}{number}.yaml").write_text(text)
    for name in "ab":
        (project / "scenarios" / f"{name}18.yaml").write_text(SCENARIO)
    refused(project, "IT326", "comes to more than 1,000 scenarios")


def test_folders_without_an_end_are_not_looked_through(project):
    """There are levels enough for everybody."""
    (project / "scenarios").joinpath(*["d"] * 60).mkdir(parents=True)
    refused(project, "IT402", "more than 50 levels deep")


def test_a_file_holds_no_more_than_can_be_read_soon(project):
    """Half a million values."""
    (project / "scenarios" / "a.yaml").write_text("x-n: [" + "1,1,\n" * 250_001 + "]\n" + SCENARIO)
    refused(project, "IT303", "scenarios/a.yaml:", "more than 500,000 values", commands=(("validate",),))


def test_problems_are_told_as_long_as_somebody_reads_them(project):
    """The first 500 of a file."""
    (project / "scenarios" / "a.yaml").write_text(SCENARIO + "".join(f"k{number}: 1\n" for number in range(5_000)))
    refused(project, "IT304", "this file has more than 500 problems", commands=(("validate",),))
    (project / "itest.yaml").write_text("".join(f"k{number}: 1\n" for number in range(5_000)))
    refused(project, "IT304", "this file has more than 500 problems", commands=(("validate",),))


def test_secrets_that_are_declared_without_an_end_are_looked_for_once(project):
    """Lists that nobody closes; what they name is hidden all the same."""
    (project / "scenarios" / "a.yaml").write_text("secrets: [token\ntoken: hunter2222\n" + "secrets: [\n" * 100_000)
    refused(project, "IT301", "***", commands=(("validate",),))
    assert "hunter2222" not in itest(project, "validate").err


@pytest.mark.parametrize("place", ["scenarios/a.yaml", "itest.yaml"])
def test_lines_have_an_end(project, place):
    """They are shown where something is wrong, and looked through for secrets."""
    (project / place).write_text(f"x-line: {'x' * 200_000}\nk: 1\n")
    refused(project, "IT303", f"{place}:1:1", "longer than 100,000 characters", commands=(("validate",),))


@pytest.mark.parametrize("line", ["#\n", "\r", "\x85"], ids=ascii)
def test_lines_are_counted(project, line):
    """Each is kept, to be shown."""
    (project / "scenarios" / "a.yaml").write_text(line * 2_000_000 + SCENARIO, newline="")
    refused(project, "IT303", "more than 500,000 lines", commands=(("validate",),))


@pytest.mark.parametrize(
    "text", ["{", "[]", "[" * 100_000, '{"format": 1, "cases": 3}', '{"format": 1, "cases": [{"file": 1}]}']
)
def test_odd_records_of_the_documentation_are_told(project, text):
    """With their place: they are committed, and not written anew in silence."""
    (project / "docs" / "scenarios").mkdir(parents=True)
    (project / "docs" / "scenarios" / "verified.json").write_text(text)
    refused(
        project, "IT404", "docs/scenarios/verified.json", commands=(("docs", "build"), ("docs", "build", "--check"))
    )


def test_schemas_of_a_description_that_lead_on_without_end(project):
    """Each to the next, twice; the end of the stack was a panic of a library, whatever was at work just then."""
    place = "o.yaml#/components/schemas/S"
    links = "".join(
        f"    S{n}: {{allOf: [{{$ref: '{place}{n + 1}'}}, {{$ref: '{place}{n + 1}'}}]}}\n" for n in range(999)
    )
    (project / "api").mkdir()
    (project / "api" / "o.yaml").write_text(f"openapi: 3.0.0\npaths: {{}}\ncomponents:\n  schemas:\n{links}")
    around = ["{allOf: [" * n + f"{{$ref: '../api/{place}0'}}" + "]}" * n for n in range(12)]
    steps = "".join(f"- request: GET http://127.0.0.1:1/\n  expect: {{schema: {schema}}}\n" for schema in around)
    (project / "scenarios" / "a.yaml").write_text(f"name: x\nsteps:\n{steps}")
    said = launch(["validate"], project)
    assert (2, 12, True) == (said.code, said.err.count("too deep"), "panicked" not in said.err), said.err[-2000:]
