"""Loading: from the words of the command line to scenarios."""

import pytest

from itest.cli.loading import Asked, all_specs, selection_of
from itest.model.problem import UsageError
from tests.cli.commanding import itest
from tests.engine.canned import scenario, written

ECHO = scenario("- run: [echo, hi]\n  expect: {stdout: {$contains: hi}}")


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


def test_validate_warns_of_what_is_not_found(tmp_path):
    """Secrets and environment variables; elsewhere they may be there, so the files are fine."""
    files = {"itest.yaml": "secrets:\n  - API_KEY_X\n", "a.yaml": scenario("- run: [echo, '{{ env.NOT_SET_X }}']")}
    written(tmp_path, files)
    said = itest(tmp_path, "validate", "a.yaml")
    assert (0, "1 scenario valid, 1 step\n") == (said.code, said.out)
    assert [
        "warning  itest.yaml:2:5 IT405 The secret `API_KEY_X` is not set.",
        "warning  a.yaml:3:10 IT405 The environment variable `NOT_SET_X` is used and is not set.",
    ] == said.err.splitlines()
    written(tmp_path, {".env": "API_KEY_X=1\nNOT_SET_X=2\n"})
    assert "" == itest(tmp_path, "validate", "a.yaml").err


@pytest.mark.parametrize("command", ["run", "validate"])
@pytest.mark.parametrize("path", ["scenarios", "scenarios/loop.yaml"])
def test_a_link_that_leads_to_itself_is_a_problem_of_its_file(tmp_path, command, path):
    """In a folder and given itself; beside the problems of the other files."""
    written(tmp_path, {"scenarios/a.yaml": ECHO, "scenarios/wrong.yaml": "nonsense: 1\n"})
    (tmp_path / "scenarios" / "loop.yaml").symlink_to("loop.yaml")
    said = itest(tmp_path, command, path)
    assert (2, "") == (said.code, said.out)
    assert "scenarios/loop.yaml:1:1 IT325 its symbolic links lead in a circle\n  let the link lead to" in said.err
    assert (path == "scenarios") == ("scenarios/wrong.yaml:1:1 IT304" in said.err)


def test_a_project_file_that_leads_to_itself_is_a_problem(tmp_path):
    """Nobody is to think that it was read."""
    written(tmp_path, {"scenarios/a.yaml": ECHO})
    (tmp_path / "itest.yaml").symlink_to("itest.yaml")
    said = itest(tmp_path, "validate")
    assert (2, True) == (said.code, "itest.yaml:1:1 IT325 its symbolic links lead in a circle" in said.err)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("name: A\n".encode("utf-16"), "1:1 IT325 the file is UTF-16, not UTF-8"),
        ("name: A\n".encode("utf-32"), "1:1 IT325 the file is UTF-32, not UTF-8"),
        ("name: A\n".encode("utf-16-le"), "1:2 IT301"),
        (b"name: A\nsteps: \xff\n", "2:8 IT325 byte 0xFF is not UTF-8"),
        (b"#" * 10_000_001, "1:1 IT303 the file is larger than 10 MB"),
        (b"", "1:1 IT305"),
    ],
)
def test_a_malformed_file_has_a_line_and_a_column(tmp_path, content, place):
    """Editors and CI systems find the file by it."""
    (tmp_path / "a.yaml").write_bytes(content)
    said = itest(tmp_path, "validate", "a.yaml")
    assert (2, True) == (said.code, said.err.startswith(f"a.yaml:{place}")), said.err
    assert said.err.endswith("1 problem in 1 file; nothing was sent\n")
