"""Leading: an answer that has a say in the host of a step is known by the file."""

import pytest

from tests.engine.canned import carry_out, scenario

ANSWER = """
- call: {name: "http://fixed/", says: {link: "http://led/", host: led, id: 7, list: [a]}}
  id: first
  capture: {link: $.link, host: $.host, id: $.id}
"""


@pytest.mark.parametrize(
    ("step", "led"),
    [
        ("call: http://fixed/{{ id }}", False),
        ("call: http://fixed?{{ id }}", False),
        ("call: '{{ base }}/{{ id }}'", False),
        ("call: '{{ base }}:8080/{{ id }}'", False),
        ("call: '{{ base }}{{ id }}'", True),
        ("call: http://{{ host }}/x", True),
        ("call: http://fixed{{ id }}/x", True),
        ("call: '{{ link }}'", True),
        ("call: '{{ vars.link }}'", True),
        ("call: '{{ first.body.link }}'", True),
        ("call: '{{ previous.body.link }}'", True),
        ("call: \"{{ 'http:' ~ link }}\"", True),
        ("{each: ['{{ base }}'], call: '{{ item }}'}", False),
        ("{each: ['{{ link }}'], call: '{{ item }}'}", True),
        ("{each: first.body.list, call: '{{ item }}'}", True),
        ("call: '{{ inputs_of_run }}'", False),
    ],
)
def test_an_answer_leads_where_it_makes_the_host(tmp_path, step, led):
    """Behind the host it does not; variables of the file and the project are written."""
    ran = carry_out(tmp_path, scenario(f"{ANSWER}- {step}", vars="{base: 'http://own', inputs_of_run: x}"))
    assert ({"passed"}, [False, led]) == (set(ran.outcomes), [call.led for call in ran.action.calls])


def test_an_answer_leads_through_variables_and_used_scenarios(tmp_path):
    """What is set, given and taken is as what it was made of."""
    used = (
        "name: u\ninputs: {at: {}}\nvars: {to: '{{ at }}/x'}\noutputs: {at: '{{ at }}'}\nsteps:\n- call: '{{ to }}'\n"
    )
    steps = f"""{ANSWER}
- set: {{again: "{{{{ link }}}}"}}
- call: "{{{{ again }}}}"
- use: {{scenario: _shared/u.yaml, with: {{at: "{{{{ again }}}}"}}}}
- set: {{all: {{at: "{{{{ link }}}}"}}}}
- use: {{scenario: _shared/u.yaml, with: "{{{{ all }}}}"}}
- {{id: taken, use: {{scenario: _shared/u.yaml, with: {{at: "{{{{ base }}}}"}}}}}}
- call: "{{{{ taken.at }}}}"
"""
    ran = carry_out(tmp_path, {"a.yaml": scenario(steps, vars="{base: 'http://own'}"), "_shared/u.yaml": used})
    assert ({"passed"}, [False, True, True, True, False, True]) == (
        set(ran.outcomes),
        [call.led for call in ran.action.calls],
    )


def test_variables_that_are_made_of_one_another_are_asked_once(tmp_path):
    """Each of two others: asked anew on every way, sixty would take for ever. Nor is one asked within another."""
    made = ", ".join(f"v{n}: '{{{{ v{n - 1}[:2] }}}}{{{{ v{n - 2}[:2] }}}}'" for n in range(2, 1500))
    steps = "- call: '{{ v1499 }}'\n- call: {name: x, headers: {X: '{{ v1499 }}'}}"
    ran = carry_out(tmp_path, scenario(steps, vars=f"{{v0: a, v1: b, {made}}}"))
    assert ([False, False], False) == ([call.led for call in ran.action.calls], ran.action.calls[1].made_of_secret("x"))
