"""The command line in a test: in this process where that is enough, as a real one for signals and broken streams."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from itest.cli.main import app, guarded

TOP = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Said:
    """What a command came to."""

    code: int
    out: str
    err: str


def itest(folder: Path, *args: str) -> Said:
    """Carry a command out in this process, standing in `folder`."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = guarded(lambda: app(list(args)))
    return Said(int(code), out.getvalue(), err.getvalue())


def start(folder: Path, *args: str, env: Mapping[str, str] | None = None, **streams: object) -> subprocess.Popen[str]:
    """Start the command as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "itest", *args],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(TOP), "PYTHONUTF8": "1", **(env or {})},
        stdout=streams.get("stdout", subprocess.PIPE),
        stderr=streams.get("stderr", subprocess.PIPE),
        text=True,
    )
