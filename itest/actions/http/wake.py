"""Waiting for a socket, no longer than a deadline, and ended at once by a stop."""

from __future__ import annotations

import math
import select
import socket
import threading
import weakref

from itest.model.deadline import Stop


class Wake:
    """A socket that becomes readable, for good, when a stop is set; one for all who wait under that stop."""

    def __init__(self, stop: Stop) -> None:
        self._read, self._write = socket.socketpair()
        self._write.setblocking(False)
        self.fd = self._read.fileno()
        # The listener knows the socket only, so that a stop and its wake do not keep each other.
        writer = self._write
        stop.listen(lambda: _ring(writer))

    def close(self) -> None:
        self._read.close()
        self._write.close()


class Wakes:
    """The wake of each stop, made when first asked for and gone with the stop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wakes: weakref.WeakKeyDictionary[Stop, Wake] = weakref.WeakKeyDictionary()

    def of(self, stop: Stop) -> Wake:
        with self._lock:
            wake = self._wakes.get(stop)
            if wake is None:
                wake = self._wakes[stop] = Wake(stop)
            return wake

    def close(self) -> None:
        with self._lock:
            for wake in list(self._wakes.values()):
                wake.close()
            self._wakes.clear()


def _ring(writer: socket.socket) -> None:
    try:
        writer.send(b"!")
    except OSError:
        return  # closed meanwhile: nobody waits any more


READ = 1
WRITE = 2

if hasattr(select, "poll"):
    _EVENTS = {READ: select.POLLIN, WRITE: select.POLLOUT, READ | WRITE: select.POLLIN | select.POLLOUT}

    def wait(fds: dict[int, int], wake: Wake, seconds: float) -> dict[int, int]:
        """The descriptors of `fds` that are ready, with for what; none when the time is up or the stop is set."""
        poller = select.poll()
        for fd, interest in fds.items():
            poller.register(fd, _EVENTS[interest])
        poller.register(wake.fd, select.POLLIN)
        found: dict[int, int] = {}
        for fd, events in poller.poll(math.ceil(seconds * 1000)):
            if fd != wake.fd:
                # An error or a hang-up shows itself in the next operation, whichever that is.
                broken = events & ~(select.POLLIN | select.POLLOUT)
                found[fd] = (
                    fds[fd] if broken else (events & select.POLLIN and READ) | (events & select.POLLOUT and WRITE)
                )
        return found

else:  # Windows

    def wait(fds: dict[int, int], wake: Wake, seconds: float) -> dict[int, int]:
        readers = [fd for fd, interest in fds.items() if interest & READ]
        writers = [fd for fd, interest in fds.items() if interest & WRITE]
        readable, writable, failed = select.select([*readers, wake.fd], writers, writers, max(0.0, seconds))
        found = {fd: READ for fd in readable if fd != wake.fd}
        for fd in {*writable, *failed}:
            found[fd] = found.get(fd, 0) | WRITE
        return found
