"""The answer as it comes in: its header lines as text, and its body up to a limit, decoded."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Protocol

from itest.actions.http.answer import Answer, values_of
from itest.actions.http.attempt import Attempt, Broken
from itest.actions.http.decode import decoded, why_unreadable
from itest.actions.http.message import Head
from itest.actions.http.redirect import Hop, led_to
from itest.evaluate.data.size import format_size
from itest.model.record import replace

_DRAINED = 64 * 1024
"""Bytes of the body of a redirect that are read so that its connection can be used again."""


def header_text(data: bytes) -> str:
    """Header text: UTF-8 where it is, else Latin-1, which takes any byte."""
    if data.isascii():
        return data.decode("ascii")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


class Coming(Protocol):
    """An answer whose head has come; its raw body is iterated once, then it is closed."""

    head: Head

    def __iter__(self) -> Iterator[bytes]: ...

    def close(self) -> None: ...


def head_of(head: Head, hop: Hop, attempt: Attempt, redirects: Sequence[tuple[int, str]]) -> Answer:
    """The answer without its body; `redirects` are those that led to it."""
    headers = tuple((header_text(name), header_text(value)) for name, value in head.lines)
    return Answer(
        status=head.status,
        reason=header_text(head.reason),
        version=head.version.decode("ascii", "replace"),
        url=hop.address.reference,
        location=led_to(hop.address, head.status, values_of(headers, "location")),
        headers=headers,
        head=_size(head),
        redirects=tuple(redirects),
        tls=dict(attempt.tls),
    )


def _size(head: Head) -> int:
    """Bytes of the status line and the headers, with one blank where there may have been more."""
    status_line = len("HTTP/1.1 200 ") + len(head.reason)
    lines = (len(name) + len(": ") + len(value) for name, value in head.lines)
    return sum(length + len("\r\n") for length in (status_line, *lines, 0))


def with_body(head: Answer, coming: Coming, method: str, attempt: Attempt, limit: int) -> Answer:
    """The answer with its body, decoded; raises `Broken` where it is larger than the limit (bytes), decoded or not."""
    since = time.monotonic()
    wire = _Metered(coming, limit, _declared(head, method))
    body = bytearray()
    codings = head.values("content-encoding")
    for piece in decoded(wire, codings, attempt.remaining):
        body += piece
        if len(body) > limit:
            raise _too_large(limit, "decoded")
    attempt.took("receive", since)
    unreadable = why_unreadable(codings) if body and codings else ""
    return replace(head, body=bytes(body), size=wire.size, unreadable=unreadable)


def drain(head: Answer, coming: Coming, method: str) -> None:
    """Read on past a body that nobody needs, if it is short; the connection of a longer one is given up."""
    if _declared(head, method) > _DRAINED:
        return
    left = _DRAINED
    for piece in coming:
        left -= len(piece)
        if left < 0:
            return


class _Metered:
    """The body as it comes over the wire, up to a limit."""

    def __init__(self, coming: Coming, limit: int, declared: int) -> None:
        if declared > limit:
            raise _too_large(limit, f"{declared} bytes")
        self._pieces = coming
        self._limit = limit
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.size += len(piece)
            if self.size > self._limit:
                raise _too_large(self._limit, "")
            yield piece


def _declared(head: Answer, method: str) -> int:
    """The length that the answer announces; 0 where it has no body, or does not say."""
    lengths = head.values("content-length")
    if not lengths or method == "HEAD" or head.status in (204, 304):
        return 0
    length = lengths[0].partition(",")[0]
    return int(length) if length.isascii() and length.isdigit() else 0


def _too_large(limit: int, what: str) -> Broken:
    more = f" ({what})" if what else ""
    return Broken("too_large", f"the body is larger than {format_size(limit)}{more}", "IT205", "receive")
