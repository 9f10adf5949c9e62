"""A server that keeps what it was sent, byte by byte, and answers each request with the same bytes."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

END = b"\r\n\r\n"


class Witness:
    """`requests` are the requests as they came: head and body."""

    def __init__(self, answer: bytes) -> None:
        self.requests: list[tuple[bytes, bytes]] = []
        self._answer = answer
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def _serve(self) -> None:
        with suppress(OSError):  # closed
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        data = b""
        with connection:
            while piece := connection.recv(65536):
                data += piece
                while (request := _whole(data)) is not None:
                    head, body = request
                    data = data[len(head) + len(body) :]
                    self.requests.append(request)
                    connection.sendall(self._answer)


def _whole(data: bytes) -> tuple[bytes, bytes] | None:
    """The first request in the data, once all of it is there."""
    head, end, rest = data.partition(END)
    if not end:
        return None
    names = (line.partition(b":") for line in head.split(b"\r\n")[1:])
    length = next((int(value) for name, _, value in names if name.lower() == b"content-length"), 0)
    return (head + end, rest[:length]) if len(rest) >= length else None


@contextmanager
def witnessing(answer: bytes) -> Iterator[Witness]:
    witness = Witness(answer)
    try:
        yield witness
    finally:
        witness.close()
