"""Configuration: namespaces that are rendered when they are first asked for."""

import pytest

from itest.engine.config import LazyTable
from itest.model.problem import EvaluationError
from tests.engine.canned import carry_out, scenario, sentences


def test_a_member_is_made_once_and_only_when_asked_for():
    """Membership, iteration and length make nothing."""
    made = []
    table = LazyTable("vars", {"a": 1, "b": 2}, lambda name: made.append(name) or name.upper())
    assert ("a" in table, list(table), len(table), made) == (True, ["a", "b"], 2, [])
    assert ("A", "A", ["a"]) == (table["a"], table["a"], made)
    with pytest.raises(KeyError):
        table["c"]


def test_a_member_that_needs_itself_is_an_error():
    """And can be asked for again."""
    table = LazyTable("vars", {"a": 1}, lambda name: table[name])
    for _ in range(2):
        with pytest.raises(EvaluationError, match=r"`vars\.a` needs itself"):
            table["a"]


def _sent(tmp_path, expression, project="{}\n", **rest):
    ran = carry_out(tmp_path, {"itest.yaml": project, "a.yaml": scenario(f'- call: "{{{{ {expression} }}}}"')}, **rest)
    return ran.action.sent[0] if ran.action.sent else sentences(ran.result.steps)[0]


def test_the_environment_wins_over_dotenv_files(tmp_path):
    """Which win over nothing."""
    (tmp_path / ".env").write_text("A=dot\nB=dot\n")
    assert "env" == _sent(tmp_path, "env.A", env={"A": "env"})
    assert "dot" == _sent(tmp_path, "env.B", env={"A": "env"})


def test_a_missing_name_of_the_environment_is_an_error_that_default_covers(tmp_path):
    """At run time, since it is known only then."""
    assert "`env.NOPE` is not there" in _sent(tmp_path, "env.NOPE")
    assert "x" == _sent(tmp_path, "env.NOPE | default('x')")


def test_services_offer_their_url(tmp_path):
    """Rendered."""
    project = "vars: {host: h}\nservices: {s: {url: 'http://{{ host }}/'}}\n"
    assert "http://h/" == _sent(tmp_path, "services.s.url", project)


def test_a_variable_that_cannot_be_rendered_hurts_only_who_uses_it(tmp_path):
    """Told with the reason."""
    project = "vars: {bad: '{{ env.NOPE }}', good: 1}\n"
    assert 1 == _sent(tmp_path / "good", "good", project)
    assert "cannot be rendered" in _sent(tmp_path / "bad", "bad", project)


def test_a_service_that_cannot_be_rendered_is_an_error_with_its_place(tmp_path):
    """In itest.yaml."""
    project = "services: {s: {url: 'http://{{ env.NOPE }}'}}\n"
    ran = carry_out(tmp_path, {"itest.yaml": project, "a.yaml": scenario("- ask: x")})
    fault = ran.result.steps[0].fault
    assert ("IT201", "itest.yaml", 1) == (fault.code, fault.excerpt.span.file, fault.excerpt.span.line)
