"""Rendering: parts of a step that may be templates."""

import pytest

from tests.engine.canned import carry_out, scenario


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("call: '{{ x.nope.y }}'", "`x` is text"),
        ("call: a\n  timeout: '{{ x }}'", "`text` is no duration"),
        ("call: a\n  retry: {attempts: '{{ x }}'}", "attempts takes a number of at least 1"),
        ("wait: '{{ x }}'", "wait: `text` is no duration"),
    ],
)
def test_what_cannot_be_rendered_is_an_error_of_the_step_with_its_place(tmp_path, step, message):
    """Nothing is sent."""
    ran = carry_out(tmp_path, scenario(f"- {step}", vars="{x: text}"))
    fault = ran.result.steps[0].fault
    assert ("error", []) == (ran.result.outcome, ran.action.sent)
    assert message in fault.message
    assert fault.excerpt.span.line > 3


def test_numbers_and_durations_may_be_templates(tmp_path):
    """Of a step's `retry` and `timeout`."""
    steps = "- call: {fails: 2}\n  timeout: '{{ t }}s'\n  retry: {attempts: '{{ n }}', every: '{{ 0 }}'}"
    ran = carry_out(tmp_path, scenario(steps, vars="{n: 3, t: 20}"))
    assert ("passed", 3) == (ran.result.outcome, len(ran.result.steps[0].attempts))
