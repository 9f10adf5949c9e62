"""Signing: headers that are rendered when it is known what will be sent."""

from tests.engine.canned import carry_out, scenario


def test_headers_see_what_will_be_sent_beside_the_variables(tmp_path):
    """In a list of values, too; the others are rendered as ever."""
    steps = """
- request:
    url: http://127.0.0.1:1/a
    text: hi
    headers: {X-Signed: "{{ method }} {{ url }} {{ body }} {{ key }}", X-Twice: ["{{ body }}", b], X-Plain: "{{ key }}"}
  expect: {error: {kind: connect}}
  assert:
    - request.headers['x-signed'] == 'POST http://127.0.0.1:1/a hi k'
    - request.headers['x-twice'] == 'hi, b' and request.headers['x-plain'] == 'k'
"""
    assert "passed" == carry_out(tmp_path, scenario(steps, vars="{key: k}")).result.outcome


def test_a_header_that_cannot_be_rendered_is_told_at_its_place(tmp_path):
    """As any other part of the step."""
    steps = "- request:\n    url: http://127.0.0.1:1/\n    headers:\n      X-Signed: '{{ body.id }}'"
    fault = carry_out(tmp_path, scenario(steps)).result.steps[0].fault
    assert ("IT201", 6) == (fault.code, fault.excerpt.span.line)
