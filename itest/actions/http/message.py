"""Messages: a request and the head of an answer, byte for byte as they go over the wire."""

from __future__ import annotations

from itest.actions.http.address import Address
from itest.model.record import Record

RawLines = list[tuple[bytes, bytes]]
"""Header lines, name and value."""


class Outgoing(Record):
    """A request; `lines` has `Host` and what frames the body."""

    method: str
    address: Address
    lines: RawLines
    body: bytes = b""


class Head(Record):
    """The head of an answer; `version` is `HTTP/1.1`."""

    status: int
    reason: bytes
    version: bytes
    lines: RawLines
