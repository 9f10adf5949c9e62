"""Brotli and Zstandard, undone in bounded pieces; each by a package that need not be there."""

from __future__ import annotations

from collections.abc import Iterator

from itest.actions.http.inflate import PIECE, wrong

MAX_WINDOW = 8 * 1024 * 1024
"""Bytes that a Zstandard frame may look back (RFC 9659)."""
_SLICE = 128
"""Bytes that are given to Zstandard at a time; it makes at most 128 KB of four, and knows no limit of its own."""
_MAGIC = 4
"""Bytes by which a Zstandard frame is known."""


class Brotli:
    """RFC 7932: one stream, and nothing behind it."""

    def __init__(self) -> None:
        import brotli  # an optional package

        self._error = brotli.error
        self._stream = brotli.Decompressor()
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._begun = self._begun or data != b""
        more = data != b""
        while more:
            try:
                part = self._stream.process(data, output_buffer_limit=PIECE)
            except self._error:
                raise wrong("the br body is corrupt, or bytes follow its end") from None
            yield part
            # There may be more of what has come in where the limit was reached; it is asked for with nothing new.
            data, more = b"", len(part) >= PIECE and not self._stream.is_finished()

    def finish(self) -> None:
        if self._begun and not self._stream.is_finished():
            raise wrong("the br body is cut off")


class Zstandard:
    """RFC 8878: frames one after another, and nothing else."""

    def __init__(self) -> None:
        import zstandard  # an optional package

        self._error = zstandard.ZstdError
        self._frames = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW)
        self._frame = self._frames.decompressobj()
        self._begun = False
        self._between = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        data, self._between = self._between + data, b""
        while data:
            if self._frame.eof:
                if len(data) < _MAGIC:
                    self._between = data
                    return
                self._frame = self._frames.decompressobj()
            self._begun = True
            piece, data = data[:_SLICE], data[_SLICE:]
            try:
                yield self._frame.decompress(piece)
            except self._error:
                raise wrong("the zstd body is corrupt, or bytes follow its end") from None
            if self._frame.eof:
                data = self._frame.unused_data + data

    def finish(self) -> None:
        if self._between:
            raise wrong("bytes follow the end of the zstd body")
        if self._begun and not self._frame.eof:
            raise wrong("the zstd body is cut off")
