"""Files that scenarios read: only regular ones, only under the project root, never more than the cap.

What is wrong with a path is said as the loader says it of one that is written out.
"""

from __future__ import annotations

import stat
from pathlib import Path

from itest.model.problem import EvaluationError

MAX_FILE = 10_000_000
"""Bytes of a file that a scenario may read."""
RELATIVE = "paths are relative to the scenario's file"


def confined(path: str | Path, base: Path, root: Path) -> Path:
    """The real path of a file named relative to `base`; raises `EvaluationError` IT217 where it is outside `root`."""
    try:
        real = (base / path).resolve()
        inside = real.is_relative_to(root.resolve())
    except (OSError, ValueError, RuntimeError) as error:
        raise EvaluationError(f"`{path}` is no usable path", code="IT217") from error
    if not inside:
        hint = "files that scenarios name lie under the folder of itest.yaml"
        raise EvaluationError(f"`{path}` lies outside the project folder", code="IT217", hint=hint)
    return real


def read_bytes(path: str | Path, base: Path, root: Path) -> bytes:
    """The content of a confined regular file; raises `EvaluationError` with a plain sentence."""
    real = confined(path, base, root)
    try:
        # Asked before opening: opening a FIFO or a device may block or never end.
        status = real.stat()
        if not stat.S_ISREG(status.st_mode):
            raise EvaluationError(f"the file `{path}` is not a regular file", code="IT217")
        if status.st_size > MAX_FILE:
            raise EvaluationError(f"the file `{path}` is larger than {MAX_FILE // 1_000_000} MB", code="IT216")
        return real.read_bytes()
    except FileNotFoundError as error:
        raise EvaluationError(f"the file `{path}` is not there", hint=RELATIVE) from error
    except OSError as error:
        raise EvaluationError(f"the file `{path}` cannot be read: {error.strerror}") from error


def read_text(path: str | Path, base: Path, root: Path) -> str:
    """As `read_bytes`, as UTF-8 text without a byte order mark."""
    try:
        return read_bytes(path, base, root).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EvaluationError(f"the file `{path}` is not UTF-8 text (byte {error.start})") from error
