"""Files that a request sends: relative to the scenario's file, never outside the project, never beyond a size."""

from __future__ import annotations

import mimetypes
import stat

from itest.actions.reach import within
from itest.model.action import Call, SessionSettings
from itest.model.exchange import PrepareError
from itest.model.values import Pointer

MAX_FILE = 100_000_000


def read_file(name: str, pointer: Pointer, call: Call, settings: SessionSettings) -> bytes:
    """The bytes of a file under the project's root (links followed before this is judged)."""
    path = within(name, call.base_dir, settings.root, pointer)
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise PrepareError(f"{name} is not a regular file", pointer=pointer)
        if facts.st_size > MAX_FILE:
            raise PrepareError(f"{name} is larger than {MAX_FILE // 1_000_000} MB", pointer=pointer)
        return path.read_bytes()
    except OSError as error:
        raise PrepareError(f"{name} cannot be read: {_cause(error)}", pointer=pointer) from None


def media_type_of(name: str) -> str:
    """The media type that a file's name suggests."""
    return mimetypes.guess_type(name, strict=False)[0] or "application/octet-stream"


def _cause(error: OSError) -> str:
    return (error.strerror or str(error)).lower() if not isinstance(error, FileNotFoundError) else "no such file"
