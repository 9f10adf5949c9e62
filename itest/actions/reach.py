"""How far a scenario reaches: files and folders under the project root, links followed before that is judged."""

from __future__ import annotations

import stat
from pathlib import Path

from itest.model.exchange import PrepareError
from itest.model.values import Pointer

MAX_FILE = 10_000_000
"""Bytes of a file that a step may read."""


def within(text: str, base_dir: Path, root: Path, pointer: Pointer) -> Path:
    """The absolute path that `text`, relative to `base_dir`, stands for; `PrepareError` IT217 where it lies outside."""
    try:
        path = (base_dir / text).resolve()
        inside = path.is_relative_to(root.resolve())
    except (OSError, ValueError, RuntimeError) as error:
        raise PrepareError(f"{text!r} is not a path: {error}", pointer=pointer) from error
    if not inside:
        raise PrepareError(
            f"{text} lies outside the project folder",
            pointer=pointer,
            hint="scenarios reach only what lies under the folder of itest.yaml",
            code="IT217",
        )
    return path


def read_text(text: str, base_dir: Path, root: Path, pointer: Pointer) -> str:
    """The UTF-8 text of a regular file; `PrepareError` where it lies outside, is not there or is no such file."""
    path = within(text, base_dir, root, pointer)
    try:
        status = path.stat()  # before it is opened, since a FIFO or a device may block or never end
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_FILE:
            raise PrepareError(f"{text} is no regular file of at most {MAX_FILE:,} bytes", pointer=pointer)
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise PrepareError(f"{text} is not UTF-8 text", pointer=pointer) from error
    except OSError as error:
        raise PrepareError(f"{text} cannot be read: {error.strerror or error}", pointer=pointer) from error
