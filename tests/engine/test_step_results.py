"""Step results: what is known of a step without running it."""

from tests.engine.canned import carry_out, scenario


def test_a_step_that_was_not_reached_is_told_with_what_is_known_of_it(tmp_path):
    """Name, action, service, endpoint and place."""
    files = {
        "itest.yaml": "services: {shop: {url: 'http://x'}}\n",
        "a.yaml": scenario(
            "- call: {status: 500}\n- name: Buy {{ what }}\n  id: buy\n  ask: thing", vars="{what: tea}"
        ),
    }
    step = carry_out(tmp_path, files).result.steps[1]
    assert (2, "Buy tea", "buy", "ask", "shop", "thing", "not reached", 5) == (
        step.number,
        step.label,
        step.id,
        step.action,
        step.service,
        step.endpoint,
        step.reason,
        step.excerpt.span.line,
    )


def test_a_bare_assert_is_called_assert(tmp_path):
    """It has no action."""
    step = carry_out(tmp_path, scenario("- assert: [1 == 1]")).result.steps[0]
    assert ("assert", "") == (step.label, step.action)
