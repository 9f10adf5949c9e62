"""Files that scenarios read: only regular ones, only under the project root, never more than the cap.

What is wrong with a path is said as the loader says it of one that is written out.
"""

from __future__ import annotations

from pathlib import Path

from itest.files import reading
from itest.files.reading import NotRead, Why
from itest.model.problem import EvaluationError

MAX_FILE = 10_000_000
"""Bytes of a file that a scenario may read."""
RELATIVE = "paths are relative to the scenario's file"


def confined(path: str | Path, base: Path, root: Path) -> Path:
    """The real path of a file named relative to `base`; raises `EvaluationError` IT217 where it is outside `root`."""
    try:
        return reading.within(path, base, root)
    except NotRead as error:
        raise _refused(path, error) from error


def read_bytes(path: str | Path, base: Path, root: Path) -> bytes:
    """The content of a confined regular file; raises `EvaluationError` with a plain sentence."""
    try:
        return reading.content_within(path, base, root, MAX_FILE)
    except NotRead as error:
        raise _refused(path, error) from error


def _refused(path: str | Path, error: NotRead) -> EvaluationError:
    code, message, hint = _REFUSALS.get(error.why, _OTHER)
    return EvaluationError(message.format(path=path, reason=error.reason), code=code, hint=hint)


_REFUSALS = {
    Why.UNUSABLE: ("IT217", "`{path}` is no usable path", ""),
    Why.OUTSIDE: (
        "IT217",
        "`{path}` lies outside the project folder",
        "files that scenarios name lie under the folder of itest.yaml",
    ),
    Why.MISSING: ("IT201", "the file `{path}` is not there", RELATIVE),
    Why.IRREGULAR: ("IT217", "the file `{path}` is not a regular file", ""),
    Why.LARGE: ("IT216", f"the file `{{path}}` is larger than {MAX_FILE // 1_000_000} MB", ""),
}
_OTHER = ("IT201", "the file `{path}` cannot be read: {reason}", "")


def read_text(path: str | Path, base: Path, root: Path) -> str:
    """As `read_bytes`, as UTF-8 text without a byte order mark."""
    try:
        return read_bytes(path, base, root).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EvaluationError(f"the file `{path}` is not UTF-8 text (byte {error.start})") from error
