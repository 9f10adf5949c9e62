"""How far a scenario reaches: files and folders under the project root, links followed before that is judged.

What is wrong with a path that only the run knows is said as the loader says it of one that is written out.
"""

from __future__ import annotations

import stat
from pathlib import Path

from itest.model.exchange import PrepareError
from itest.model.values import Pointer

MAX_FILE = 10_000_000
"""Bytes of a text file that a step may read."""
RELATIVE = "paths are relative to the scenario's file"


def within(text: str, base_dir: Path, root: Path, pointer: Pointer) -> Path:
    """The absolute path that `text`, relative to `base_dir`, stands for; `PrepareError` IT217 where it lies outside."""
    try:
        path = (base_dir / text).resolve()
        inside = path.is_relative_to(root.resolve())
    except (OSError, ValueError, RuntimeError) as error:
        raise PrepareError(f"`{text}` is no usable path", pointer=pointer) from error
    if not inside:
        raise PrepareError(
            f"`{text}` lies outside the project folder",
            pointer=pointer,
            hint="files that scenarios name lie under the folder of itest.yaml",
            code="IT217",
        )
    return path


def read_bytes(text: str, base_dir: Path, root: Path, pointer: Pointer, limit: int) -> bytes:
    """The bytes of a regular file; `PrepareError` where it lies outside, is not there, is no such file or too large."""
    path = within(text, base_dir, root, pointer)
    try:
        status = path.stat()  # before it is opened, since a FIFO or a device may block or never end
        if not stat.S_ISREG(status.st_mode):
            raise PrepareError(f"the file `{text}` is not a regular file", pointer=pointer, hint=RELATIVE)
        if status.st_size > limit:
            raise PrepareError(f"the file `{text}` is larger than {limit // 1_000_000} MB", pointer=pointer)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise PrepareError(f"the file `{text}` is not there", pointer=pointer, hint=RELATIVE) from error
    except OSError as error:
        raise PrepareError(f"the file `{text}` cannot be read: {error.strerror or error}", pointer=pointer) from error


def read_text(text: str, base_dir: Path, root: Path, pointer: Pointer) -> str:
    """The same as UTF-8 text."""
    try:
        return read_bytes(text, base_dir, root, pointer, MAX_FILE).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PrepareError(f"the file `{text}` is not UTF-8 text", pointer=pointer) from error
