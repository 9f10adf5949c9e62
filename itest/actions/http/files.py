"""Files that a request sends: relative to the scenario's file, never outside the project, never beyond a size."""

from __future__ import annotations

from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from itest.actions.reach import read_bytes
from itest.model.action import Call, SessionSettings
from itest.model.values import Pointer

if TYPE_CHECKING:
    from mimetypes import MimeTypes

MAX_FILE = 100_000_000
_OURS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".jsonl": "application/jsonl",
    ".ndjson": "application/x-ndjson",
    ".parquet": "application/vnd.apache.parquet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".toml": "application/toml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    **dict.fromkeys((".gz", ".svgz", ".taz", ".tgz"), "application/gzip"),
    **dict.fromkeys((".bz2", ".tbz2"), "application/x-bzip2"),
    **dict.fromkeys((".txz", ".xz"), "application/x-xz"),
    ".br": "application/x-brotli",
    ".z": "application/x-compress",
    ".zst": "application/zstd",
}
"""What some of the Pythons that itest runs under do not know; and packed files, of which Python tells what is inside,
while what is sent are the bytes of the package."""


@cache
def _types() -> MimeTypes:
    """The same on every machine: those that Python knows, not those of the system. Made when first asked, as its tables
    are long."""
    from mimetypes import MimeTypes  # start-up cost: few requests send files

    return MimeTypes()


def read_file(name: str, pointer: Pointer, call: Call, settings: SessionSettings) -> bytes:
    """The bytes of a file under the project's root."""
    return read_bytes(name, call.base_dir, settings.root, pointer, MAX_FILE)


def media_type_of(name: str) -> str:
    """The media type that a file's name suggests; of a packed one (`.json.gz`) that of the package."""
    ours = _OURS.get(PurePath(name).suffix.lower())
    # Python takes URLs, too; a path with a folder is none.
    return ours or _types().guess_type(f"./{name}", strict=False)[0] or "application/octet-stream"
