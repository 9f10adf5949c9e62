"""The world around a run: output that goes nowhere, unwritable paths, services and cleanup that misbehave."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import stat
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from uuid import uuid4

import pytest

from tests.reliability.kill_loop import MARK, marked
from tests.reliability.launch import ITEST, MEMORY, environment, junit_verdicts, launch, no_traceback, wait_until

GREEN = "name: Zoë → 日本\nsteps: [run: [echo, hello]]\n"
RED = 'name: Red\nsteps:\n  - run: [echo, "a line of output that is wrong"]\n    expect: {stdout: "é"}\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "green.yaml").write_text(GREEN)
    return tmp_path


def shell(line: str, folder: Path, **environ: str | None) -> subprocess.CompletedProcess[str]:
    """A line of shell in the folder, in which `itest` is the command; its output is the shell's."""
    command = f'itest() {{ {sys.executable} -m itest "$@"; }}; {line}'
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment(environ),
        capture_output=True,
        timeout=60,
        check=False,
        encoding="utf-8",
        errors="replace",
    )


# --- output ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "words", ["run .", "list .", "validate .", "schema", "explain all", "--help", "--version", "run . --json -"]
)
def test_a_full_output_is_told_and_is_not_green(project: Path, words: str) -> None:
    """What could not be said is exit code 4, and the sentence stands on standard error."""
    ran = shell(f"itest {words} > /dev/full", project)
    assert 4 == ran.returncode, ran.stderr
    assert "No space left on device" in ran.stderr
    assert no_traceback(ran.stderr)


def test_reports_are_written_although_nobody_reads_the_terminal(project: Path) -> None:
    """`| head -1` ends the reader, not the run: all reports are there, and a red run is none the less red."""
    (project / "red.yaml").write_text(RED)
    ran = shell("itest run . --junit-xml r.xml | head -1; exit ${PIPESTATUS[0]}", project)
    assert (4, True) == (ran.returncode, no_traceback(ran.stderr))
    verdicts = {name: outcome for name, (outcome, _) in junit_verdicts(project / "r.xml").items()}
    assert {"Zoë → 日本": "passed", "Red": "failed"} == verdicts


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_closed_streams_take_nothing_from_the_verdict(project: Path, closed: str) -> None:
    """Who closes a stream wants no words; the reports are not taken for it."""
    assert 0 == shell(f"itest run . --junit-xml r.xml --json r.ndjson {closed}", project).returncode
    (project / "red.yaml").write_text(RED)
    assert 1 == shell(f"itest run . --junit-xml r.xml --json r.ndjson {closed}", project).returncode
    assert {"passed", "failed"} == {outcome for outcome, _ in junit_verdicts(project / "r.xml").values()}
    assert (project / "r.ndjson").read_text().startswith('{"event":"run_started"')


def test_a_terminal_that_knows_ascii_only_gets_ascii(project: Path) -> None:
    """Whatever a name or an answer holds; the reports keep the real characters."""
    (project / "red.yaml").write_text(RED)
    line = "itest run . --junit-xml r.xml"
    ran = shell(line, project, LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0", PYTHONIOENCODING=None)
    assert (1, True) == (ran.returncode, no_traceback(ran.stderr))
    assert ran.stdout.isascii()
    assert "Zo\\xeb -> \\u65e5\\u672c" in ran.stdout
    assert "Zoë → 日本" in junit_verdicts(project / "r.xml")


def test_a_terminal_of_twenty_columns_is_wide_enough(project: Path) -> None:
    """A real terminal of that width: progress, lines and blocks come out, and so does the verdict."""
    (project / "red.yaml").write_text(RED)
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 5, 20, 0, 0))
    environ = environment({"TERM": "xterm", "COLUMNS": None})
    process = subprocess.Popen(
        [*ITEST, "run", "."], cwd=project, stdin=theirs, stdout=theirs, stderr=theirs, env=environ
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # how Linux says that the other side is gone
            break
        shown += piece
    os.close(ours)
    assert 1 == process.wait(30)
    assert no_traceback(shown.decode())
    assert "1 failed" in shown.decode()


# --- paths -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("option", ["--junit-xml", "--json", "--html"])
@pytest.mark.parametrize("place", ["folder", "file/report", "/proc/nowhere/report"])
def test_a_report_that_cannot_be_written_is_never_green(project: Path, option: str, place: str) -> None:
    """A folder, a path through a file, a place where nothing can be made: exit code 4, and the sentence says which."""
    (project / "folder").mkdir()
    (project / "file").touch()
    ran = launch(["run", ".", option, place], project)
    assert 4 == ran.code
    assert f"IT501 The report {place} could not be written" in ran.said
    assert no_traceback(ran.said)


def test_a_full_device_as_a_report_stays_a_device(project: Path) -> None:
    """It is written to and not replaced; that nothing went in is exit code 4."""
    device = project / "full"
    try:
        os.mknod(device, stat.S_IFCHR | 0o666, os.makedev(1, 7))
        device.open("wb", buffering=0).close()
    except OSError:
        pytest.skip("a device node cannot be made here")
    ran = launch(["run", ".", "--junit-xml", str(device)], project)
    assert (4, True) == (ran.code, no_traceback(ran.said))
    assert "No space left on device" in ran.said
    assert stat.S_ISCHR(device.stat().st_mode)


def test_a_state_folder_that_cannot_be_made_is_told(project: Path) -> None:
    """`.itest` is a file: nothing was sent, and the sentence says so."""
    (project / ".itest").touch()
    ran = launch(["run", "green.yaml"], project)
    assert (2, True) == (ran.code, no_traceback(ran.said)), ran.said
    assert ".itest" in ran.said


# --- services ----------------------------------------------------------------------------------------------------
SERVE = """
import http.server as h
h.HTTPServer(("127.0.0.1", {port}), h.SimpleHTTPRequestHandler).serve_forever()
"""
MISBEHAVING = {
    "forks": f"import os, time\nif os.fork() and os.fork(): {SERVE.strip().replace(chr(10), '; ')}\ntime.sleep(99)",
    "leaves": f"""
import os, time
if not os.fork():
    os.setsid()
    if os.fork():
        os._exit(0)
    {SERVE.strip().replace(chr(10), "; ")}
time.sleep(99)
""",
    "ignores": f"import signal\nsignal.signal(15, signal.SIG_IGN)\n{SERVE}",
    "floods": f"""
import os, threading
def flood():
    while True:
        os.write(1, b"x" * 65535 + b"\\n")
threading.Thread(target=flood, daemon=True).start()
{SERVE}
""",
}
"""Services that come up and then are a nuisance."""
PROJECT = """\
services:
  api:
    url: "http://127.0.0.1:{{{{ port }}}}"
    start:
      command: {command}
      ready: {ready}
"""


def service(folder: Path, program: str, ready: str) -> None:
    words = ["python", "-c", program.replace("{port}", "{{ port }}")]
    (folder / "itest.yaml").write_text(PROJECT.format(command=json.dumps(words), ready=ready))
    (folder / "ask.yaml").write_text("name: Ask\nsteps: [request: /]\n")


@pytest.mark.parametrize("kind", MISBEHAVING)
def test_a_service_that_misbehaves_is_gone_afterwards(tmp_path: Path, kind: str) -> None:
    """It forks, leaves its process group, ignores SIGTERM, floods its output: the run is green, no process is left."""
    service(tmp_path, MISBEHAVING[kind], "{http: /, within: 20s}")
    mark = uuid4().hex
    ran = launch(["run", "ask.yaml"], tmp_path, environ={MARK: mark})
    assert 0 == ran.code, ran.said
    assert wait_until(lambda: not marked(mark), 1.0)
    assert ran.peak < MEMORY
    assert sum(file.stat().st_size for file in tmp_path.glob(".itest/runs/*/services/*.log")) < 1 << 30


UNREADY = {
    "silent": ("import time; time.sleep(99)", "{http: /, within: 1s}", "it was not ready within 1s"),
    "drips": (
        "import socket, time\ns = socket.create_server(('127.0.0.1', {port}))\nc = s.accept()[0]\n"
        "c.send(b'HTTP/1.1 200 OK\\r\\nX: ')\nwhile True: c.send(b'H'); time.sleep(0.05)",
        "{http: /, within: 1s}",
        "it was not ready within 1s",
    ),
    "ends": ("print('the reason is this'); raise SystemExit(3)", "{http: /, within: 20s}", "the reason is this"),
    "floods": (
        "import os\nwhile True: os.write(1, b'x' * 65536)",
        "{log: never said, within: 2s}",
        "it was not ready within 2s",
    ),
    "missing": ("", "{tcp: '{{ env.NO_PORT | default(\"abc\") }}'}", "`ready.tcp` is a port or host:port, not `abc`"),
}


@pytest.mark.parametrize("kind", UNREADY)
def test_a_service_that_never_gets_ready_is_an_error_in_time(tmp_path: Path, kind: str) -> None:
    """Its scenario says why, with its last words; it is gone afterwards, and no answer or output holds the run up."""
    program, ready, says = UNREADY[kind]
    service(tmp_path, program, ready)
    mark = uuid4().hex
    ran = launch(["run", "ask.yaml"], tmp_path, environ={MARK: mark}, limit=40)
    assert 1 == ran.code, ran.said
    assert "IT214 Service `api` did not start" in ran.said
    assert says in ran.said
    assert ran.peak < MEMORY
    assert wait_until(lambda: not marked(mark), 1.0)


def test_a_daemon_that_a_step_left_behind_is_gone_with_the_run(tmp_path: Path) -> None:
    """It has a session of its own; SIGKILL of the run does not save it."""
    leave = "import os, time\nif not os.fork():\n  os.setsid()\n  os.fork() and os._exit(0)\n  time.sleep(99)"
    (tmp_path / "leave.yaml").write_text(
        f"name: Leave\nsteps:\n  - run: [{sys.executable}, -c, {json.dumps(leave)}]\n  - wait: 60s\n"
    )
    mark = uuid4().hex
    environ = environment({MARK: mark})
    process = subprocess.Popen([*ITEST, "run", "leave.yaml"], cwd=tmp_path, env=environ, stdout=subprocess.DEVNULL)
    assert wait_until(lambda: len(marked(mark)) >= 3, 20)  # itest, the reaper and the daemon
    time.sleep(0.2)  # the one between has ended too
    process.kill()
    process.wait()
    assert wait_until(lambda: not marked(mark), 5)


# --- cleanup -----------------------------------------------------------------------------------------------------
def test_cleanup_that_hangs_or_fails_does_not_keep_the_rest_from_running(tmp_path: Path) -> None:
    """Each step whatever the others did; the scenario is broken by it, and its error says which step."""
    (tmp_path / "a.yaml").write_text(
        "name: Messy\nsteps: [run: 'true']\ncleanup:\n"
        "  - {name: Hang, run: [sleep, '99'], timeout: 500ms}\n"
        "  - {name: Fail, run: 'false'}\n"
        "  - {name: Last, run: [touch, cleaned]}\n"
    )
    ran = launch(["run", "a.yaml", "--junit-xml", "r.xml"], tmp_path, limit=30)
    assert 1 == ran.code
    assert (tmp_path / "cleaned").exists()
    assert '1 "Hang"' in ran.said
    assert "still running at the deadline" in ran.said
    assert '2 "Fail"' in ran.said
