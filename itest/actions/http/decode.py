"""Content codings, undone in bounded pieces: gzip and deflate, one of them at most."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator

from itest.actions.http.attempt import Broken
from itest.evaluate.data.escape import cut

PIECE = 64 * 1024
_GZIP_MAGIC = b"\x1f\x8b"


def decoded(pieces: Iterable[bytes], values: Iterable[str], check: Callable[[], object]) -> Iterator[bytes]:
    """The pieces with the coding undone that the values of `Content-Encoding` say, none larger than 64 KB.

    `check` is called between them and may raise. An answer without a body may name any coding.
    """
    undo, begun = None, False
    for piece in pieces:
        check()
        if not begun:
            coding, begun = _coding_of(values), True
            undo = _CODINGS[coding]() if coding else None
        if undo is None:
            yield piece
            continue
        for part in undo.feed(piece):
            yield part
            check()
    if undo is not None:
        undo.finish()


def _coding_of(values: Iterable[str]) -> str:
    """The one content coding of an answer, `""` for none; raises `Broken` where it cannot be undone."""
    codings = [name.strip().lower() for value in values for name in value.split(",")]
    codings = [name for name in codings if name and name != "identity"]
    if len(codings) > 1:
        raise _wrong(f"{len(codings)} content codings on top of each other; at most one is accepted")
    coding = {"x-gzip": "gzip"}.get(codings[0], codings[0]) if codings else ""
    if coding not in ("", "gzip", "deflate"):
        raise _wrong(f"the content coding {cut(coding, 40)} is unknown")
    return coding


class _Gzip:
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
                    raise _wrong("bytes follow the end of the gzip body")
                self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
            self._begun = True
            part, data = _inflated(self._inflate, data, "gzip")
            yield part

    def finish(self) -> None:
        if self._between:
            raise _wrong("bytes follow the end of the gzip body")
        if self._begun and not self._inflate.eof:
            raise _wrong("the gzip body is cut off")


class _Deflate:
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
                raise _wrong("bytes follow the end of the deflate body")
            part, data = _inflated(self._inflate, data, "deflate")
            yield part

    def finish(self) -> None:
        if self._start and self._inflate is None:
            raise _wrong("the deflate body is cut off")
        if self._inflate is not None and not self._inflate.eof:
            raise _wrong("the deflate body is cut off")


_CODINGS: dict[str, type[_Gzip] | type[_Deflate]] = {"gzip": _Gzip, "deflate": _Deflate}


def _inflated(inflate: zlib._Decompress, data: bytes, coding: str) -> tuple[bytes, bytes]:
    """At most one piece of output, and the input that is left."""
    try:
        part = inflate.decompress(data, PIECE)
    except zlib.error:
        raise _wrong(f"the {coding} body is corrupt") from None
    return part, inflate.unused_data if inflate.eof else inflate.unconsumed_tail


def _wrong(message: str) -> Broken:
    return Broken("protocol", message, "IT204", "decode")
