"""Services: started when needed, ready before use, gone at the end with their children."""

import os
import socket
import sys
from pathlib import Path

import pytest

from tests.engine.canned import carry_out, plan, scenario

SERVER = """\
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/health" else 404)
        self.end_headers()
    def log_message(self, *words):
        pass
server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
print("listening", flush=True)
server.serve_forever()
"""
STUBBORN = """\
import os, signal, subprocess, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"])
open("pids", "w").write(f"{os.getpid()} {child.pid}")
child.wait()
"""


def _service(ready, *, command='[python, server.py, "{{ port }}"]', name="shop", more=""):
    start = f"{{command: {command}, ready: {ready}{more}}}"
    return f"  {name}:\n    url: http://127.0.0.1:{{{{ port }}}}\n    start: {start}\n"


def _carry_out(tmp_path, *services, **rest):
    files = {"itest.yaml": "services:\n" + "".join(services), "server.py": SERVER, "stubborn.py": STUBBORN}
    files["a.yaml"] = scenario(rest.pop("steps", "- ask: a"))
    return carry_out(tmp_path, files, **rest)


def _story(ran):
    names = ("ServiceStarted", "ServiceStopped", "ScenarioStarted", "ScenarioFinished")
    return [type(event).__name__ for event in ran.events if type(event).__name__ in names]


@pytest.mark.parametrize(
    "ready",
    [
        "{http: /health}",
        '{tcp: "{{ port }}"}',
        '{tcp: "127.0.0.1:{{ port }}"}',
        "{tcp: true}",
        "tcp",
        "{log: 'listen+ing'}",
        "{}",
    ],
)
def test_a_service_is_ready_before_the_first_step_and_gone_after_the_last(tmp_path, ready):
    """By HTTP, TCP, a line of its output, or its port."""
    ran = _carry_out(tmp_path, _service(ready))
    assert "passed" == ran.result.outcome
    assert {"ServiceStarted", "ServiceStopped"} <= set(_story(ran))
    port = int(next(event.url for event in ran.events if type(event).__name__ == "ServiceStarted").rpartition(":")[2])
    with socket.socket() as probe:
        assert 0 != probe.connect_ex(("127.0.0.1", port))


def test_a_service_that_ends_early_is_an_error_that_shows_its_last_words(tmp_path):
    """Every scenario that needs it gets the same one; nothing is sent."""
    command = "[python, -c, \"import sys; print('no table', flush=True); sys.exit(3)\"]"
    ran = _carry_out(tmp_path, _service("{within: 20s}", command=command))
    fault = ran.result.fault
    assert ("IT214", ("no table",), []) == (fault.code, fault.detail, ran.asked.sent)
    assert "Service `shop` did not start: it ended with exit code 3 before it was ready." == fault.message


def test_a_service_that_is_not_ready_in_time_is_an_error(tmp_path):
    """The time is its own."""
    ran = _carry_out(tmp_path, _service("{http: /nothing, within: 400ms}"))
    assert "Service `shop` did not start: it was not ready within 0.4 seconds." == ran.result.fault.message


def test_a_command_that_is_not_there_is_named(tmp_path):
    """With the reason."""
    ran = _carry_out(tmp_path, _service("{}", command="[no-such-program]"))
    expected = "Service `shop` did not start: `no-such-program`: No such file or directory."
    assert expected == ran.result.fault.message


@pytest.mark.parametrize("tcp", ["\"{{ 'nowhere' }}\"", '"{{ 99999 }}"'])
def test_a_port_that_is_none_is_an_error_of_the_service(tmp_path, tcp):
    """Not a defect of ours."""
    ran = _carry_out(tmp_path, _service(f"{{tcp: {tcp}, within: 400ms}}"))
    assert ("error", "IT214") == (ran.result.outcome, ran.result.fault.code)


@pytest.mark.parametrize("ready", ["tcp", "{tcp: true}"])
def test_a_service_whose_own_port_accepts_nothing_is_not_ready(tmp_path, ready):
    """It is asked, and does not answer."""
    ran = _carry_out(tmp_path, _service(ready, command="[python, -c, 'input()']"))
    assert "it ended with exit code 1 before it was ready" in ran.result.fault.message


def test_what_a_service_depends_on_is_started_first_and_stopped_last(tmp_path):
    """`services.x.url` in its command or environment says so."""
    first = _service("{}", name="zeta")
    second = _service("{}", name="alpha", more=', env: {OTHER: "{{ services.zeta.url }}", GONE: null}')
    ran = _carry_out(tmp_path, second, first, steps="- ask: {name: a, service: alpha}")
    order = [(type(e).__name__, e.name) for e in ran.events if type(e).__name__.startswith("Service")]
    assert [
        ("ServiceStarted", "zeta"),
        ("ServiceStarted", "alpha"),
        ("ServiceStopped", "alpha"),
        ("ServiceStopped", "zeta"),
    ] == order


def test_a_service_that_no_selected_scenario_needs_is_not_started(tmp_path):
    """Nor stopped."""
    ran = _carry_out(tmp_path, _service("{}"), steps="- call: a")
    assert ["ScenarioStarted", "ScenarioFinished"] == _story(ran)


def test_a_service_is_started_once_for_all(tmp_path):
    """However many scenarios wait for it."""
    files = {f"{name}.yaml": scenario("- ask: a") for name in "abcd"}
    ran = carry_out(tmp_path, {"itest.yaml": "services:\n" + _service("{}"), "server.py": SERVER, **files})
    assert 1 == _story(ran).count("ServiceStarted")
    assert {"http"} == {event.url.partition(":")[0] for event in ran.events if type(event).__name__ == "ServiceStarted"}


def test_a_service_and_its_children_that_ignore_the_polite_signal_are_ended(tmp_path):
    """After a grace."""
    files = {
        "itest.yaml": "services:\n" + _service("{log: up}", command="[python, stubborn.py]"),
        "stubborn.py": STUBBORN,
        "a.yaml": scenario("- ask: a"),
    }
    carry_out(tmp_path, files, grace=0.05)
    pids = [int(text) for text in (tmp_path / "pids").read_text().split()]
    assert [False, False] == [_alive(pid) for pid in pids]


def test_an_interrupt_ends_the_wait_for_a_service(tmp_path):
    """The case is an error that says so."""
    files = {
        "itest.yaml": "services:\n" + _service("{log: never, within: 60s}"),
        "server.py": SERVER,
        "a.yaml": scenario("- ask: a"),
    }
    planned = plan(tmp_path, files)
    events = []
    for event in planned.run.events():
        events.append(event)
        if type(event).__name__ == "ScenarioStarted":
            planned.run.interrupt("SIGTERM")
    result = next(event.result for event in events if type(event).__name__ == "ScenarioFinished")
    assert ("error", "SIGTERM") == (result.outcome, events[-1].interrupted)


def test_its_output_is_kept(tmp_path):
    """In the folder of the run."""
    ran = _carry_out(tmp_path, _service("{log: listening}"))
    (stopped,) = [event for event in ran.events if type(event).__name__ == "ServiceStopped"]
    assert "listening\n" == Path(stopped.log).read_text()


def test_python_means_the_one_that_runs_the_tests(tmp_path):
    """It has the project installed."""
    command = '[python, -c, "import sys; sys.exit(sys.executable)"]'
    assert (sys.executable,) == _carry_out(tmp_path, _service("{}", command=command)).result.fault.detail


def _alive(pid):
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def test_the_tail_of_a_long_output_says_that_it_was_cut(tmp_path):
    """What a cut leaves of a secret is known by the ellipsis beside it."""
    command = [sys.executable, "-c", "for number in range(1000): print('line', number)"]
    detail = _carry_out(tmp_path, _service("{}", command=command)).result.fault.detail
    assert (True, "line 999") == (detail[0].startswith("…line "), detail[-1])
