"""What each command does to the machine, seen by Python's audit events, is what docs/security.md says of it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import TOP, Page, codes, rows

TABLE = list(rows(Page.of(TOP / "docs" / "security.md").section("What each command may do")))
DOES = {
    "executes": ("subprocess.Popen", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system", "pty.spawn"),
    "connects": ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"),
}
"""Events, by what they come to (https://docs.python.org/3/library/audit_events.html)."""
WATCHED = """\
import atexit, json, sys
seen = set()
sys.addaudithook(lambda event, arguments: seen.add(event))
atexit.register(lambda: print(json.dumps(sorted(seen)), file=open({there!r}, "w")))
sys.argv[1:] = {words!r}
from itest.cli.entry import main
main()
"""
PROJECT = """\
secrets: [TOKEN]
services:
  shop:
    url: "http://127.0.0.1:{{ port }}"
    start: {command: [python, -m, http.server, "{{ port }}"], ready: {http: /}}
environments: {other: {vars: {a: 1}}}
setup: [{run: [touch, executed]}]
"""
SCENARIO = """\
name: Executes and connects
steps:
  - run: [touch, executed]
  - request: GET /
    expect: {schema: s.json}
  - use: _part.yaml
"""


def project(folder):
    (folder / "scenarios").mkdir()
    for name, text in {
        "itest.yaml": PROJECT,
        ".env": "TOKEN=canary-of-ada-77\n",
        "scenarios/a.yaml": SCENARIO,
        "scenarios/s.json": "{}",
        "scenarios/_part.yaml": "name: part\nsteps:\n  - run: [touch, executed]\n",
    }.items():
        (folder / name).write_text(text)


def files(folder):
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0].strip("`"))
def test_a_command_does_what_the_page_says_and_no_more(tmp_path, row):
    """Of a project whose steps execute and connect, in an environment of its own."""
    (command,), reads, writes, executes, connects = codes(row[0]), *row[1:]
    folder = tmp_path / "project"
    folder.mkdir()
    if "init" not in command:
        project(folder)
    before = files(folder)
    there = str(tmp_path / "seen.json")
    code = WATCHED.format(there=there, words=command.split()[1:])
    environ = {**os.environ, "HOME": str(tmp_path), "PYTHONPATH": str(TOP), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environ, capture_output=True, text=True, check=False
    )
    seen = json.loads(Path(there).read_text())
    assert 0 == ran.returncode, ran.stdout + ran.stderr
    did = {what: bool({event for event in seen if event in events}) for what, events in DOES.items()}
    assert {"executes": executes != "nothing", "connects": connects != "nowhere"} == did
    changed = {name for name, moment in files(folder).items() if before.get(name) != moment}
    told = [code.rstrip("/") for code in codes(writes)]
    # What a step does is the project's, and said to be executed.
    assert set() == {name for name in changed if not name.startswith(tuple(told))} - {"executed", "scenarios/executed"}
    assert bool(told) == bool(changed)
    assert {"project", "seen.json"} >= {path.name for path in tmp_path.iterdir()}
    assert reads
