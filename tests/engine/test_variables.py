"""Variables: layers, templates in any order, types of the command line."""

import pytest

from tests.engine.canned import carry_out, scenario, sentences


def _value(tmp_path, name, *, project="", overrides=None, **keys):
    files = {"itest.yaml": project or "{}\n", "a.yaml": scenario(f"- call: '{{{{ {name} }}}}'", **keys)}
    ran = carry_out(tmp_path, files, overrides=overrides or {})
    return ran.action.sent[0] if ran.action.sent else ran.result.fault


def test_nearer_wins(tmp_path):
    """Configuration, scenario, row, command line."""
    project = "vars: {x: config}\n"
    layers = [
        _value(tmp_path / "1", "x", project=project),
        _value(tmp_path / "2", "x", project=project, vars="{x: file}"),
        _value(tmp_path / "3", "x", project=project, vars="{x: file}", examples="[{x: row}]"),
        _value(tmp_path / "4", "x", project=project, examples="[{x: row}]", overrides={"x": "line"}),
    ]
    assert ["config", "file", "row", "line"] == layers


def test_a_variable_may_be_made_of_others(tmp_path):
    """Of configuration, and of earlier ones."""
    value = _value(tmp_path, "c", project="vars: {a: 1, b: '{{ a }}2'}\n", vars="{d: x, c: '{{ d }}{{ b }}'}")
    assert "x12" == value


def test_a_variable_that_needs_itself_is_an_error(tmp_path):
    """Told where it is used."""
    project = "vars: {a: '{{ b }}', b: '{{ a }}'}\n"
    ran = carry_out(tmp_path, {"itest.yaml": project, "a.yaml": scenario("- call: '{{ a }}'")})
    assert ("IT201", True) == (ran.result.steps[0].fault.code, "needs itself" in sentences(ran.result.steps)[0])


def test_what_is_made_of_a_replaced_variable_sees_the_command_line(tmp_path):
    """In the file and in the configuration."""
    project = "vars: {host: a, url: 'http://{{ host }}'}\n"
    assert "http://b" == _value(tmp_path / "1", "url", project=project, overrides={"host": "b"})
    assert "http://b" == _value(tmp_path / "2", "u", vars="{h: a, u: 'http://{{ h }}'}", overrides={"h": "b"})


def test_what_is_replaced_need_not_be_there(tmp_path):
    """The command line stands for itself."""
    assert "x" == _value(tmp_path, "a", vars="{a: '{{ env.NOT_SET }}'}", overrides={"a": "x"})


def test_a_command_line_value_that_is_of_another_type_is_an_error(tmp_path):
    """It says which."""
    fault = _value(tmp_path, "n", vars="{n: '{{ 1 }}'}", overrides={"n": "many"})
    assert ("IT404", "`n` is of type integer, and `many`, which replaces it, is text.") == (fault.code, fault.message)


@pytest.mark.parametrize("keys", [{"vars": "{pw: hunter2-pw}", "secrets": "[pw]"}])
def test_a_secret_variable_is_redacted(tmp_path, keys):
    """Everywhere."""
    ran = carry_out(tmp_path, scenario("- call: {says: '{{ pw }}'}\n  expect: {body: x}", **keys))
    assert "hunter2-pw" not in repr(ran.events)


def test_a_secret_capture_is_redacted_from_then_on(tmp_path):
    """Captures and `set` under a secret's name."""
    steps = "- call: {says: {t: abcdef123}}\n  capture: {pw: $.t}\n- call: {says: 'got abcdef123'}\n  expect: {body: x}"
    ran = carry_out(tmp_path, scenario(steps, secrets="[pw]"))
    assert "abcdef123" not in repr(ran.result)
    assert "***" in sentences(ran.result.steps)[1]


def test_vars_always_means_the_variable(tmp_path):
    """Where a result field has the same name."""
    steps = "- call: {says: 1}\n  assert: [vars.status == 'own']"
    assert "passed" == carry_out(tmp_path, scenario(steps, vars="{status: own}")).result.outcome
