"""Readiness: whether a started service answers yet, by HTTP, TCP or a line of its output."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from itest.evaluate.regular import search

Probe = Callable[[], bool]
PROBE_TIMEOUT = 1.0
"""Seconds that one probe may take."""


def http_probe(url: str) -> Probe:
    """Ready when a GET of the URL is answered below 400."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"

    def ready() -> bool:
        factory = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = factory(parts.hostname or "127.0.0.1", parts.port, timeout=PROBE_TIMEOUT)
        try:
            connection.request("GET", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
            return connection.getresponse().status < 400
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return ready


def tcp_probe(host: str, port: int) -> Probe:
    """Ready when the port accepts a connection."""

    def ready() -> bool:
        try:
            socket.create_connection((host, port), timeout=PROBE_TIMEOUT).close()
        except OSError:
            return False
        return True

    return ready


def log_probe(log: Path, pattern: str) -> Probe:
    """Ready when the output has a match of the pattern."""

    def ready() -> bool:
        return search(pattern, log.read_text("utf-8", "replace")[-1_000_000:]) is not None

    return ready
