"""The context: actions created once and closed once, files under the root."""

import pytest

from itest.engine.context import Actions
from itest.model.problem import EvaluationError
from tests.engine.canned import SPEC, CannedAction, plan, scenario


def test_an_action_is_created_when_first_used_and_closed_once():
    """One for all cases."""
    made = []

    def create(kind):
        made.append(CannedAction(SPEC))
        return made[-1]

    actions = Actions({"call": SPEC}, create)
    assert [] == made
    assert actions.get("call") is actions.get("call")
    actions.close()
    assert [["close action"]] == [action.events for action in made]


@pytest.fixture
def context(tmp_path):
    return plan(
        tmp_path, {"itest.yaml": "services: {s: {url: 'http://x'}}\n", "a.yaml": scenario("- call: a")}
    ).run._context


def test_the_functions_of_a_case_draw_the_same_in_another_folder(context, tmp_path):
    """Only `file` is another."""
    functions = context.functions_for("a", tmp_path)
    elsewhere = context.functions_in(tmp_path / "x", functions)
    assert functions["uuid"] is elsewhere["uuid"]
    assert functions["file"] is not elsewhere["file"]


def test_sessions_see_services_by_name(context, tmp_path):
    """Each rendered when it is spoken to."""
    services = context.session_settings(tmp_path).services
    assert (["s"], 1, "http://x", None) == (list(services), len(services), services["s"].url, services.get("t"))


def test_a_schema_is_read_under_the_root_only(context, tmp_path):
    """As a value."""
    (tmp_path / "s.json").write_text('{"type": "object"}')
    (tmp_path / "bad.json").write_text("{")
    assert {"type": "object"} == context.read_schema(tmp_path / "s.json")
    for path, code in ((tmp_path / "bad.json", "IT322"), (tmp_path.parent / "x.json", "IT217")):
        with pytest.raises(EvaluationError) as raised:
            context.read_schema(path)
        assert code == raised.value.code
