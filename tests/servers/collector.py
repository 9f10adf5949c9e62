"""A collector of OpenTelemetry spans on a free port."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@contextmanager
def collecting(status: int = 200) -> Iterator[tuple[str, list[Any]]]:
    """Its address, and the requests it took: path, headers, what was exported."""
    from opentelemetry.proto.collector.trace.v1 import trace_service_pb2 as proto  # an extra

    taken: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append((self.path, dict(self.headers), proto.ExportTraceServiceRequest.FromString(body)))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *words: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", taken
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def spans_of(taken: list[Any]) -> list[Any]:
    return [
        span
        for _, _, request in taken
        for sent in request.resource_spans
        for scope in sent.scope_spans
        for span in scope.spans
    ]
