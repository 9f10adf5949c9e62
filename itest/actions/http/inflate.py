"""gzip and deflate, undone in bounded pieces."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from itest.actions.http.attempt import Broken

PIECE = 64 * 1024
_GZIP_MAGIC = b"\x1f\x8b"


class Gzip:
    """RFC 1952: members one after another, and nothing else."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._begun = False
        self._between = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        data = self._between + data
        self._between = b""
        while data:
            if self._inflate.eof:
                if len(data) < len(_GZIP_MAGIC):
                    self._between = data
                    return
                if not data.startswith(_GZIP_MAGIC):
                    raise wrong("bytes follow the end of the gzip body")
                self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
            self._begun = True
            part, data = _inflated(self._inflate, data, "gzip")
            yield part

    def finish(self) -> None:
        if self._between:
            raise wrong("bytes follow the end of the gzip body")
        if self._begun and not self._inflate.eof:
            raise wrong("the gzip body is cut off")


class Deflate:
    """The zlib format as the standard says, or the bare deflate stream that some servers send."""

    def __init__(self) -> None:
        self._inflate: zlib._Decompress | None = None
        self._start = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._inflate is None:
            data = self._start + data
            if len(data) < 2:
                self._start = data
                return
            zlib_header = data[0] & 0x0F == 8 and int.from_bytes(data[:2]) % 31 == 0
            self._inflate = zlib.decompressobj(zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS)
        while data:
            if self._inflate.eof:
                raise wrong("bytes follow the end of the deflate body")
            part, data = _inflated(self._inflate, data, "deflate")
            yield part

    def finish(self) -> None:
        if self._start and self._inflate is None:
            raise wrong("the deflate body is cut off")
        if self._inflate is not None and not self._inflate.eof:
            raise wrong("the deflate body is cut off")


def _inflated(inflate: zlib._Decompress, data: bytes, coding: str) -> tuple[bytes, bytes]:
    """At most one piece of output, and the input that is left."""
    try:
        part = inflate.decompress(data, PIECE)
    except zlib.error:
        raise wrong(f"the {coding} body is corrupt") from None
    return part, inflate.unused_data if inflate.eof else inflate.unconsumed_tail


def wrong(message: str) -> Broken:
    """A body that is not in the coding it says."""
    return Broken("protocol", message, "IT204", "decode")
