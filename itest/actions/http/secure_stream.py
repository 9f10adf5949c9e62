"""A byte stream over TLS."""

from __future__ import annotations

import ssl

from itest.actions.http.attempt import Attempt, Broken
from itest.actions.http.stream import CHUNK, Blocked, Stream
from itest.actions.http.trust import describe, handshake_words
from itest.actions.http.wake import READ, WRITE


def shake_hands(stream: Stream, context: ssl.SSLContext, host: str, attempt: Attempt) -> SecureStream:
    """The stream that takes over a connected one; raises `Broken` (tls) in plain words where the other side is not who
    it should be."""
    try:
        secured = context.wrap_socket(
            stream.connected, server_hostname=host, do_handshake_on_connect=False, suppress_ragged_eofs=False
        )
    except (OSError, ValueError) as error:
        raise Broken("tls", f"TLS cannot be started: {error}", "IT206", "tls") from error
    made = SecureStream(secured, host)
    try:
        while (interest := _shaking(secured)) is not None:
            made.wait(interest, attempt)
    except OSError as error:
        made.close()
        raise Broken("tls", handshake_words(error, host), "IT206", "tls") from error
    except BaseException:
        made.close()
        raise
    attempt.tls = describe(secured)
    return made


_WANTS = (ssl.SSLWantReadError, ssl.SSLWantWriteError)


def _interest(error: ssl.SSLError) -> int:
    """What an operation that could not be carried out at once waits for."""
    return READ if isinstance(error, ssl.SSLWantReadError) else WRITE


def _shaking(secured: ssl.SSLSocket) -> int | None:
    """What the handshake waits for; None once it is done."""
    try:
        secured.do_handshake()
    except _WANTS as error:
        return _interest(error)
    return None


class SecureStream(Stream):
    """A stream whose reads may have to write and the other way round."""

    def __init__(self, secured: ssl.SSLSocket, host: str) -> None:
        super().__init__(secured)
        self._host = host

    def read(self, attempt: Attempt) -> bytes:
        """As of any stream; raises `Broken` (tls) where TLS ended it, of which the handshake may not have known yet
        (RFC 8446, 4.4.2.4)."""
        try:
            return super().read(attempt)
        except ConnectionError as error:
            cause = error.__cause__
            if isinstance(cause, ssl.SSLError):
                raise Broken("tls", handshake_words(cause, self._host), "IT206", attempt.phase) from error
            raise

    def _await_answer(self, attempt: Attempt) -> None:
        """What TLS has decrypted already does not show at the socket."""

    def _take(self) -> bytes:
        try:
            return self._socket.recv(CHUNK)
        except _WANTS as error:
            raise Blocked(_interest(error)) from None
        except ssl.SSLEOFError:
            return b""

    def _give(self, view: memoryview) -> int:
        try:
            return self._socket.send(view)
        except _WANTS as error:
            raise Blocked(_interest(error)) from None
