"""A connected byte stream, whose every operation ends with the attempt's deadline or stop."""

from __future__ import annotations

import select
import socket
from typing import TYPE_CHECKING

from itest.actions.http.attempt import Attempt
from itest.actions.http.wake import READ, WRITE, wait

if TYPE_CHECKING:
    from itest.actions.http.preview import Preview

CHUNK = 64 * 1024
MAX_AHEAD = 16 * 1024 * 1024
"""Bytes of an answer that are taken in while its request is still being sent."""
_QUICK_ACK: int | None = getattr(socket, "TCP_QUICKACK", None)
"""Linux only."""
_UNIX: int | None = getattr(socket, "AF_UNIX", None)
"""Not on Windows."""
_HAS_POLL = hasattr(select, "poll")


class Blocked(Exception):
    """An operation has to wait until the socket is ready for `interest`."""

    def __init__(self, interest: int) -> None:
        self.interest = interest


class Stream:
    """A non-blocking socket used in a blocking way. It belongs to one attempt at a time."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._fd = connected.fileno()
        self._quick_ack = None if connected.family == _UNIX else _QUICK_ACK
        self._expect_wait = False
        self._ahead = bytearray()
        """What came while a request was still being sent."""

    def write(self, data: bytes, attempt: Attempt) -> bool:
        """Send it all; False where the other side takes no more, since it closed, or has said what ends the request.

        What the other side says meanwhile is kept for `read`.
        """
        view = memoryview(data)
        preview = None
        while view:
            try:
                count = self._give(view[:CHUNK])
            except Blocked as blocked:
                if blocked.interest == READ:
                    self.wait(READ, attempt)
                    continue
                if self.wait(READ | WRITE, attempt) == READ:
                    if preview is None:
                        from itest.actions.http.preview import Preview  # start-up cost: h11, which few requests need

                        preview = Preview()
                    if not self._listen(attempt, preview):
                        return False
                continue
            except OSError:
                return False
            attempt.sent += count
            view = view[count:]
        self._expect_wait = True
        return True

    def _listen(self, attempt: Attempt, preview: Preview) -> bool:
        """Take in what comes while the request is being sent; whether to go on sending."""
        try:
            data = self._take()
        except Blocked:
            return True
        except OSError:
            return False
        attempt.received += len(data)
        self._ahead += data
        return data != b"" and len(self._ahead) <= MAX_AHEAD and not preview.ends(data)

    def read(self, attempt: Attempt) -> bytes:
        """The next bytes, `b""` at the end; raises `ConnectionError` where the connection broke."""
        if self._ahead:
            ahead = bytes(self._ahead)
            self._ahead.clear()
            return ahead
        if self._expect_wait:
            self._expect_wait = False
            self._await_answer(attempt)
        while True:
            attempt.remaining()
            try:
                data = self._take()
            except Blocked as blocked:
                if blocked.interest == READ and self._quick_ack is not None:
                    # A server that writes head and body apart waits for our acknowledgement, which would take 40 ms.
                    self._socket.setsockopt(socket.IPPROTO_TCP, self._quick_ack, 1)
                self.wait(blocked.interest, attempt)
                continue
            except OSError as error:
                raise ConnectionError(str(error)) from error
            attempt.received += len(data)
            return data

    def _await_answer(self, attempt: Attempt) -> None:
        """Nothing has come so soon after a request: what waits at once saves a try."""
        self.wait(READ, attempt)

    def _take(self) -> bytes:
        """The bytes that are there, `b""` at the end; raises `Blocked` where there are none."""
        try:
            return self._socket.recv(CHUNK)
        except BlockingIOError:
            raise Blocked(READ) from None

    def _give(self, view: memoryview) -> int:
        """How many bytes were sent; raises `Blocked` where none can be."""
        try:
            return self._socket.send(view)
        except BlockingIOError:
            raise Blocked(WRITE) from None

    def is_quiet(self) -> bool:
        """Whether an idle stream has neither data nor an end waiting."""
        try:
            return not _readable_now(self._fd)
        except (OSError, ValueError):
            return False

    def close(self) -> None:
        self._socket.close()

    @property
    def connected(self) -> socket.socket:
        """What it reads from and writes to."""
        return self._socket

    def wait(self, interest: int, attempt: Attempt) -> int:
        """What the socket is ready for, of what one is interested in; ends with the attempt's deadline or stop."""
        ready = wait({self._fd: interest}, attempt.wake, attempt.remaining())
        if not ready:
            attempt.remaining()
        return ready.get(self._fd, 0)


def _readable_now(fd: int) -> bool:
    if _HAS_POLL:
        poller = select.poll()
        poller.register(fd, select.POLLIN)
        return bool(poller.poll(0))
    return bool(select.select([fd], [], [], 0)[0])
