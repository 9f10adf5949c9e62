"""`engine.exposure`: a run says once which of its secrets can be seen all the same."""

from itest.engine.exposure import hidden_everywhere
from itest.model.project import Project
from tests.engine.canned import carry_out, plan, scenario


def warnings(
    folder, *, secrets: str, env: dict[str, str], name: str = "Take orders", body: str = ""
) -> tuple[str, ...]:
    files = {
        "itest.yaml": f"secrets: [{secrets}]\n",
        "a.yaml": scenario(f"- call: {{says: hello}}\n  id: taken\n  expect: {{body: hello}}\n{body}", name=name),
    }
    return carry_out(folder, files, env=env).events[-1].warnings


def test_nothing_is_said_where_everything_is_hidden(tmp_path):
    """A secret that is no part of a name, and long enough."""
    assert () == warnings(tmp_path, secrets="A", env={"A": "hunter2-and-more"})


def test_a_secret_in_a_name_is_told_by_its_name(tmp_path):
    """That of a variable, never its value."""
    (sentence,) = warnings(tmp_path, secrets="A", env={"A": "orders"})
    assert "The value of `A` is part of a path or a name, which are shown as they are written." == sentence


def test_a_secret_in_an_id_is_told(tmp_path):
    """Also that of a step."""
    assert "The value of `A` is part" in warnings(tmp_path, secrets="A", env={"A": "taken"})[0]


def test_weak_secrets_are_told_together(tmp_path):
    """In one sentence, whatever their number."""
    (sentence,) = warnings(tmp_path, secrets="A, B, C", env={"A": "1", "B": "true", "C": "null"})
    assert sentence.startswith("The value of `A`, `B` or `C` is too short or too common to be hidden everywhere")


def test_a_secret_without_a_name_is_told(tmp_path):
    """What a filter made one."""
    body = "- set: {x: \"{{ 'ab' | secret }}\"}\n"
    (sentence,) = warnings(tmp_path, secrets="", env={}, body=body)
    assert sentence.startswith("The value of a credential without a name is too short")


def test_only_what_is_hidden_everywhere_may_be_hidden_by_others(tmp_path):
    """Who masks a part of a path in the log, or `true`, would undo what itest keeps."""
    ready = plan(tmp_path, {"orders/a.yaml": scenario("- call: {says: hello}\n  expect: {body: hello}")})
    values = ["orders", "true", "A case", "hunter2-and-more"]
    assert ["hunter2-and-more"] == hidden_everywhere(values, ready.run.cases, Project(root=tmp_path))
