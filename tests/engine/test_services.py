"""Services: started when needed, ready before use, gone at the end with their children."""

import os
import socket
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


def _alive(pid):
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


LAMP = """\
import http.server, os, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/quit":
            print("out of memory, giving up", flush=True)
            os._exit(3)
        self.send_response(200)
        self.end_headers()
    def log_message(self, *words):
        pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


def test_a_service_that_has_ended_is_an_error_of_the_next_that_needs_it(tmp_path):
    """Told with its exit code and its last words; nothing is sent any more."""
    files = {f"{name}.yaml": scenario("- request: /quit") for name in "ab"}
    files |= {"itest.yaml": "services:\n" + _service("{http: /}"), "server.py": LAMP}
    results = carry_out(tmp_path, files, jobs=1).results.values()
    (fault,) = [result.fault for result in results if result.fault]
    assert "Service `shop` ended with exit code 3 while it was needed." == fault.message
    assert ("IT214", ("out of memory, giving up",)) == (fault.code, fault.detail)
    assert [0, 1] == sorted(len(result.steps) for result in results)


def test_a_service_that_is_told_to_end_did_not_end_by_itself(tmp_path):
    """An interrupt is told as one."""
    steps = scenario("- ask: {name: a, hangs: true}")
    files = {"itest.yaml": "services:\n" + _service("tcp"), "server.py": SERVER, "a.yaml": steps}
    planned = plan(tmp_path, files)

    def interrupt():
        planned.run.interrupt("SIGINT")
        planned.run.leave()

    planned.asked.when_sent(interrupt)
    assert "IT213" == planned.carry_out().result.steps[0].fault.code
