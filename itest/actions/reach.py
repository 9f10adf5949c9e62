"""How far a scenario reaches: files and folders under the project root, links followed before that is judged.

What is wrong with a path that only the run knows is said as the loader says it of one that is written out.
"""

from __future__ import annotations

from pathlib import Path

from itest.files import reading
from itest.files.reading import NotRead, Why
from itest.model.exchange import PrepareError
from itest.model.values import Pointer

MAX_FILE = 10_000_000
"""Bytes of a text file that a step may read."""
RELATIVE = "paths are relative to the scenario's file"


def within(text: str, base_dir: Path, root: Path, pointer: Pointer) -> Path:
    """The absolute path that `text`, relative to `base_dir`, stands for; `PrepareError` IT217 where it lies outside."""
    try:
        return reading.within(text, base_dir, root)
    except NotRead as error:
        raise _refused(text, error, pointer) from error


def read_bytes(text: str, base_dir: Path, root: Path, pointer: Pointer, limit: int) -> bytes:
    """The bytes of a regular file; `PrepareError` where it lies outside, is not there, is no such file or too large."""
    try:
        return reading.content_within(text, base_dir, root, limit)
    except NotRead as error:
        raise _refused(text, error, pointer, limit) from error


def _refused(text: str, error: NotRead, pointer: Pointer, limit: int = 0) -> PrepareError:
    message, hint = _REFUSALS.get(error.why, _OTHER)
    message = message.format(text=text, reason=error.reason, limit=limit // 1_000_000)
    code = {"code": "IT217"} if error.why is Why.OUTSIDE else {}
    return PrepareError(message, pointer=pointer, hint=hint, **code)


_REFUSALS = {
    Why.UNUSABLE: ("`{text}` is no usable path", ""),
    Why.OUTSIDE: (
        "`{text}` lies outside the project folder",
        "files that scenarios name lie under the folder of itest.yaml",
    ),
    Why.MISSING: ("the file `{text}` is not there", RELATIVE),
    Why.IRREGULAR: ("the file `{text}` is not a regular file", RELATIVE),
    Why.LARGE: ("the file `{text}` is larger than {limit} MB", ""),
}
_OTHER = ("the file `{text}` cannot be read: {reason}", "")


def read_text(text: str, base_dir: Path, root: Path, pointer: Pointer) -> str:
    """The same as UTF-8 text."""
    try:
        return read_bytes(text, base_dir, root, pointer, MAX_FILE).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PrepareError(f"the file `{text}` is not UTF-8 text", pointer=pointer) from error
