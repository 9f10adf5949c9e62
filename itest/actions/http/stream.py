"""A connected byte stream, plain or TLS, whose every operation ends with the attempt's deadline or stop."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable

from itest.actions.http.attempt import Attempt, Broken
from itest.actions.http.trust import describe, handshake_words
from itest.actions.http.wake import READ, WRITE, wait

CHUNK = 64 * 1024
MAX_AHEAD = 16 * 1024 * 1024
"""Bytes of an answer that are taken in while its request is still being sent."""
_QUICK_ACK: int | None = getattr(socket, "TCP_QUICKACK", None)
"""Linux only."""
_UNIX: int | None = getattr(socket, "AF_UNIX", None)
"""Not on Windows."""


class Stream:
    """A non-blocking socket used in a blocking way. It belongs to one attempt at a time."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._fd = connected.fileno()
        self._host = ""
        self._quick_ack = None if connected.family == _UNIX else _QUICK_ACK
        self._expect_wait = False
        self._ahead = bytearray()
        """What came while a request was still being sent."""

    def start_tls(self, context: ssl.SSLContext, host: str, attempt: Attempt) -> None:
        """Shake hands; raises `Broken` (tls) in plain words where the other side is not who it should be."""
        try:
            secured = context.wrap_socket(
                self._socket, server_hostname=host, do_handshake_on_connect=False, suppress_ragged_eofs=False
            )
        except (OSError, ValueError) as error:
            raise Broken("tls", f"TLS cannot be started: {error}", "IT206", "tls") from error
        self._socket = secured
        self._host = host
        while True:
            try:
                secured.do_handshake()
                break
            except ssl.SSLWantReadError:
                self._await(READ, attempt)
            except ssl.SSLWantWriteError:
                self._await(WRITE, attempt)
            except OSError as error:
                raise Broken("tls", handshake_words(error, host), "IT206", "tls") from error
        attempt.tls = describe(secured)

    def write(self, data: bytes, attempt: Attempt, ends: Callable[[bytes], bool]) -> bool:
        """Send it all; False where the other side takes no more, since it closed, or has said what `ends` it.

        What the other side says meanwhile is kept for `read`.
        """
        view = memoryview(data)
        while view:
            try:
                count = self._socket.send(view[:CHUNK])
            except (BlockingIOError, ssl.SSLWantWriteError):
                if self._await(READ | WRITE, attempt) == READ and not self._listen(attempt, ends):
                    return False
                continue
            except ssl.SSLWantReadError:
                self._await(READ, attempt)
                continue
            except OSError:
                return False
            attempt.sent += count
            view = view[count:]
        self._expect_wait = True
        return True

    def _listen(self, attempt: Attempt, ends: Callable[[bytes], bool]) -> bool:
        """Take in what comes while the request is being sent; whether to go on sending."""
        try:
            data = self._socket.recv(CHUNK)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return True
        except OSError:
            return False
        attempt.received += len(data)
        self._ahead += data
        return data != b"" and len(self._ahead) <= MAX_AHEAD and not ends(data)

    def read(self, attempt: Attempt) -> bytes:
        """The next bytes, `b""` at the end; raises `ConnectionError` where the connection broke, and `Broken` (tls)
        where TLS ended it, of which the handshake may not have known yet (RFC 8446, 4.4.2.4)."""
        if self._ahead:
            ahead = bytes(self._ahead)
            self._ahead.clear()
            return ahead
        if self._expect_wait and not isinstance(self._socket, ssl.SSLSocket):
            self._await(READ, attempt)
        self._expect_wait = False
        while True:
            attempt.remaining()
            try:
                data = self._socket.recv(CHUNK)
            except (BlockingIOError, ssl.SSLWantReadError):
                if self._quick_ack is not None:
                    # A server that writes head and body apart waits for our acknowledgement, which would take 40 ms.
                    self._socket.setsockopt(socket.IPPROTO_TCP, self._quick_ack, 1)
                self._await(READ, attempt)
                continue
            except ssl.SSLWantWriteError:
                self._await(WRITE, attempt)
                continue
            except ssl.SSLEOFError:
                return b""
            except ssl.SSLError as error:
                raise Broken("tls", handshake_words(error, self._host), "IT206", attempt.phase) from error
            except OSError as error:
                raise ConnectionError(str(error)) from error
            attempt.received += len(data)
            return data

    def is_quiet(self) -> bool:
        """Whether an idle stream has neither data nor an end waiting."""
        try:
            return not _readable_now(self._fd)
        except (OSError, ValueError):
            return False

    def close(self) -> None:
        self._socket.close()

    def _await(self, interest: int, attempt: Attempt) -> int:
        ready = wait({self._fd: interest}, attempt.wake, attempt.remaining())
        if not ready:
            attempt.remaining()
        return ready.get(self._fd, 0)


def _readable_now(fd: int) -> bool:
    import select

    if hasattr(select, "poll"):
        poller = select.poll()
        poller.register(fd, select.POLLIN)
        return bool(poller.poll(0))
    return bool(select.select([fd], [], [], 0)[0])
