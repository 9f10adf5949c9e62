"""Judging: captures, expectations, assertions and the default success, all carried out in any case."""

import pytest

from tests.engine.canned import carry_out, scenario


def _mismatches(tmp_path, step):
    ran = carry_out(tmp_path, scenario(step))
    return [(mismatch.code, mismatch.where, mismatch.message) for mismatch in ran.result.steps[0].mismatches]


def test_all_three_are_carried_out_even_if_one_fails(tmp_path):
    """In their order: capture, expect, assert."""
    step = "- call: {says: {a: 1}}\n  capture: {x: $.b}\n  expect: {body: {a: 2}}\n  assert: [body.a == 3]"
    assert ["IT106", "IT104", "IT105"] == [code for code, _, _ in _mismatches(tmp_path, step)]


def test_success_is_expected_where_nothing_speaks_of_it(tmp_path):
    """The hint says how to expect something else."""
    ran = carry_out(tmp_path, scenario("- call: {status: 404}\n  expect: {body: {calls: 1}}"))
    (mismatch,) = ran.result.steps[0].mismatches
    assert "success was expected (`status < 400`), and status is 404" == mismatch.message
    assert "`expect: {status: 404}`" in mismatch.hint


@pytest.mark.parametrize("speaks", ["expect: {status: 404}", "assert: [status == 404]", "assert: [status > 1 or body]"])
def test_speaking_of_it_replaces_the_default(tmp_path, speaks):
    """In `expect` or in any part of an `assert`."""
    assert [] == _mismatches(tmp_path, f"- call: {{status: 404}}\n  {speaks}")


def test_a_step_with_nothing_to_check_still_counts_as_looked_at(tmp_path):
    """Green is earned: the default success is a check."""
    assert 1 == carry_out(tmp_path, scenario("- call: a")).result.assertions


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("body.items[0].id", "1"),
        ("$.items[0].id", "1"),
        ("$.items[*].id", "[1,2]"),
        ("$..id | first", "1"),
        ("$.none | default('x')", '"x"'),
        ("'{{ status }}'", "200"),
    ],
)
def test_a_capture_is_an_expression_or_a_path_with_filters(tmp_path, source, value):
    """A singular query gives its node, any other a list."""
    step = f"- call: {{says: {{items: [{{id: 1}}, {{id: 2}}]}}}}\n  capture: {{x: {source!r}}}".replace("\"'", '"')
    ran = carry_out(tmp_path, scenario(step.replace("'\"", '"')))
    assert (("x", value),) == ran.result.steps[0].captured


def test_nothing_to_capture_says_where_it_looked(tmp_path):
    """And that `default(…)` would do."""
    ((code, where, message),) = _mismatches(tmp_path, "- call: {says: {a: 1}}\n  capture: {x: $.b}")
    told = "nothing to capture: `$.b` found nothing in body: `$` has no key `b`; it has `a`"
    assert ("IT106", "capture x", told) == (code, where, message)


def test_no_path_leads_into_a_text(tmp_path):
    """A body that is a JSON text was read already; the hint says how to read what is in it."""
    ran = carry_out(tmp_path, scenario("- call: {says: '{\"a\": 1}'}\n  capture: {x: $.a, y: $}"))
    (mismatch,) = ran.result.steps[0].mismatches
    assert 'nothing to capture: `$.a` found nothing in the text of body "{\\"a\\": 1}"' == mismatch.message
    assert "`body | from_json | jsonpath('$.a')`" in mismatch.hint
    assert (("y", '"{\\"a\\": 1}"'),) == ran.result.steps[0].captured


def test_status_and_success_are_told_before_what_a_capture_lacks(tmp_path):
    """Whichever way they are spoken of."""
    for told, code in (("expect: {status: 200}", "IT102"), ("assert: [status == 200]", "IT105"), ("", "IT101")):
        step = f"- call: {{status: 404}}\n  capture: {{x: $.b}}\n  {told}"
        assert [code, "IT106"] == [mismatch[0] for mismatch in _mismatches(tmp_path, step)]


def test_a_false_assertion_shows_the_values_of_its_parts(tmp_path):
    """So that the reader need not guess; a part that is missing says so."""
    step = "- call: {says: {a: 1, b: 2}}\n  assert: [body.a > body.b, body.a == 1, body.c | length > 0, body.x.y]"
    assert [
        "it is false; body.a is 1; body.b is 2",
        "`body.x.y` is not there: `body` has no key `x`; it has `a`, `b`",
    ] == [message for _, where, message in _mismatches(tmp_path, step) if "length" not in where]


def test_an_assertion_that_cannot_be_evaluated_is_an_error_with_the_values(tmp_path):
    """It says neither yes nor no."""
    ((code, _, message),) = _mismatches(tmp_path, "- call: {says: {a: text}}\n  assert: [body.a > 2]")
    sentence = '`>` takes two numbers or two texts, not a number and text; body.a is "text"'
    assert ("IT201", sentence) == (code, message)
