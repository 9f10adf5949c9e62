"""Sensitive: headers that are made of secrets are known by the file, whatever was made of the secret."""

import pytest

from tests.engine.canned import carry_out, scenario

PROJECT = "secrets: [CANARY]\nvars: {made: '{{ secrets.CANARY[:3] }}', plain: x, again: '{{ made }}'}\n"
FIRST = """
- call: {says: {access_token: xyz, a: first-of-all, note: n, pin: 1}}
  id: login
  capture: {a: $.a, note: $.note, pin: $.pin}
"""


@pytest.mark.parametrize(
    ("headers", "made"),
    [
        ("{X: x}", False),
        ("{X: '{{ plain }}'}", False),
        ("{X: '{{ note }}'}", False),
        ("{x: '{{ secrets.CANARY | sha256 }}'}", True),
        ("{X: ['a', '{{ secrets.CANARY | sha256 }}']}", True),
        ("{Y: '{{ secrets.CANARY }}', X: '{{ run.id }}'}", False),
        ("{X: '{{ made | upper }}'}", True),
        ("{X: '{{ again }}'}", True),
        ("{X: '{{ vars.again }}'}", True),
        ("{X: '{{ a[:2] }}'}", True),
        ("{X: '{{ a }}', Authorization: x}", True),
        ("{X: '{{ pin + 1 }}'}", True),
        ("{X: '{{ env.API_TOKEN[:2] }}'}", True),
        ("{X: '{{ env.STAGE }}'}", False),
        ("{'{{ plain }}': '{{ secrets.CANARY[:2] }}'}", True),
        ("{'{{ secrets.CANARY[:2] }}': y}", True),
        ("{X: '{{ kept }}'}", True),
        ("{X: '{{ login.body.access_token[:2] }}'}", True),
        ("{X: \"{{ login.cookies.sid.value | default('') }}\"}", True),
        ("'{{ all }}'", True),
    ],
)
def test_a_header_that_is_made_of_a_secret(tmp_path, headers, made):
    """Declared, captured for an `Authorization`, of a telling name; through variables of the file and the project."""
    steps = f"""{FIRST}
- set: {{kept: "{{{{ secrets.CANARY | base64 }}}}", all: {{X: "{{{{ made }}}}"}}}}
- call: {{headers: {headers}}}
- call: {{headers: {{Authorization: "{{{{ a }}}}"}}}}
"""
    files = {"itest.yaml": PROJECT, "a.yaml": scenario(steps, secrets="[pin]")}
    ran = carry_out(tmp_path, files, env={"CANARY": "canary-of-ada", "API_TOKEN": "token-1", "STAGE": "s"})
    assert ({"passed"}, made) == (set(ran.outcomes), ran.action.calls[1].made_of_secret("X")), ran.result


def test_an_input_that_is_made_of_a_secret(tmp_path):
    """Declared as one, or given one."""
    used = "name: u\ninputs: {a: {secret: true}, b: {}}\nsteps:\n- call: {headers: {A: '{{ a }}', B: '{{ b[:2] }}'}}\n"
    steps = """
- use: {scenario: _shared/u.yaml, with: {a: abcdef, b: plain}}
- use: {scenario: _shared/u.yaml, with: {a: abcdef, b: "{{ made }}"}}
- set: {all: {a: abcdef, b: "{{ made }}"}}
- use: {scenario: _shared/u.yaml, with: "{{ all }}"}
"""
    files = {"itest.yaml": PROJECT, "a.yaml": scenario(steps), "_shared/u.yaml": used}
    ran = carry_out(tmp_path, files, env={"CANARY": "canary-of-ada"})
    made = [(call.made_of_secret("a"), call.made_of_secret("b")) for call in ran.action.calls]
    assert ({"passed"}, [(True, False), (True, True), (True, True)]) == (set(ran.outcomes), made)
