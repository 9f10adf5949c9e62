"""Content codings, undone in bounded pieces, one of them at most; and which of them can be undone here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Protocol

from itest.evaluate.data.escape import cut


class Undoing(Protocol):
    """A coding while it is undone: pieces go in and come out, `finish` raises `Broken` where the end is missing."""

    def feed(self, data: bytes) -> Iterator[bytes]: ...

    def finish(self) -> None: ...


_CODINGS: Mapping[str, str] = {
    "gzip": "inflate:Gzip",
    "deflate": "inflate:Deflate",
    "br": "optional_codings:Brotli",
    "zstd": "optional_codings:Zstandard",
}
"""Where what undoes a coding is, as `module:class` of this room: few answers have one."""
_PACKAGES = {"br": "brotli", "zstd": "zstandard"}
"""The package that undoes a coding; an extra of ours has its name."""
_SAME = {"x-gzip": "gzip", "identity": ""}


def decoded(pieces: Iterable[bytes], values: Iterable[str], check: Callable[[], object]) -> Iterator[bytes]:
    """The pieces with the coding undone that the values of `Content-Encoding` say, in bounded pieces; as they are where
    it cannot be undone.

    `check` is called between them and may raise. An answer without a body may name any coding.
    """
    undo, begun = None, False
    for piece in pieces:
        check()
        if not begun:
            coding, begun = coding_of(values), True
            undo = _undoing(coding) if coding in accepted() else None
        if undo is None:
            yield piece
            continue
        for part in undo.feed(piece):
            yield part
            check()
    if undo is not None:
        undo.finish()


def _undoing(coding: str) -> Undoing:
    module, _, name = _CODINGS[coding].partition(":")
    made: Undoing = getattr(import_module(f"itest.actions.http.{module}"), name)()
    return made


def coding_of(values: Iterable[str]) -> str:
    """The one content coding of an answer, `""` for none; raises `Broken` where there are several."""
    names = [name.strip().lower() for value in values for name in value.split(",")]
    codings = [coding for name in names if (coding := _SAME.get(name, name))]
    if len(codings) > 1:
        from itest.actions.http.inflate import wrong  # start-up cost: only where it is

        raise wrong(f"{len(codings)} content codings on top of each other; at most one is accepted")
    return codings[0] if codings else ""


@lru_cache(maxsize=1)
def accepted() -> tuple[str, ...]:
    """The codings that can be undone here, as `Accept-Encoding` lists them."""
    from importlib.util import find_spec  # start-up cost: only where a request is made

    return tuple(coding for coding in _CODINGS if coding not in _PACKAGES or find_spec(_PACKAGES[coding]))


def why_unreadable(values: Iterable[str]) -> str:
    """Why a body of this coding cannot be read, as a sentence; `""` for one that can."""
    coding = coding_of(values)
    if not coding or coding in accepted():
        return ""
    told = f"the body is in the content coding {cut(coding, 40)}"
    if coding in _PACKAGES:
        return f"{told}, which needs a package more: pip install 'itest-cli[{_PACKAGES[coding]}]'"
    return f"{told}, which is unknown"
