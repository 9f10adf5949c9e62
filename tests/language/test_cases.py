"""The language, judged from outside: every file under `cases/` says in its header what has to happen to it.

    # outcome: passed | failed | error | skipped | flaky | any | invalid    one word a data row; `a/b` allows either
    # says: TEXT      stands in the report of this case (JUnit; for an invalid file, the output)
    # hides: TEXT     stands nowhere: neither on the terminal nor in any report
    # prints: TEXT    stands on stdout
    # log: KEY: a b   what the server's log of this key holds afterwards, in order
    # at: IT104       (on a line of its own, anywhere) the next line is reported with this code; no code: any

A folder with an `itest.yaml`, or else a topic, is run as one command: once for its valid files and once for its invalid
ones. The header of an `itest.yaml` may add `args:`, `environ: NAME=value`, `paths:` and `exit:` for its folder.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers.echo import EchoServer, serving

CASES = Path(__file__).parent / "cases"
HEADER = re.compile(r"^# (\w+): ?(.*)$")
MARK = re.compile(r"^\s*# at:\s*(\S*)\s*$")
OUTCOMES = {"failure": "failed", "error": "error", "skipped": "skipped", "flakyFailure": "flaky", "flakyError": "flaky"}
NEAR = 6
"""A code belongs to a place when it stands at most this many lines from it on the terminal."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One scenario (or project) file, and what its comments say about it."""

    path: Path
    headers: dict[str, list[str]]
    marks: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def outcomes(self) -> list[tuple[str, ...]]:
        return [tuple(word.split("/")) for line in self.headers.get("outcome", []) for word in line.split()]

    @property
    def invalid(self) -> bool:
        return self.outcomes == [("invalid",)]


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What one command left behind; `cases` maps a file to the outcome and text of each of its test cases."""

    code: int
    stdout: str
    stderr: str
    reports: str
    cases: dict[str, list[tuple[str, str]]]

    @property
    def everything(self) -> str:
        return self.stdout + self.stderr + self.reports


def read_case(folder: Path, path: Path) -> Case:
    lines = (folder / path).read_bytes().decode(errors="replace").split("\n")
    headers: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        found = HEADER.match(line)
        if not found:
            break
        headers[found[1]].append(found[2].strip())
    marks = []
    for number, line in enumerate(lines, 1):
        if found := MARK.match(line):
            marks.append((number + 1, tuple(code for code in found[1].split("|") if code)))
    return Case(path=path, headers=headers, marks=tuple(marks))


def groups() -> list[Path]:
    """Folders that are run as one command: those with an `itest.yaml`, and topics without any."""
    projects = {path.parent for path in CASES.rglob("itest.yaml")}
    topics = {path for path in CASES.iterdir() if path.is_dir() and not any(path in p.parents for p in projects)}
    return sorted(projects | topics)


def cases_of(folder: Path) -> list[Case]:
    """The cases below a folder, with paths as the command line gets them."""
    files = [path.relative_to(folder) for path in sorted(folder.rglob("*.y*ml"))]
    shown = [path for path in files if not any(part[0] in "_." for part in path.parts)]
    return [case for case in (read_case(folder, path) for path in shown) if case.outcomes]


def commands() -> list[tuple[Path, bool]]:
    return [
        (group, invalid)
        for group in groups()
        for invalid in (False, True)
        if any(case.invalid == invalid for case in cases_of(group)) or (not invalid and not cases_of(group))
    ]


@pytest.fixture(scope="module")
def server() -> Iterator[EchoServer]:
    with serving() as running:
        yield running


def project_headers(folder: Path) -> dict[str, list[str]]:
    return read_case(folder, Path("itest.yaml")).headers if (folder / "itest.yaml").exists() else {}


def environment(server: EchoServer, headers: dict[str, list[str]]) -> dict[str, str]:
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH", "LANG", "VIRTUAL_ENV") if name in os.environ
    }
    added = dict(line.split("=", 1) for line in headers.get("environ", []))
    return {
        **kept,
        "ECHO_URL": server.url,
        "PYTHON": sys.executable,
        "NO_COLOR": "1",
        "COLUMNS": "200",
        **{name: value.replace("ECHO_URL", server.url) for name, value in added.items()},
    }


def carry_out(folder: Path, cases: list[Case], server: EchoServer) -> Ran:
    """The real command line over the cases, in a copy of their folder so that nothing is left behind."""
    headers = project_headers(folder)
    paths = [str(case.path) for case in cases if case.path.name != "itest.yaml"]
    paths = headers["paths"][0].split() if "paths" in headers else paths or ["."]
    args = " ".join(headers.get("args", [])).replace("ECHO_URL", server.url).split()
    reports = folder / ".reports"
    reports.mkdir(exist_ok=True)
    junit, events = reports / "junit.xml", reports / "events.ndjson"
    wanted = ["--junit-xml", str(junit), "--json", str(events)]
    ran = subprocess.run(
        [sys.executable, "-m", "itest", "run", *paths, "--var", f"base={server.url}", *args, *wanted],
        cwd=folder,
        env=environment(server, headers),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    written = "".join(file.read_text(encoding="utf-8") for file in (junit, events) if file.exists())
    found = read_junit(junit, folder) if junit.exists() else {}
    return Ran(code=ran.returncode, stdout=ran.stdout, stderr=ran.stderr, reports=written, cases=found)


def read_junit(path: Path, folder: Path) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for element in ElementTree.parse(path).iter("testcase"):
        outcomes = [OUTCOMES[child.tag] for child in element if child.tag in OUTCOMES]
        text = "\n".join(
            [*element.attrib.values(), *(t for c in element.iter() for t in (*c.attrib.values(), c.text or ""))]
        )
        file = Path(element.get("file", "?"))
        name = file.relative_to(folder) if file.is_absolute() and file.is_relative_to(folder) else file
        found[str(name)].append((outcomes[0] if outcomes else "passed", text))
    return found


def places(name: str, text: str) -> set[int]:
    return {int(line) for line in re.findall(re.escape(name) + r":(\d+):\d+", text)}


def judge_outcomes(case: Case, ran: Ran) -> list[str]:
    seen = sorted(outcome for outcome, _ in ran.cases.get(str(case.path), []))
    left = list(seen)
    for allowed in sorted(case.outcomes, key=len):
        match = next((one for one in left if one in allowed or "any" in allowed), None)
        if match is None:
            return [f"outcomes expected {case.headers['outcome']}, were {seen}"]
        left.remove(match)
    return [f"outcomes expected {case.headers['outcome']}, were {seen}"] if left else []


def judge_run(case: Case, ran: Ran) -> list[str]:
    wrong = judge_outcomes(case, ran)
    text = "\n".join(text for _, text in ran.cases.get(str(case.path), []))
    reported = places(case.path.name, text)
    for line, codes in case.marks:
        if line not in reported:
            wrong.append(f"line {line} is not reported (reported: {sorted(reported)})")
        if codes and not any(code in text for code in codes):
            wrong.append(f"{'|'.join(codes)} is not in the report")
    if len(case.marks) > 1 and (extra := reported - {line for line, _ in case.marks}):
        wrong.append(f"lines {sorted(extra)} are reported and should hold")
    wrong += [f"{said!r} is not in the report" for said in case.headers.get("says", []) if said not in text]
    return wrong


def judge_invalid(case: Case, ran: Ran) -> list[str]:
    output = (ran.stdout + "\n" + ran.stderr).split("\n")
    wrong = []
    mine = [number for number, line in enumerate(output) if f"{case.path}:" in line]
    for line, codes in case.marks:
        at = [number for number in mine if re.search(re.escape(str(case.path)) + rf":{line}:\d+", output[number])]
        around = "\n".join(row for number in at for row in output[max(0, number - NEAR) : number + NEAR])
        if not at:
            wrong.append(f"line {line} is not reported; about this file: {[output[number] for number in mine]}")
        elif codes and not any(code in around for code in codes):
            wrong.append(f"line {line} is reported without {'|'.join(codes)}")
    if not mine and not case.headers.get("says"):
        wrong.append("the file is not reported")
    said = "\n".join(output).lower()
    wrong += [f"{text!r} is not said" for text in case.headers.get("says", []) if text.lower() not in said]
    return wrong


def judge_traces(headers: dict[str, list[str]], ran: Ran, server: EchoServer) -> list[str]:
    """What holds for any file: texts on the terminal, texts nowhere, and what reached the server."""
    wrong = [f"{text!r} is not on stdout" for text in headers.get("prints", []) if text not in ran.stdout]
    wrong += [f"{text!r} leaked" for text in headers.get("hides", []) if text in ran.everything]
    for line in headers.get("log", []):
        key, _, expected = line.partition(":")
        if expected.split() != server.logs[key]:
            wrong.append(f"log {key} expected {expected.split()}, was {server.logs[key]}")
    return wrong


def expected_exit(cases: list[Case], headers: dict[str, list[str]], invalid: bool) -> int:
    if "exit" in headers:
        return int(headers["exit"][0])
    bad = any(set(allowed) <= {"failed", "error"} for case in cases for allowed in case.outcomes)
    return 2 if invalid else 1 if bad else 0


@pytest.mark.parametrize(
    ("group", "invalid"),
    [pytest.param(g, i, id=f"{g.relative_to(CASES)}{'-invalid' if i else ''}") for g, i in commands()],
)
def test_the_language_means_what_it_says(group: Path, invalid: bool, server: EchoServer, tmp_path: Path) -> None:
    """Each file ends as its header says, with the code and line it names, and leaves only the traces it names."""
    folder = tmp_path / "project"
    copy_project(group, folder)
    cases = [case for case in cases_of(folder) if case.invalid == invalid]
    ran = carry_out(folder, cases, server)

    headers = project_headers(folder)
    wrong = [f"{folder.name}: {text}" for text in judge_traces(headers, ran, server)]
    for case in cases:
        verdict = judge_invalid(case, ran) if invalid else judge_run(case, ran)
        wrong += [f"{case.path}: {text}" for text in verdict + judge_traces(case.headers, ran, server)]
    unknown = set(ran.cases) - {str(case.path) for case in cases} - {"itest.yaml"}  # a failed setup may be told there
    wrong += [f"{name}: ran, and is no case" for name in sorted(unknown)]
    if (code := expected_exit(cases, headers, invalid)) != ran.code:
        wrong.append(f"exit code expected {code}, was {ran.code}")
    shown = f"\n--- stdout\n{ran.stdout[-6000:]}\n--- stderr\n{ran.stderr[-3000:]}" if wrong else ""
    assert wrong == [], "\n".join(wrong) + shown


def copy_project(group: Path, folder: Path) -> None:
    """The copy has `.env` files, which lie here as `dotenv` since version control ignores the real ones."""
    shutil.copytree(group, folder)
    for path in folder.glob("dotenv*"):
        path.rename(folder / path.name.replace("dotenv", ".env"))


@functools.cache
def all_cases() -> tuple[Case, ...]:
    return tuple(case for group in groups() for case in cases_of(group))


def test_every_case_says_something_that_can_be_wrong() -> None:
    """A header uses only known words, and an invalid or failing case names a line, a text or a trace."""
    known = {"outcome", "says", "hides", "prints", "log", "args", "environ", "paths", "exit"}
    assert [str(case.path) for case in all_cases() if set(case.headers) - known] == []
    silent = [case for case in all_cases() if case.outcomes == [("failed",)] and not case.marks]
    assert [str(case.path) for case in silent if not {"says", "log", "hides"} & set(case.headers)] == []


def test_the_judge_is_never_content_with_the_opposite() -> None:
    """A run in which everything passed, or everything failed, contradicts each case that expects something else."""

    def opposite(case: Case) -> Ran:
        outcome = "failed" if any("passed" in allowed for allowed in case.outcomes) else "passed"
        cases = {str(case.path): [(outcome, "")] * len(case.outcomes)}
        return Ran(code=0, stdout="", stderr="", reports="", cases=cases)

    judged = [case for case in all_cases() if case.outcomes != [("any",)]]
    content = [
        str(case.path)
        for case in judged
        if not (judge_invalid(case, opposite(case)) if case.invalid else judge_run(case, opposite(case)))
    ]
    assert content == []
