"""Golden cases: what people see of a run, to the byte; also the readable list of what the program does.

A folder is a project: its files, `args` (default: `run`), and under `expected/` what the real command line wrote to
standard output and error, the JUnit XML and the exit code. Times, ports, versions and the codings of optional packages
are masked, nothing else is.
`ITEST_GOLDEN=write pytest tests/golden` writes them anew; read the difference as a user would before keeping it.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from itest import __version__
from tests.servers.echo import serving

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/expected"))
WRITE = os.environ.get("ITEST_GOLDEN") == "write"
ALWAYS = ("-j", "1", "--seed", "1", "--junit-xml", "junit.xml")

MASKS = (
    (re.compile(r"\b\d+(\.\d+)? ms\b|\b\d+\.\d\ds\b"), "0.01s"),
    (re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(Z|\+00:00)?"), "2024-05-01T10:00:00"),
    (re.compile(r"(?m)(?<=< Date: ).*$"), "Wed, 01 May 2024 10:00:00 GMT"),
    (re.compile(r"(?m)(?<=< Server: ).*$"), "SERVER"),
    (re.compile(r"(?<=Accept-Encoding: gzip, deflate)(, br|, zstd)+"), ""),
    (re.compile(r'(?<= )time="[\d.]+"'), 'time="0.01"'),
    (re.compile(r"127\.0\.0\.1:\d{4,5}\b"), "127.0.0.1:8765"),
    (re.compile(rf"(?<=itest[ /]){re.escape(__version__)}"), "VERSION"),
)


def carry_out(case: Path, folder: Path) -> dict[str, str]:
    """What the command line wrote for a copy of the case, by file name, masked."""
    shutil.copy(HERE / "itest.yaml", folder)
    project = folder / "project"
    shutil.copytree(case, project, ignore=shutil.ignore_patterns("expected", "args"))
    command, *args = shlex.split((case / "args").read_text()) if (case / "args").exists() else ["run", "."]
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV") if name in os.environ}
    with serving() as server:
        ran = subprocess.run(
            [sys.executable, "-m", "itest", command, *args, *(ALWAYS if command == "run" else ())],
            cwd=project,
            env={**kept, "SHOP_URL": server.url, "PYTHONPATH": str(HERE.parent.parent), "PYTHONUTF8": "1"},
            capture_output=True,
            timeout=60,
            check=False,
        )
    report = project / "junit.xml"
    written = {
        "stdout.txt": ran.stdout.decode(),
        "stderr.txt": ran.stderr.decode(),
        "exit": f"{ran.returncode}\n",
        "junit.xml": report.read_text(encoding="utf-8") if report.exists() else "",
    }
    place = str(project.resolve())
    return {name: masked(text.replace(place, "/project")) for name, text in written.items() if text}


def masked(text: str) -> str:
    for pattern, instead in MASKS:
        text = pattern.sub(instead, text)
    return text


def expected(case: Path) -> dict[str, str]:
    return {path.name: path.read_bytes().decode() for path in sorted((case / "expected").iterdir())}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_case_reads_as_expected(case, tmp_path):
    """Terminal text, exit code and JUnit XML are those of the folder, to the byte."""
    actual = carry_out(case, tmp_path)
    if WRITE:
        for name in expected(case).keys() - actual.keys():
            (case / "expected" / name).unlink()
        for name, text in actual.items():
            (case / "expected" / name).write_bytes(text.encode())
    assert expected(case) == actual


def test_every_case_is_told_what_to_expect():
    """A folder without expectations, or one without an exit code, would test nothing."""
    folders = {path.parent.name for path in HERE.glob("*/*.yaml")}
    assert folders == {case.name for case in CASES if (case / "expected" / "exit").exists()}
