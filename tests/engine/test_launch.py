"""Launches: what a service is started with, how long it is waited for, and why it came to nothing."""

import json
import os
import socket
import sys
from pathlib import Path

import pytest

from tests.engine.canned import carry_out, scenario

SERVER = """\
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path in ("/health", "/gesund/f%C3%BCr", "/health:ready") else 503)
        self.end_headers()
        print(self.path, self.headers.get("X-Key"), self.headers.get("Authorization"), flush=True)
    def log_message(self, *words):
        pass
class Server(http.server.HTTPServer):
    address_family = __import__("socket").AF_INET6 if ":" in sys.argv[2] else __import__("socket").AF_INET
Server((sys.argv[2], int(sys.argv[1])), Handler).serve_forever()
"""
LISTENER = """\
import socket, sys, time
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print("listening", flush=True)
time.sleep(600)
"""
IPV6 = socket.has_ipv6 and Path("/proc/net/if_inet6").exists()


def _service(ready="tcp", *, command="", url="http://127.0.0.1:{{ port }}", start="", more="", bind="127.0.0.1"):
    command = command or f'[python, server.py, "{{{{ port }}}}", "{bind}"]'
    said = f"{{command: {command}, ready: {ready}{start}}}"
    return f"services:\n  shop:\n    url: {url}\n    start: {said}\n{more}"


def _carry_out(tmp_path, project, **files):
    texts = {"server.py": SERVER, "listener.py": LISTENER, "a.yaml": scenario("- ask: a")}
    return carry_out(tmp_path, {"itest.yaml": project, **texts, **files})


def _message(ran):
    return ran.result.fault.message.removeprefix("Service `shop` did not start: ")


@pytest.mark.parametrize(
    ("code", "words"), [("sys.exit(3)", "ended with exit code 3"), ("os.kill(os.getpid(), 9)", "was ended by SIGKILL")]
)
def test_a_service_that_ends_early_is_an_error_that_shows_its_last_words(tmp_path, code, words):
    """Every scenario that needs it gets the same one; nothing is sent."""
    command = f"[python, -c, \"import os, sys; print('no table', flush=True); {code}\"]"
    ran = _carry_out(tmp_path, _service("{within: 20s}", command=command))
    fault = ran.result.fault
    assert ("IT214", ("no table",), []) == (fault.code, fault.detail, ran.asked.sent)
    assert f"it {words} before it was ready." == _message(ran)


@pytest.mark.parametrize(
    ("value", "given"),
    [
        ("a b", ["a b"]),
        ("'; touch pwned; '", ["'; touch pwned; '"]),
        ("--port 1 $(touch pwned)", ["--port 1 $(touch pwned)"]),
        ("", [""]),
        ("[one, two]", ['["one","two"]']),
    ],
)
def test_a_value_is_one_word_of_a_command_that_is_written_as_text(tmp_path, value, given):
    """It is split before it is rendered: no value adds words, ends a quote or is an operator."""
    value = value if value[:1] == "[" else json.dumps(value)
    project = f"vars: {{given: {value}}}\n" + _service("{}", command="'python words.py {{ given }} x'")
    ran = _carry_out(tmp_path, project, **{"words.py": "import json, sys; sys.exit(json.dumps(sys.argv[1:]))"})
    assert [*given, "x"] == json.loads(ran.result.fault.detail[-1])
    assert not (tmp_path / "pwned").exists()


def test_a_value_with_the_whole_command_is_told_what_to_write(tmp_path):
    """It is one word, which is no program."""
    project = "vars: {whole: python server.py}\n" + _service("{}", command='"{{ whole }}"')
    fault = _carry_out(tmp_path, project).result.fault
    assert "there is no program `python server.py` on the PATH" in fault.message
    assert fault.hint.startswith("What a template gives is one word")


def test_a_command_that_ends_well_is_told_to_stay(tmp_path):
    """What it left in the background cannot be looked after."""
    fault = _carry_out(tmp_path, _service(command="[sh, -c, exit 0]")).result.fault
    assert "it ended with exit code 0 before it was ready." == fault.message.partition("start: ")[2]
    assert "let it stay in the foreground" in fault.hint


@pytest.mark.parametrize(
    ("ready", "why"),
    [
        ("{http: /nothing, within: 700ms}", "GET /nothing → 503 Service Unavailable"),
        ("{http: 'https://127.0.0.1:{{ port }}/', within: 700ms}", "the other side does not speak TLS"),
        ("{log: 'Ready$', within: 700ms}", 'no line of its output matches "Ready$"'),
    ],
)
def test_a_service_that_is_not_ready_in_time_says_what_it_was_told_last(tmp_path, ready, why):
    """An answer, a certificate, an output."""
    assert f"it was not ready within 700 ms: {why}." == _message(_carry_out(tmp_path, _service(ready)))


@pytest.mark.parametrize("ready", ["{http: /, within: 300ms}", "{tcp: true, within: 300ms}"])
def test_a_service_that_does_not_listen_was_refused_last(tmp_path, ready):
    """By HTTP and by TCP."""
    ran = _carry_out(tmp_path, _service(ready, command="[sleep, '600']"))
    assert _message(ran).startswith("it was not ready within 300 ms: no connection to 127.0.0.1:")
    assert _message(ran).endswith(": connection refused.")


@pytest.mark.parametrize(
    ("start", "command", "why"),
    [
        ("", "[no-such-program]", "there is no program `no-such-program` on the PATH"),
        ("", "[./bin/shop]", "the program `./bin/shop` is not there: {root}/bin/shop"),
        ("", "[./server.py]", "`{root}/server.py` is not executable"),
        ("", "[./lost.sh]", "the interpreter that `{root}/lost.sh` names (#!) is not there"),
        ("", "[./folder]", "`{root}/folder` is a folder"),
        ("", "\"{{ '' }}\"", "its `command` is empty"),
        (", cwd: shop/api", "[python]", "its folder `shop/api` (`cwd`) is not there: {root}/shop/api"),
        (", cwd: server.py", "[python]", "its folder `server.py` (`cwd`) is no folder: {root}/server.py"),
    ],
)
def test_a_command_or_a_folder_that_is_not_there_is_named_with_its_path(tmp_path, start, command, why):
    """So that nobody looks for it elsewhere."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "lost.sh").write_text("#!/no/such/shell\n")
    (tmp_path / "lost.sh").chmod(0o755)
    ran = _carry_out(tmp_path, _service(command=command, start=start))
    assert f"{why.format(root=tmp_path)}." == _message(ran)


@pytest.mark.parametrize(
    ("ready", "asked"),
    [
        ("/health:ready", "/health:ready"),
        ("/gesund/für", "/gesund/f%C3%BCr"),
        ("health", "/health"),
        ("'http://127.0.0.1:{{ port }}/health'", "/health"),
    ],
)
def test_it_is_asked_as_a_step_asks(tmp_path, ready, asked):
    """With the headers and the credentials of the service, and its path as a step sends it."""
    more = "    headers: {X-Key: k}\n    auth: {bearer: token-of-ada}\n"
    ran = _carry_out(tmp_path, _service(f"{{http: {ready}}}", more=more))
    (stopped,) = [event for event in ran.events if type(event).__name__ == "ServiceStopped"]
    assert ("passed", f"{asked} k Bearer ***") == (ran.result.outcome, Path(stopped.log).read_text().strip())


def test_a_slow_answer_is_waited_for(tmp_path):
    """As long as `within` says: it is one question, not one a second."""
    slow = SERVER.replace("self.send_response", "__import__('time').sleep(1.3); self.send_response", 1)
    ran = _carry_out(tmp_path, _service("{http: /health, within: 5s}"), **{"server.py": slow})
    (stopped,) = [event for event in ran.events if type(event).__name__ == "ServiceStopped"]
    assert ("passed", 1) == (ran.result.outcome, Path(stopped.log).read_text().count("/health"))


@pytest.mark.skipif(not IPV6, reason="there is no IPv6 here")
@pytest.mark.parametrize(
    "ready", ["tcp", "{http: /health}", '{tcp: "[::1]:{{ port }}"}', '{tcp: "localhost:{{ port }}"}']
)
def test_a_service_may_listen_by_ipv6(tmp_path, ready):
    """Which `localhost` means, too."""
    host = "localhost" if "localhost" in ready else "[::1]"
    ran = _carry_out(tmp_path, _service(ready, url=f'"http://{host}:{{{{ port }}}}"', bind="::1"))
    assert "passed" == ran.result.outcome


@pytest.mark.parametrize("ready", ["tcp", "{http: /}", "{log: listening}", '{tcp: "127.0.0.1:PORT"}'])
def test_a_port_that_somebody_else_listens_on_is_refused(tmp_path, ready):
    """With the port and who it is; nothing is started and nothing sent."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = _carry_out(tmp_path, _service(ready.replace("PORT", str(port)), url=f"http://127.0.0.1:{port}"))
    name = Path("/proc/self/comm").read_text().strip()
    assert f"somebody else listens on port {port} already: process {os.getpid()} ({name})." == _message(ran)
    assert ([], []) == (ran.asked.sent, list(tmp_path.rglob("shop.log")))


def test_another_service_of_the_run_that_listens_there_is_named(tmp_path):
    """Two services cannot share a port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = f'[python, server.py, "{port}", 127.0.0.1]'
    other = f"  other:\n    url: http://127.0.0.1:{port}\n    start: {{command: {command}}}\n"
    project = _service(command=command, url=f"http://127.0.0.1:{port}", more=other)
    steps = scenario("- ask: {name: a, service: other}\n- ask: {name: b, service: shop}")
    message = _message(_carry_out(tmp_path, project, **{"a.yaml": steps}))
    assert message.startswith(
        f"somebody else listens on port {port} already: the service `other` of this run, process "
    )


def test_somebody_who_takes_the_port_while_it_starts_is_found(tmp_path):
    """Ready by what a stranger answers is not ready: here one that the service itself lets out of its group and run."""
    stranger = (
        "import os, subprocess, sys, time\n"
        "env = {k: v for k, v in os.environ.items() if k != 'ITEST_RUN_MARK'}\n"
        "other = subprocess.Popen([sys.executable, 'listener.py', sys.argv[1]], env=env, start_new_session=True)\n"
        "try:\n    time.sleep(600)\n"
        "except BaseException:\n    other.kill()\n    raise\n"
    )
    quiet = stranger.replace("import os,", "import signal, os,", 1)
    quiet = quiet.replace("try:", "signal.signal(signal.SIGTERM, lambda *_: sys.exit())\ntry:", 1)
    command = '[python, stranger.py, "{{ port }}"]'
    ran = _carry_out(tmp_path, _service(command=command), **{"stranger.py": quiet})
    assert _message(ran).startswith("somebody else listens on port ")


def test_who_left_the_group_of_its_service_listens_for_it(tmp_path):
    """A process that was started twice over and opened a session of its own."""
    leaver = (
        "import subprocess, sys, time\n"
        "subprocess.Popen([sys.executable, 'listener.py', sys.argv[1]], start_new_session=True)\n"
        "time.sleep(600)\n"
    )
    ran = _carry_out(tmp_path, _service(command='[python, leaver.py, "{{ port }}"]'), **{"leaver.py": leaver})
    assert "passed" == ran.result.outcome


@pytest.mark.parametrize("tcp", ["\"{{ 'nowhere' }}\"", '"{{ 99999 }}"'])
def test_a_port_that_is_none_is_an_error_of_the_service(tmp_path, tcp):
    """Not a defect of ours."""
    ran = _carry_out(tmp_path, _service(f"{{tcp: {tcp}, within: 400ms}}"))
    assert ("error", "IT214") == (ran.result.outcome, ran.result.fault.code)


@pytest.mark.parametrize("ready", ["tcp", "{tcp: true}"])
def test_a_service_whose_own_port_accepts_nothing_is_not_ready(tmp_path, ready):
    """It is asked, and does not answer."""
    ran = _carry_out(tmp_path, _service(ready, command="[python, -c, 'input()']"))
    assert "it ended with exit code 1 before it was ready." == _message(ran)


def test_python_means_the_one_that_runs_the_tests(tmp_path):
    """It has the project installed."""
    command = '[python, -c, "import sys; sys.exit(sys.executable)"]'
    assert (sys.executable,) == _carry_out(tmp_path, _service("{}", command=command)).result.fault.detail


def test_the_tail_of_a_long_output_says_that_it_was_cut(tmp_path):
    """What a cut leaves of a secret is known by the ellipsis beside it."""
    command = [sys.executable, "-c", "for number in range(1000): print('line', number)"]
    detail = _carry_out(tmp_path, _service("{}", command=command)).result.fault.detail
    assert (True, "line 999") == (detail[0].startswith("…line "), detail[-1])


def test_a_question_that_there_was_no_time_for_does_not_hide_what_was_answered_before(tmp_path):
    """The first is answered with 503, the second not before the time is up."""
    dozing = SERVER.replace("class Server", "Handler.asked = 0\nclass Server").replace(
        "self.send_response",
        "Handler.asked += 1; __import__('time').sleep(60 if Handler.asked > 1 else 0); self.send_response",
        1,
    )
    ran = _carry_out(tmp_path, _service("{http: /nothing, within: 800ms}"), **{"server.py": dozing})
    assert "it was not ready within 800 ms: GET /nothing → 503 Service Unavailable." == _message(ran)
