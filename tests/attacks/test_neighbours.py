"""Attacks of a neighbour: another process of the machine listens where a started service should, and gets nothing."""

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.reliability.launch import launch, no_traceback

pytestmark = pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells who listens")
IPV6 = Path("/proc/net/if_inet6").exists()

SERVICE = """\
import http.server, os, pathlib, socket, sys, threading, time
class Server(http.server.ThreadingHTTPServer):
    def server_bind(self):
        if "shared" in sys.argv:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        super().server_bind()
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/leave":
            os._exit(0)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
if "late" in sys.argv:
    pathlib.Path("go").write_text(sys.argv[1])
    while not pathlib.Path("there").exists():
        time.sleep(0.01)
    print("up", flush=True)
try:
    Server(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
except OSError:
    threading.Event().wait()  # as one that has not begun to listen
"""
# Binds once it is told to, says so, and writes down what it is sent.
NEIGHBOUR = """\
import pathlib, socket, sys, time
address, shared = sys.argv[1], "shared" in sys.argv
while not (port := pathlib.Path("go").read_text() if pathlib.Path("go").exists() else ""):
    time.sleep(0.01)
listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT if shared else socket.SO_REUSEADDR, 1)
while True:
    try:
        listener.bind((address, int(port)))
        break
    except OSError:
        time.sleep(0.01)
listener.listen()
pathlib.Path("there").touch()
while True:
    talk, _ = listener.accept()
    with talk, open("stolen", "ab") as stolen:
        talk.settimeout(5)
        stolen.write(talk.recv(9999) or b"")
        stolen.flush()
        talk.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n")
"""
PROJECT = """\
secrets: [TOKEN]
services:
  shop:
    url: "http://HOST:{{ port }}"
    auth: {bearer: "{{ secrets.TOKEN }}"}
    start: {command: [python, service.py, "{{ port }}", HOW], ready: READY}
"""
SCENARIO = """\
name: Speaks to the shop
steps:
  - request: GET /
  - run:
      command: "printf %s {{ services.shop.port }} > told; mv told go; until [ -e there ]; do sleep 0.01; done"
      shell: true
  - request: GET /
"""
WHILE_IT_STARTS = "name: Speaks to the shop\nsteps:\n  - request: GET /\n"
AFTER_IT_LEFT = SCENARIO.replace("GET /\n", "GET /leave\n    expect: {error: {kind: closed}}\n", 1)


@contextmanager
def neighbour(folder, *words):
    """It runs until the end, and is of no run."""
    (folder / "neighbour.py").write_text(NEIGHBOUR)
    with subprocess.Popen([sys.executable, "-I", "-S", "neighbour.py", *words], cwd=folder) as process:
        try:
            yield
        finally:
            process.kill()


def run(folder, scenario, *, host="127.0.0.1", how="plain", ready="tcp"):
    project = PROJECT.replace("HOST", host).replace("HOW", how).replace("READY", ready)
    for name, text in {"itest.yaml": project, "a.yaml": scenario, "service.py": SERVICE}.items():
        (folder / name).write_text(text)
    return launch(["run", "a.yaml"], folder, environ={"TOKEN": "canary-of-ada-77"})


def nothing_was_stolen(folder, ran):
    stolen = (folder / "stolen").read_text() if (folder / "stolen").exists() else ""
    assert (True, False) == ((folder / "there").exists(), "canary" in stolen), ran.said
    assert (1, True, True) == (ran.code, "IT214" in ran.said, no_traceback(ran.said)), ran.said
    assert "somebody else listens on port" in ran.said
    assert "Let it stay in the foreground." in ran.said


@pytest.mark.parametrize("ready", ["tcp", "{http: /}", '{http: "GET http://127.0.0.1:{{ port }}/"}', "{log: up}"])
@pytest.mark.parametrize("shared", ["", "shared"])
def test_who_takes_the_port_while_the_service_starts(tmp_path, ready, shared):
    """Not even the question whether it is ready, which carries the service's credentials, goes there."""
    with neighbour(tmp_path, "127.0.0.1", shared):
        nothing_was_stolen(tmp_path, run(tmp_path, WHILE_IT_STARTS, how=f"late, '{shared}'", ready=ready))


@pytest.mark.parametrize(
    ("host", "how", "scenario", "address"),
    [
        pytest.param("127.0.0.1", "shared", SCENARIO, "127.0.0.1", id="shares its port"),
        pytest.param("127.0.0.1", "plain", AFTER_IT_LEFT, "127.0.0.1", id="takes the port of one that has ended"),
        pytest.param(
            "localhost",
            "plain",
            SCENARIO,
            "::1",
            id="takes the other address of localhost",
            marks=pytest.mark.skipif(not IPV6, reason="there is no IPv6 here"),
        ),
    ],
)
def test_who_comes_between_two_steps(tmp_path, host, how, scenario, address):
    """The next request is not sent."""
    with neighbour(tmp_path, address, how):
        nothing_was_stolen(tmp_path, run(tmp_path, scenario, host=host, how=how))
