"""HTTP for the shop: routes to handlers, JSON in and out, problems as RFC 9457 tells them."""

from __future__ import annotations

import json
import re
import signal
import socketserver
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import FrameType
from typing import Any, TypeAlias
from urllib.parse import parse_qs, unquote

MAX_BODY = 1_000_000
_IDLE = 30.0
_PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}
"""Reason phrases of RFC 9110 that Python has since 3.13."""


class Problem(Exception):
    """An answer that is an error; `errors` are `{field, message}` of a body that does not fit."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str = "",
        *,
        errors: list[dict[str, str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(title)
        self.status = status
        self.body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
        self.body |= {"detail": detail} if detail else {}
        self.body |= {"errors": errors} if errors else {}
        self.headers = dict(headers or {})

    def response(self) -> Response:
        return Response(self.status, self.body, headers=self.headers, media_type="application/problem+json")


@dataclass(frozen=True, slots=True)
class Request:
    """A request as handlers see it; `parts` are the named parts of the route's path."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    parts: Mapping[str, str] = field(default_factory=dict)

    def header(self, name: str) -> str:
        return self.headers.get(name.lower(), "")

    def json(self) -> dict[str, Any]:
        """The body as a JSON object; a `Problem` where it is none."""
        if self.header("content-type").partition(";")[0].strip().lower() != "application/json":
            raise Problem(415, "Unsupported media type", "send application/json")
        try:
            value = json.loads(self.body)
            json.dumps(value, ensure_ascii=False).encode()  # refuses half of a surrogate pair
        except ValueError as error:
            raise Problem(400, "Malformed JSON", str(error)) from error
        if not isinstance(value, dict):
            raise Problem(400, "Malformed JSON", "an object is needed")
        return value


@dataclass(frozen=True, slots=True)
class Response:
    """An answer; a body is JSON unless it is text, None is no body."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/json"

    def encoded(self) -> bytes:
        if self.body is None:
            return b""
        return (self.body if isinstance(self.body, str) else json.dumps(self.body, ensure_ascii=False)).encode()


Handler: TypeAlias = Callable[[Request], Response]


@dataclass(frozen=True, slots=True)
class Route:
    """A method and a path such as `/orders/{id}`, and who answers it."""

    method: str
    path: str
    handler: Handler

    def parts(self, path: str) -> dict[str, str] | None:
        """The named parts where the path fits."""
        match = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.path), path)
        return None if match is None else {name: unquote(part) for name, part in match.groupdict().items()}


class Application:
    """A service: its name and routes, and `/health`."""

    def __init__(self, name: str, routes: list[Route]) -> None:
        self.name = name
        self._routes = [Route("GET", "/health", self._health), *routes]

    def answer(self, request: Request) -> Response:
        """The answer to a request, whatever happens; clients never see a traceback."""
        try:
            return self._dispatch(request)
        except Problem as problem:
            return problem.response()
        except Exception:
            traceback.print_exc()
            return Problem(500, "Internal error", "the shop's log says more").response()

    def _dispatch(self, request: Request) -> Response:
        allowed = []
        for route in self._routes:
            parts = route.parts(request.path)
            if parts is not None and route.method == request.method:
                return route.handler(
                    Request(request.method, request.path, request.query, request.headers, request.body, parts)
                )
            allowed += [route.method] if parts is not None else []
        if allowed:
            raise Problem(405, "Method not allowed", headers={"Allow": ", ".join(sorted(allowed))})
        raise Problem(404, "Not found", f"there is nothing at {request.path}")

    def _health(self, request: Request) -> Response:
        return Response(200, {"status": "ok", "service": self.name})


class Server(ThreadingHTTPServer):
    """An application on a port of this machine; port 0 is a free one."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, application: Application, port: int) -> None:
        self.application = application
        super().__init__(("127.0.0.1", port), _Connection)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def server_bind(self) -> None:
        socketserver.TCPServer.server_bind(self)  # without the look-up of this machine's name, which may be slow
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Connection(BaseHTTPRequestHandler):
    """One client's connection, kept alive between requests."""

    protocol_version = "HTTP/1.1"
    server_version = "demo-shop"
    sys_version = ""
    timeout = _IDLE
    wbufsize = -1  # head and body leave together
    disable_nagle_algorithm = True
    server: Server

    def _answer(self) -> None:
        body = self._body()
        if isinstance(body, Problem):
            self.close_connection = True  # what follows cannot be told from the body
            return self._send(body.response())
        path, _, query = self.path.partition("?")
        request = Request(
            method=self.command,
            path=path,
            query={name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()},
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
        )
        return self._send(self.server.application.answer(request))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer

    def _body(self) -> bytes | Problem:
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers:
            return Problem(411, "Length required")
        if not (length.isascii() and length.isdigit()):
            return Problem(400, "Malformed request", "Content-Length is no number")
        if len(length) > 9 or int(length) > MAX_BODY:
            return Problem(413, "Content too large", f"at most {MAX_BODY} bytes")
        return self.rfile.read(int(length))

    def _send(self, response: Response) -> None:
        content = response.encoded()
        self.send_response(response.status, _PHRASES.get(response.status))
        for name, value in response.headers.items():
            self.send_header(name, value)
        if response.body is not None:
            self.send_header("Content-Type", response.media_type)
        if response.status not in (204, 304):
            self.send_header("Content-Length", str(len(content)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the base class refuses, such as a method that is none, is a problem too."""
        self.close_connection = True
        self._send(Problem(code, message or "Malformed request").response())

    def log_message(self, format: str, *args: Any) -> None:  # the name is the base class's
        """One line a request, without the control characters that a client may send."""
        line = (format % args).encode("unicode_escape").decode()
        sys.stderr.write(f"{self.server.application.name}: {line}\n")


def serve(server: Server) -> None:
    """Serve until SIGINT or SIGTERM; says where on the standard output."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    sys.stdout.write(f"{server.application.name} listens on {server.url}\n")
    sys.stdout.flush()
    with server:
        server.serve_forever(poll_interval=0.1)
