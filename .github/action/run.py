"""The action's second script: the inputs as words of `itest run`, and what came of it as outputs of the step.

Counts, annotations and the job summary are written by itest itself; what is left is said here: the outcome, the paths
of the reports, and a summary where itest did not come far enough to write one.
"""

from __future__ import annotations

import os
import secrets
import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

OUTCOMES = {0: "passed", 1: "failed", 130: "interrupted", 143: "interrupted"}
"""By exit code; every other one is an `error`."""
FAILED = 1
USAGE = 2
PLACES = {"junit": "itest-results/junit.xml", "html": "itest-results/report.html"}
"""Where reports go that nobody gave a path; the defaults of the inputs."""
COUNTS = ("total", "passed", "failed", "flaky", "skipped", "xfailed", "duration")


def main(environ: Mapping[str, str]) -> int:
    inputs = {name.removeprefix("INPUT_").lower(): text for name, text in environ.items() if name.startswith("INPUT_")}
    # What is said here stands unless itest says more.
    _output(
        environ, {"outcome": "error", "exit-code": str(USAGE), "junit": "", "html": "", **dict.fromkeys(COUNTS, "0")}
    )
    for name in ("summary", "annotations", "fail_on_failure"):
        if inputs[name] not in ("true", "false"):
            # Not quoted: what stands there may be a command to the runner.
            print(f"::error title=itest::The input {name.replace('_', '-')} is true or false.", flush=True)
            return USAGE
    before = _size(environ.get("GITHUB_STEP_SUMMARY"))
    try:
        words = arguments(inputs)
    except ValueError as error:
        print(f"::error title=itest::The inputs paths and args: {error}.", flush=True)
        return USAGE
    # Isolated: it runs in the workspace, whose modules are a stranger's. What it starts has the variables as they are.
    command = [str(_python(environ)), "-I", "-m", "itest", "run", *words]
    code = _run(command, {**environ, "ITEST_GITHUB": parts(inputs)})
    reports = {name: _report(inputs[name], environ) for name in PLACES}
    _output(environ, {"outcome": OUTCOMES.get(code, "error"), "exit-code": str(code), **reports})
    summary = environ.get("GITHUB_STEP_SUMMARY")
    if inputs["summary"] == "true" and summary and _size(summary) == before:
        _append(summary, f"## ❌ itest ended with exit code {code}\n\nThe log of the step says why.\n")
    return 0 if code == FAILED and inputs["fail_on_failure"] == "false" else code


def arguments(inputs: Mapping[str, str]) -> list[str]:
    """The words of `itest run`; raises `ValueError` where a quote is not closed."""
    words = [f"--{name}={inputs[name]}" for name in ("env", "tags") if inputs[name]]
    words += [f"--var={line.strip()}" for line in inputs["vars"].splitlines() if line.strip()]
    # A path that is given may lead through links, the usual one of a stranger's checkout may not.
    words += [
        f"--report={name}" if inputs[name] == place else f"--report={name}={inputs[name]}"
        for name, place in PLACES.items()
        if inputs[name]
    ]
    return [*words, *split(inputs["args"]), "--", *split(inputs["paths"])]


def parts(inputs: Mapping[str, str]) -> str:
    """What itest tells GitHub of by itself."""
    return ",".join(["outputs", *(name for name in ("summary", "annotations") if inputs[name] == "true")])


def split(text: str) -> list[str]:
    """Words at blanks and lines, quotes around what belongs together; a backslash is one, as Windows' paths need it."""
    lexer = shlex.shlex(text, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    lexer.escape = ""
    return list(lexer)


def _python(environ: Mapping[str, str]) -> Path:
    """The Python of the environment that itest is installed in."""
    venv = Path(environ["RUNNER_TEMP"], "itest", "venv")
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _run(command: Sequence[str], environ: Mapping[str, str]) -> int:
    """The exit code. A cancelled job signals this process only: the signal is handed on and the end awaited."""
    inherited = {name: text for name, text in environ.items() if not name.startswith("INPUT_")}
    sys.stdout.flush()
    child = subprocess.Popen(command, env=inherited)
    if os.name == "posix":
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda received, _: child.send_signal(received))
    code = child.wait()
    return 128 - code if code < 0 else code


def _report(path: str, environ: Mapping[str, str]) -> str:
    """The report's path from the top of the workspace, as the steps that follow need it; empty where there is none."""
    if not path or not Path(path).is_file():
        return ""
    whole = Path(path).resolve()
    top = Path(environ.get("GITHUB_WORKSPACE") or ".").resolve()
    return whole.relative_to(top).as_posix() if whole.is_relative_to(top) else whole.as_posix()


def _output(environ: Mapping[str, str], values: Mapping[str, str]) -> None:
    """Outputs of the step; between marks that nobody can guess, so that a value is one, whatever it holds."""
    for name, value in values.items():
        mark = secrets.token_hex(16)
        _append(environ["GITHUB_OUTPUT"], f"{name}<<{mark}\n{value}\n{mark}\n")


def _append(path: str, text: str) -> None:
    with Path(path).open("a", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _size(path: str | None) -> int:
    return Path(path).stat().st_size if path and Path(path).exists() else 0


if __name__ == "__main__":
    sys.exit(main(os.environ))
