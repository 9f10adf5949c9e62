"""A server that keeps every request it got, and answers as told by path; over TLS where a context is given."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Got(NamedTuple):
    """A request as it came; names of headers in small letters."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


class Recorder:
    """`answers` are status, headers and a body (as JSON) by path; what is not among them is answered with `{}`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.got: list[Got] = []
        self.answers: dict[str, tuple[int, dict[str, str], Any]] = {}

    def redirect(self, path: str, location: str, status: int = 302) -> None:
        self.answers[path] = (status, {"Location": location}, {})

    def give(self, path: str, body: Any, **headers: str) -> None:
        self.answers[path] = (200, {name.replace("_", "-"): value for name, value in headers.items()}, body)

    @property
    def asked(self) -> list[str]:
        """What came, as `GET /path`."""
        return [f"{got.method} {got.target}" for got in self.got]

    @property
    def last(self) -> Got:
        return self.got[-1]


@contextmanager
def recording(context: ssl.SSLContext | None = None) -> Iterator[Recorder]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline(65_537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            recorder.got.append(Got(self.command, self.path, headers, body))
            status, lines, value = recorder.answers.get(self.path.partition("?")[0], (200, {}, {}))
            data = json.dumps(value).encode()
            self.send_response(status)
            for name, text in {"Content-Type": "application/json", "Content-Length": str(len(data)), **lines}.items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(data if self.command != "HEAD" else b"")
            self.wfile.flush()

        def log_message(self, *words: object) -> None:
            """Says nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *words: object) -> None:
            """A client that turned a certificate down is no error here."""

    with Server(("127.0.0.1", 0), Handler) as server:
        scheme = "http"
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
            scheme = "https"
        recorder = Recorder(f"{scheme}://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield recorder
        finally:
            server.shutdown()
            thread.join()
