"""Readiness: whether a started service answers yet, by HTTP, TCP or a line of its output.

A probe ends in its time and within its memory, whatever the service answers or writes.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from itest.evaluate.data.regular import search
from itest.model.problem import EvaluationError

Probe = Callable[[], bool]
PROBE_TIMEOUT = 1.0
"""Seconds that one probe may take."""
_STATUS = re.compile(rb"HTTP/1\.[01] ([23])\d\d[ \r\n]")
_IMPLIED = {"http": 80, "https": 443}
_LONGEST_LINE = 1024
_SLICE = 1_000_000
"""Bytes of output that one probe looks at."""
_OVERLAP = 4096
"""Bytes looked at again, for a match that the last probe saw only half of."""


def http_probe(url: str) -> Probe:
    """Ready when a GET of the URL is answered below 400; raises ValueError for a URL with an impossible port."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    host, port = own_address(url, 80)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    request = f"GET {target} HTTP/1.1\r\nHost: {parts.netloc.rpartition('@')[2]}\r\nConnection: close\r\n\r\n"

    def ready() -> bool:
        until = time.monotonic() + PROBE_TIMEOUT
        try:
            with closing(socket.create_connection((host, port), timeout=PROBE_TIMEOUT)) as plain:
                stream = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
                stream.sendall(request.encode("utf-8", "replace"))
                return _STATUS.match(_first_line(stream, until)) is not None
        except (OSError, ValueError):
            return False

    return ready


def _first_line(stream: socket.socket, until: float) -> bytes:
    """The beginning of the answer, up to a line break, the end, the deadline or more than a line may have."""
    data = b""
    while b"\n" not in data and len(data) < _LONGEST_LINE and (left := until - time.monotonic()) > 0:
        stream.settimeout(left)
        piece = stream.recv(_LONGEST_LINE)
        if not piece:
            break
        data += piece
    return data


def tcp_probe(host: str, port: int) -> Probe:
    """Ready when the port accepts a connection."""

    def ready() -> bool:
        try:
            socket.create_connection((host, port), timeout=PROBE_TIMEOUT).close()
        except (OSError, OverflowError):
            return False
        return True

    return ready


def own_address(url: str, port: int) -> tuple[str, int]:
    """Where a service is by its URL; `port` is the one it was given, where the URL names none and implies none."""
    parts = urlsplit(url)
    return parts.hostname or "127.0.0.1", parts.port or _IMPLIED.get(parts.scheme, port)


def log_probe(log: Path, pattern: str) -> Probe:
    """Ready when the output has a match of the pattern; each byte is read once, however much there is."""
    position, kept = 0, b""

    def ready() -> bool:
        nonlocal position, kept
        try:
            with log.open("rb") as output:
                # Shorter than it was: it was too long and was begun anew.
                output.seek(position if position <= log.stat().st_size else 0)
                data = kept + output.read(_SLICE)
                position = output.tell()
            kept = data[-_OVERLAP:]
            return search(pattern, data.decode("utf-8", "replace")) is not None
        except (OSError, EvaluationError):
            return False

    return ready
