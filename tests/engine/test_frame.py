"""Frames: what an expression sees, nearest first."""

from tests.engine.canned import carry_out, scenario


def test_a_later_capture_replaces_a_value(tmp_path):
    """And `set` does."""
    steps = "- call: {says: {v: 1}}\n  capture: {x: $.v}\n- set: {x: '{{ x + 1 }}'}\n- assert: [x == 2, vars.x == 2]"
    assert "passed" == carry_out(tmp_path, scenario(steps)).result.outcome


def test_results_of_steps_are_seen_under_their_ids(tmp_path):
    """With their request."""
    looks = "[one.body.v == 1, one.request.name == 'n', one.status == 200]"
    steps = f"- id: one\n  call: {{name: n, says: {{v: 1}}}}\n- assert: {looks}"
    assert "passed" == carry_out(tmp_path, scenario(steps)).result.outcome


def test_the_fields_of_this_result_are_nearest(tmp_path):
    """`item` and `index` too."""
    steps = "- each: [5]\n  call: {says: 3}\n  assert: [body == 3, item == 5, index == 0]"
    assert "passed" == carry_out(tmp_path, scenario(steps)).result.outcome


def test_a_value_says_which_step_it_came_from(tmp_path):
    """By number and id; setup and inputs by their names."""
    files = {
        "itest.yaml": "setup:\n  - call: {says: {k: 1}}\n    capture: {key: $.k}\n",
        "a.yaml": scenario("- set: {x: 1}\n- call: '{{ x }}{{ key }}'\n- use: {scenario: _s/u.yaml, with: {who: ada}}"),
        "_s/u.yaml": "name: U\ninputs: {who: {}}\nsteps:\n  - call: '{{ who }}'\n",
    }
    steps = carry_out(tmp_path, files).result.steps
    assert {"x": "step 1 set", "key": "setup"} == {hand.name: hand.origin for hand in steps[1].handovers}
    assert ["input"] == [hand.origin for hand in steps[2].children[0].handovers]
