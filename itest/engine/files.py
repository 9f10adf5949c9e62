"""Files that scenarios read: only regular ones, only under the project root, never more than the cap."""

from __future__ import annotations

import stat
from pathlib import Path

from itest.model.problem import EvaluationError

MAX_FILE = 10_000_000
"""Bytes of a file that a scenario may read."""


def confined(path: str | Path, base: Path, root: Path) -> Path:
    """The real path of a file named relative to `base`; raises `EvaluationError` IT217 where it is outside `root`."""
    try:
        real = (base / path).resolve()
        inside = real.is_relative_to(root.resolve())
    except (OSError, ValueError, RuntimeError) as error:
        raise EvaluationError(f"`{path}` is no usable path: {error}", code="IT217") from error
    if not inside:
        raise EvaluationError(
            f"`{path}` lies outside the project folder.", code="IT217", hint=f"Move it under `{root.name or root}`."
        )
    return real


def read_bytes(path: str | Path, base: Path, root: Path) -> bytes:
    """The content of a confined regular file; raises `EvaluationError` with a plain sentence."""
    real = confined(path, base, root)
    try:
        # Asked before opening: opening a FIFO or a device may block or never end.
        status = real.stat()
        if not stat.S_ISREG(status.st_mode):
            raise EvaluationError(f"`{path}` is not a regular file.", code="IT217")
        if status.st_size > MAX_FILE:
            raise EvaluationError(f"`{path}` is larger than {MAX_FILE:,} bytes.", code="IT216")
        return real.read_bytes()
    except OSError as error:
        raise EvaluationError(
            f"`{path}` cannot be read: {error.strerror}.", hint="Paths are relative to the file."
        ) from error


def read_text(path: str | Path, base: Path, root: Path) -> str:
    """As `read_bytes`, as UTF-8 text."""
    try:
        return read_bytes(path, base, root).decode()
    except UnicodeDecodeError as error:
        raise EvaluationError(f"`{path}` is not UTF-8 text (byte {error.start}).") from error
