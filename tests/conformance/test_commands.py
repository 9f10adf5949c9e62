"""The commands of the conformance suites tell what is right and what is not, tried on suites of a few cases."""

import json

import pytest

from tests.conformance import json_parsing, json_schema, jsonpath


def test_the_json_schema_suite_is_judged_as_a_scenarios_schema_is(tmp_path, capsys):
    """With remote documents from the suite's folder, refusals counted as failures, and the two parts apart."""
    holds = {
        "description": "remote",
        "schema": {"$ref": "http://localhost:1234/integer.json"},
        "tests": [{"description": "yes", "data": 1, "valid": True}, {"description": "no", "data": "x", "valid": False}],
    }
    wrong = {
        "description": "wrong",
        "schema": {"requierd": ["a"]},
        "tests": [{"description": "refused", "data": {}, "valid": True}],
    }
    by_default = "an invalid date is only an annotation by default"
    noted = {"description": "noted", "schema": False, "tests": [{"description": by_default, "data": 1, "valid": True}]}
    folder = tmp_path / "tests" / "draft7"
    (folder / "optional" / "format").mkdir(parents=True)
    (tmp_path / "remotes").mkdir()
    (tmp_path / "remotes" / "integer.json").write_text('{"type": "integer"}')
    (folder / "a.json").write_text(json.dumps([holds]))
    (folder / "format.json").write_text(json.dumps([noted]))
    (folder / "optional" / "format" / "b.json").write_text(json.dumps([wrong]))
    assert 1 == json_schema.main([str(tmp_path), "draft7"])
    said = capsys.readouterr().out
    assert "draft7 optional/format/b.json: wrong: refused: refused: the schema is not valid at `/requierd`" in said
    assert "draft7        required      2 of     2, 1 left out" in said
    assert [["required", "2", "2,"], ["format", "0", "1"], ["optional", "0", "0"]] == [
        [line.split()[index] for index in (1, 2, 4)] for line in said.splitlines()[-3:]
    ]


@pytest.mark.parametrize(
    ("test", "wrong"),
    [
        ({"selector": "$.a", "document": {"a": 1}, "result": [1]}, ""),
        ({"selector": "$.*", "document": {"a": 1, "b": 2}, "results": [[2, 1], [1, 2]]}, ""),
        ({"selector": "$.[", "invalid_selector": True}, ""),
        ({"selector": "$.a", "invalid_selector": True}, "not refused"),
        ({"selector": "$.a", "document": {"a": 1}, "result": [2]}, "found [1]"),
    ],
)
def test_the_jsonpath_suite_is_judged_by_itests_own_paths(tmp_path, capsys, test, wrong):
    """Refusals that are wanted and not, one result or several that are right."""
    path = tmp_path / "cts.json"
    path.write_text(json.dumps({"tests": [{"name": "one", **test}]}))
    assert int(bool(wrong)) == jsonpath.main([str(path)])
    assert (f"one: {wrong}\n0 of 1\n" if wrong else "1 of 1\n") == capsys.readouterr().out


def test_the_parsing_suite_is_judged_by_itests_own_reader(tmp_path, capsys):
    """By the beginning of each file's name."""
    for name, text in {"y_a": "[]", "y_b": "[", "n_a": "[", "i_a": "1"}.items():
        (tmp_path / f"{name}.json").write_text(text)
    assert 1 == json_parsing.main([str(tmp_path)])
    said = "y_b.json: refused\ny_ 1 of 2 accepted\nn_ 1 of 1 refused\ni_ 1 of 1 accepted\n"
    assert said == capsys.readouterr().out
