"""Files that a request sends: relative to the scenario's file, never outside the project, never beyond a size."""

from __future__ import annotations

import mimetypes

from itest.actions.reach import read_bytes
from itest.model.action import Call, SessionSettings
from itest.model.values import Pointer

MAX_FILE = 100_000_000


def read_file(name: str, pointer: Pointer, call: Call, settings: SessionSettings) -> bytes:
    """The bytes of a file under the project's root."""
    return read_bytes(name, call.base_dir, settings.root, pointer, MAX_FILE)


def media_type_of(name: str) -> str:
    """The media type that a file's name suggests."""
    return mimetypes.guess_type(name, strict=False)[0] or "application/octet-stream"
