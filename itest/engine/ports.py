"""Ports: the free port that each started service is given, held until its process is about to take it."""

from __future__ import annotations

import socket
import threading


class Ports:
    """One port a service, the same for the whole run. While it is held nobody else is given it by the system."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers: dict[str, int] = {}
        self._held: dict[str, socket.socket] = {}

    def of(self, name: str) -> int:
        with self._lock:
            if name not in self._numbers:
                self._numbers[name] = self._chosen(name)
            return self._numbers[name]

    def give_up(self, name: str) -> None:
        """Let the port go, for the process that shall listen there."""
        with self._lock:
            if name in self._held:
                self._held.pop(name).close()

    def close(self) -> None:
        with self._lock:
            while self._held:
                self._held.popitem()[1].close()

    def _chosen(self, name: str) -> int:
        while True:
            holder = socket.socket()
            holder.bind(("127.0.0.1", 0))
            port: int = holder.getsockname()[1]
            # One that was given up may be free for a moment, until its service listens.
            if port not in self._numbers.values():
                self._held[name] = holder
                return port
            holder.close()
