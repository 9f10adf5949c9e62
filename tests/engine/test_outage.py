"""Outages: a step that broke since a service of its case has ended says so."""

import pytest

from tests.engine.canned import carry_out

LAMP = """\
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path != "/ready":
            print("out of memory", flush=True)
            DO
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")
    def log_message(self, *words):
        pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
PROJECT = """\
services:
  shop:
    url: "http://127.0.0.1:{{ port }}"
    start: {command: [python, server.py, "{{ port }}"], ready: {http: /ready}}
"""


def _carry_out(tmp_path, do, steps):
    lamp = LAMP.replace("DO", do)
    return carry_out(tmp_path, {"itest.yaml": PROJECT, "server.py": lamp, "a.yaml": f"name: A\nsteps:\n{steps}"})


@pytest.mark.parametrize(
    ("do", "words"),
    [("__import__('os')._exit(3)", "ended with exit code 3"), ("__import__('os').abort()", "was ended by SIGABRT")],
)
def test_a_step_that_was_cut_off_says_how_the_service_ended(tmp_path, do, words):
    """And what it wrote last, beside what the step met."""
    ran = _carry_out(tmp_path, do, "  - request: /orders\n")
    (step,) = ran.result.steps
    expected = f"Service `shop` {words} while it was needed: the connection was closed before an answer came"
    assert ("error", "IT214", expected) == (step.outcome, step.fault.code, step.fault.message)
    assert ("out of memory",) == step.fault.detail


def test_a_step_that_cannot_reach_it_any_more_says_so_too(tmp_path):
    """The service ended between two steps; a socket that its kernel has not closed yet resets instead of refusing."""
    do = "self.send_response(200); self.end_headers(); self.wfile.flush(); __import__('os')._exit(4)"
    steps = "  - request: /orders\n  - request: /orders\n"
    second = _carry_out(tmp_path, do, steps).result.steps[1]
    assert ("error", "IT214") == (second.outcome, second.fault.code)
    assert second.fault.message.startswith("Service `shop` ended with exit code 4 while it was needed: ")


def test_what_a_check_found_wrong_is_told_beside_it(tmp_path):
    """It is an error: the system was not there to be judged."""
    do = "__import__('os')._exit(3)"
    steps = "  - request: /orders\n    expect: {error: {kind: timeout}}\n"
    (step,) = _carry_out(tmp_path, do, steps).result.steps
    assert ("error", "IT214", True) == (step.outcome, step.fault.code, bool(step.mismatches))


def test_a_step_that_expects_it_passes(tmp_path):
    """Who ends a service on purpose says so by `error`."""
    steps = "  - request: /orders\n    expect: {error: {kind: closed}}\n"
    assert "passed" == _carry_out(tmp_path, "__import__('os')._exit(3)", steps).result.outcome


def test_what_broke_while_the_service_lives_is_its_own_fault(tmp_path):
    """Nothing is made up."""
    ran = _carry_out(tmp_path, "return self.send_response(500), self.end_headers()", "  - request: /orders\n")
    assert ("failed", None) == (ran.result.steps[0].outcome, ran.result.steps[0].fault)
