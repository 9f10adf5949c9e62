"""`-v` and `-vv`: the exchange of every step, laid out to be read."""

from __future__ import annotations

import json

import pytest

from tests.cli.commanding import itest
from tests.servers.echo import serving

SCENARIO = """name: Seen
service: shop
secrets: [token]
vars: {token: s3cret-t0ken, many: "{{ range(100) | list }}"}
steps:
  - id: post
    request: {method: POST, url: /echo, headers: {X-Token: "{{ token }}"}, json: {a: [1, {b: "{{ token }}"}], n: 1.50}}
  - id: list
    request: {method: POST, url: /echo, json: "{{ many }}"}
  - id: file
    run: [echo, said]
"""


@pytest.fixture
def project(tmp_path):
    with serving() as server:
        (tmp_path / "itest.yaml").write_text(f"services: {{shop: {{url: '{server.url}'}}}}\n")
        yield tmp_path


def seen(project, *options, scenario=SCENARIO):
    (project / "a.yaml").write_text(scenario)
    said = itest(project, "run", "a.yaml", "--color", "never", *options)
    return said.out


def test_requests_and_answers_with_all_headers(project):
    """Request line, headers, an empty line, the body indented; the same of the answer; secrets hidden."""
    out = seen(project, "-v")
    for line in (
        '        ✓ step 1 "post"',
        "          > X-Token: ***",
        "          > Accept: */*",
        "          >\n          > {\n",
        '          >   "a": [\n          >     1,\n          >     {"b": "***"}\n          >   ],\n',
        '          >   "n": 1.50\n',
        "          < HTTP/1.1 200 OK\n",
        "          < Content-Type: application/json\n",
        "          < said\n",
    ):
        assert line in out
    assert "s3cret" not in out


def test_long_bodies_are_cut_and_say_so(project):
    """By `-v`; `-vv` shows them wholly."""
    assert "more lines (-vv shows them)" in seen(project, "-v")
    whole = seen(project, "-vv")
    assert "more lines" not in whole
    assert all(f"          >   {number}" in whole for number in range(100))


def test_all_of_a_large_body_is_kept_for_vv(project):
    """More than a run keeps otherwise."""
    texts = [f"text-{number}-{'x' * 50}" for number in range(1000)]
    scenario = f"name: L\nservice: shop\nsteps:\n  - request: {{method: POST, url: /echo, json: {json.dumps(texts)}}}\n"
    assert "… cut after" in seen(project, "-v", scenario=scenario)
    whole = seen(project, "-vv", scenario=scenario)
    assert "… cut after" not in whole and f'          >   "{texts[-1]}"' in whole


def test_redirects_attempts_and_failures_are_told(project):
    """Hops stand between request and answer."""
    scenario = """name: T
service: shop
steps:
  - id: hop
    request: {url: /redirect/2, follow_redirects: true}
    continue_on_failure: true
  - id: poll
    request: GET /nowhere
    retry: {attempts: 2, every: 10ms}
    continue_on_failure: true
  - id: refused
    request: GET http://127.0.0.1:1/
"""
    out = seen(project, "-v", scenario=scenario)
    assert "302 leads to http://127.0.0.1:" in out
    assert "attempt 1 of 2" in out and "attempt 2 of 2" in out
    assert "> GET http://127.0.0.1:1/ HTTP/1.1" in out and "refused" in out
