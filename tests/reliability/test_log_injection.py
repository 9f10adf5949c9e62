"""What a server answers never becomes a command of the terminal or of the machine that runs the tests.

The bodies hold commands of GitHub, GitLab, Azure Pipelines and TeamCity, escape codes and the end of a CDATA section;
the scenarios fail on purpose, so that everything shows what it can of them.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability.launch import Ran, launch
from tests.servers.hostile import BEHAVIOURS, Hostile, hostile, ok_with

COMMANDS = (
    "::error file=a.py,line=1::injected",
    "::set-env name=PATH::injected",
    "::add-mask::injected",
    "::stop-commands::injected",
    "##[error]injected",
    "##[group]injected",
    "##vso[task.setvariable variable=a]injected",
    "##teamcity[testFailed name='injected']",
    "section_start:1700000000:injected\r\x1b[0K",
    "section_end:1700000000:injected\r\x1b[0K",
    "\x1b[2J\x1b]0;injected\x07",
    "\x1b]8;;http://injected\x1b\\link\x1b]8;;\x1b\\",
    "\x9b31mred",
    "\u202einjected\u2066",
    "]]><injected/>",
    "</failure><injected/>",
    "\r::error::injected",
    "\x0b##[error]injected",
    "\x85::error::injected",
    "\u2028::error::injected",
)
STARTS = re.compile(r"^\s*(?:::[a-z-]+(?: [^:]*)?::|##\[|##vso\[|##teamcity\[)", re.MULTILINE)
"""A line that one of these systems obeys: the command stands at its beginning."""
ANYWHERE = re.compile(r"##vso\[|##\[[a-z]+\]|##teamcity\[|section_(?:start|end):\d+:[^\r\n]*\r")
"""Commands that some runners obey wherever they stand in a line."""
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")

SCENARIO = """\
name: Text
steps:
  - name: Ask
    request: {url}/text
    capture: {{all: body}}
    continue_on_failure: true
    expect: {{body: something else, headers: {{x-note: something else}}}}
  - name: "Ask about {{{{ all }}}}"
    request: {{url: "{url}/json?{{{{ all | urlencode }}}}"}}
    expect: {{body: {{commands: [something, else]}}}}
"""
RUN = """\
name: Run
steps:
  - run: [printf, "%s\\n", {words}]
    expect: {{stdout: something else}}
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    text = "\n".join(COMMANDS)
    BEHAVIOURS["text"] = ok_with(text.encode(), "Content-Type: text/plain", "X-Note: ##[error]injected")
    BEHAVIOURS["json"] = ok_with(json.dumps({"commands": COMMANDS}).encode(), "Content-Type: application/json")
    try:
        with hostile() as running:
            yield running
    finally:
        del BEHAVIOURS["text"], BEHAVIOURS["json"]


@pytest.fixture(scope="module")
def project(server: Hostile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("injection")
    (folder / "text.yaml").write_text(SCENARIO.format(url=server.url))
    words = ", ".join(json.dumps(command) for command in COMMANDS if "\0" not in command)
    (folder / "run.yaml").write_text(RUN.format(words=words))
    return folder


def shown(project: Path, **environ: str) -> tuple[Ran, dict[str, str]]:
    """A run as the environment asks for it, and what its reports hold."""
    reports = {"junit.xml": "--junit-xml", "run.ndjson": "--json", "report.html": "--html"}
    words = [word for name, option in reports.items() for word in (option, name)]
    ran = launch(["run", ".", "-v", *words], project, environ=environ)
    return ran, {name: (project / name).read_text() for name in reports}


@pytest.mark.parametrize(
    "environ",
    [{}, {"GITLAB_CI": "true", "CI": "true"}, {"TF_BUILD": "True"}, {"TEAMCITY_VERSION": "2024.1"}],
    ids=["plain", "gitlab", "azure", "teamcity"],
)
def test_nothing_of_an_answer_is_a_command(project: Path, environ: dict[str, str]) -> None:
    """No line starts with one, no control character comes through, on the terminal and in the reports."""
    ran, reports = shown(project, **environ)
    assert 1 == ran.code
    assert "injected" in ran.out
    for text in (ran.out, ran.err):
        assert [] == STARTS.findall(text)
        assert [] == ANYWHERE.findall(text)
        assert [] == CONTROL.findall(text)
    for name, text in reports.items():
        assert [] == STARTS.findall(text), name
        assert [] == CONTROL.findall(text.replace("\t", "")), name
    root = ElementTree.fromstring(reports["junit.xml"])
    assert [] == list(root.iter("injected"))
    assert {"Text", "Run"} <= {case.get("name") for case in root.iter("testcase")}


def test_on_github_excerpts_stand_where_commands_are_not_obeyed(project: Path, tmp_path: Path) -> None:
    """Every command that GitHub would obey is our own, with our own words in it."""
    files = {"GITHUB_OUTPUT": tmp_path / "output", "GITHUB_STEP_SUMMARY": tmp_path / "summary"}
    environ = {name: str(path) for name, path in files.items()}
    ran, _ = shown(project, GITHUB_ACTIONS="true", CI="true", **environ)
    assert 1 == ran.code
    obeyed, token = [], ""
    for line in re.split(r"[\r\n]", ran.out):
        if token:
            token = "" if line == f"::{token}::" else token
            continue
        if line.startswith("::stop-commands::"):
            token = line.removeprefix("::stop-commands::")
        elif STARTS.match(line):
            obeyed.append(line)
    assert "" == token
    assert {"::error"} >= {line.split(" ")[0] for line in obeyed}
    assert [] == CONTROL.findall(ran.out)


def test_the_patterns_would_see_a_command() -> None:
    """Each of the commands is one by these patterns, as it stands."""
    missed = [
        text for text in COMMANDS if not (STARTS.search(text) or CONTROL.search(text) or "]]>" in text or "</" in text)
    ]
    assert [] == missed
