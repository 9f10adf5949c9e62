"""A real HTTP server for tests: it tells what it was sent, and misbehaves on request.

Run as a script it prints its URL and serves until it is killed. State (stores, logs, counters) lives in the server
object and is keyed by the last part of the path, so cases that use their own keys never meet.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.parser import BytesParser
from email.policy import HTTP as HTTP_POLICY
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

DOCUMENT = r"""{
  "id": 7, "name": "Zoë ☃ 日本", "price": 19.90, "exact": 0.1, "big": 12345678901234567890123, "one": 1,
  "one_point_zero": 1.0, "zero": 0, "negative": -3.5, "yes": true, "no": false, "nothing": null,
  "empty_text": "", "empty_list": [], "empty_object": {}, "one_text": "1", "true_text": "true",
  "items": [
    {"sku": "A-1", "qty": 2, "tags": ["new", "red"], "price": 10.5},
    {"sku": "B-2", "qty": 5, "tags": [], "price": 3},
    {"sku": "C-3", "qty": 1, "tags": ["red"], "price": 7.25}
  ],
  "keys": ["k1", "k2"], "values": "a key named values", "numbers": [3, 1, 2], "ascending": [1, 2, 3],
  "repeated": [1, 1, 2], "words": ["pear", "apple"],
  "nested": {"a": {"b": {"c": "deep"}}, "list": [1, 2]},
  "$price": 5, "$eq": "not an operator", "a.b": "dotted", "created_at": "2024-05-01T10:00:00Z",
  "day": "2024-05-01", "uuid": "123e4567-e89b-42d3-a456-426614174000", "email": "ada@example.com",
  "uri": "https://example.com/a?b=c", "ipv4": "192.0.2.1", "embedded": "{\"x\": [1, 2]}",
  "template": "{{ 7*7 }} {% raw %} {# c #}", "operator": {"$gt": 5}
}"""

XML = """<?xml version="1.0" encoding="UTF-8"?>
<order xmlns="urn:orders" xmlns:p="urn:payment" id="42">
  <p:total currency="EUR">12.50</p:total>
  <p:method>card</p:method>
</order>"""

PLAIN_XML = """<?xml version="1.0"?>
<order id="42"><item sku="A-1">2</item><item sku="B-2">5</item><note>fragile</note></order>"""

HTML = """<!doctype html><html><head><title>Shop</title></head>
<body><h1 class="big">Welcome</h1><ul><li>one<li>two</ul><br></body></html>"""


class EchoServer(ThreadingHTTPServer):
    """The listening socket and everything the routes remember."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), EchoHandler)
        self.lock = threading.Lock()
        self.logs: dict[str, list[str]] = defaultdict(list)
        self.counters: dict[str, int] = defaultdict(int)
        self.seen: dict[str, list[str | None]] = defaultdict(list)
        self.stored: dict[str, Any] = {}
        self.last_hit: dict[str, float] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class EchoHandler(BaseHTTPRequestHandler):
    """One connection; the first part of the path picks the route from ROUTES."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 65536
    server: EchoServer

    def log_message(self, format: str, *args: object) -> None:
        pass

    def serve(self) -> None:
        parts = urlsplit(self.path)
        self.route, *rest = parts.path.lstrip("/").split("/")
        self.rest = rest
        self.query = parse_qsl(parts.query, keep_blank_values=True)
        self.raw = self.read_body()
        ROUTES.get(self.route, not_found)(self)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = do_QUERY = serve

    def read_body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return b"".join(iter(self.read_chunk, b""))
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def read_chunk(self) -> bytes:
        size = int(self.rfile.readline().split(b";")[0], 16)
        data = self.rfile.read(size)
        self.rfile.readline()
        return data

    def option(self, name: str, default: str = "") -> str:
        return dict(self.query).get(name, default)

    def answer(self, status: int, body: bytes = b"", kind: str = "", headers: tuple[tuple[str, str], ...] = ()) -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        for name, value in headers:
            self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and status not in (204, 304):
            self.wfile.write(body)

    def answer_json(self, value: Any, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> None:
        self.answer(status, json.dumps(value).encode(), "application/json", headers)


def gathered(pairs: list[tuple[str, str]]) -> dict[str, str | list[str]]:
    """Names with their value, or the list of values where a name repeats."""
    values: dict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        values[name].append(value)
    return {name: found[0] if len(found) == 1 else found for name, found in values.items()}


def sent_cookies(handler: EchoHandler) -> dict[str, str]:
    return {name: morsel.value for name, morsel in SimpleCookie(handler.headers.get("Cookie", "")).items()}


def multipart(handler: EchoHandler, kind: str) -> list[dict[str, Any]]:
    message = BytesParser(policy=HTTP_POLICY).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + handler.raw)
    return [
        {
            "name": part.get_param("name", header="content-disposition"),
            "filename": part.get_filename(),
            "type": part.get_content_type() if part["content-type"] else None,
            "text": (part.get_payload(decode=True) or b"").decode(errors="replace"),
        }
        for part in message.iter_parts()
    ]


def echo(handler: EchoHandler) -> None:
    """What was sent, taken apart; `json`, `form` and `multipart` are there only when the body was one."""
    kind = handler.headers.get("Content-Type", "")
    told: dict[str, Any] = {
        "method": handler.command,
        "path": urlsplit(handler.path).path,
        "target": handler.path,
        "query": gathered(handler.query),
        "headers": gathered([(name.lower(), value) for name, value in handler.headers.items()]),
        "cookies": sent_cookies(handler),
        "raw": handler.raw.decode(errors="replace"),
        "size": len(handler.raw),
    }
    if "json" in kind:
        told["json"] = json.loads(handler.raw)
    if kind.startswith("application/x-www-form-urlencoded"):
        told["form"] = gathered(parse_qsl(handler.raw.decode(), keep_blank_values=True))
    if kind.startswith("multipart/"):
        told["multipart"] = multipart(handler, kind)
    handler.answer_json(told, int(handler.option("status", "200")))


def set_cookies(handler: EchoHandler) -> None:
    """`/cookies/set?a=1` sets cookies with some attributes, `/cookies` tells what was sent."""
    if handler.rest[:1] == ["set"]:
        lines = tuple(
            ("Set-Cookie", f"{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=600")
            for name, value in handler.query
        )
        handler.answer_json({"set": dict(handler.query)}, headers=lines)
    else:
        handler.answer_json({"cookies": sent_cookies(handler)})


def redirect(handler: EchoHandler) -> None:
    left = int(handler.rest[0])
    if left:
        handler.answer(302, b"", "text/plain", (("Location", f"/redirect/{left - 1}"),))
    else:
        handler.answer_json({"arrived": True})


def flaky(handler: EchoHandler) -> None:
    """503 for the first `fail` requests of a key, then 200; the log of the key gets every status."""
    key = handler.rest[0]
    with handler.server.lock:
        handler.server.counters[key] += 1
        count = handler.server.counters[key]
        status = 503 if count <= int(handler.option("fail", "1")) else 200
        handler.server.logs[key].append(str(status))
        handler.server.seen[key].append(handler.headers.get("X-Id"))
        seen = list(handler.server.seen[key])
    handler.answer_json({"n": count, "seen": seen}, status)


def counter(handler: EchoHandler) -> None:
    key = handler.rest[0]
    with handler.server.lock:
        handler.server.counters[key] += 1
        count = handler.server.counters[key]
        handler.server.logs[key].append(str(count))
    handler.answer_json({"n": count}, int(handler.option("status", "200")))


def retry_after(handler: EchoHandler) -> None:
    """429 with `Retry-After: <seconds>` once; the log tells whether the second request waited that long."""
    key, seconds = handler.rest[0], int(handler.option("seconds", "1"))
    now = time.monotonic()
    with handler.server.lock:
        before = handler.server.last_hit.setdefault(key, now)
        waited = now - before >= seconds * 0.95
        handler.server.logs[key].append("429" if before == now else "waited" if waited else "early")
    if before == now:
        handler.answer_json({"slow": "down"}, 429, (("Retry-After", str(seconds)),))
    else:
        handler.answer_json({"waited": waited})


def items(handler: EchoHandler) -> None:
    page = int(handler.option("page", "1"))
    found = [{"id": number, "even": number % 2 == 0} for number in range(page * 3 - 2, page * 3 + 1)]
    handler.answer_json({"page": page, "items": found, "next": page + 1 if page < 3 else None})


def authenticate(handler: EchoHandler) -> None:
    """Basic ada:lovelace, bearer `sesame`, API key `key-123` in X-API-Key or ?api_key=."""
    given = handler.headers.get("Authorization", "")
    granted = {
        "basic": given == "Basic " + base64.b64encode(b"ada:lovelace").decode(),
        "bearer": given == "Bearer sesame",
        "api-key": "key-123" in (handler.headers.get("X-API-Key"), handler.option("api_key")),
    }[handler.rest[0]]
    handler.answer_json({"granted": granted}, 200 if granted else 401)


def store(handler: EchoHandler) -> None:
    key = "/".join(handler.rest)
    stored = handler.server.stored
    with handler.server.lock:
        known = key in stored
        if handler.command in ("PUT", "POST"):
            stored[key] = json.loads(handler.raw or b"null")
            handler.answer_json({"id": key, "value": stored[key]}, 200 if known else 201)
        elif not known:
            handler.answer_json({"error": "not found"}, 404)
        elif handler.command == "DELETE":
            del stored[key]
            handler.answer(204)
        else:
            handler.answer_json(stored[key])


def log(handler: EchoHandler) -> None:
    """POST `?e=entry` appends to the log of the key (and answers `&status=`), GET reads it."""
    entries = handler.server.logs[handler.rest[0]]
    with handler.server.lock:
        if handler.command == "POST":
            entries.append(handler.option("e"))
        told = list(entries)
    handler.answer_json({"entries": told}, int(handler.option("status", "200")))


def close(handler: EchoHandler) -> None:
    handler.close_connection = True


def slow(handler: EchoHandler) -> None:
    time.sleep(int(handler.rest[0]) / 1000)
    handler.answer_json({"slept": int(handler.rest[0])})


def upload(handler: EchoHandler) -> None:
    digest = hashlib.sha256(handler.raw).hexdigest()
    handler.answer_json({"size": len(handler.raw), "sha256": digest, "type": handler.headers.get("Content-Type")}, 201)


def login(handler: EchoHandler) -> None:
    """A session token (`stored["token"]`), as a login hands it out."""
    handler.answer_json({"access_token": handler.server.stored["token"], "token_type": "Bearer"})


def saying(handler: EchoHandler) -> None:
    """The pairs of the query as headers; the last part of the path is the status."""
    handler.answer(int(handler.rest[-1]), b"{}", "application/json", tuple(handler.query))


def elsewhere(handler: EchoHandler) -> None:
    """A redirect to another server, whose URL is `stored["elsewhere"]`."""
    handler.answer(307, b"", "text/plain", (("Location", f"{handler.server.stored['elsewhere']}/witness"),))


def witness(handler: EchoHandler) -> None:
    """Notes the request just as it came in the log `witness`."""
    with handler.server.lock:
        handler.server.logs["witness"].append(
            f"{handler.command} {handler.path}\n{handler.headers}\n{handler.raw.decode(errors='replace')}"
        )
    handler.answer_json({"noted": True})


def prepared(handler: EchoHandler) -> None:
    """The text that a test put into `stored` under the last part of the path, as plain text, or as `?kind=` says."""
    text = handler.server.stored[handler.rest[0]]
    body = text if isinstance(text, bytes) else text.encode()
    handler.answer(int(handler.option("status", "200")), body, handler.option("kind", "text/plain"))


def as_asked(handler: EchoHandler) -> None:
    """The answer that the query describes: `status`, `h` (a header line, again and again), and as the body `body` or
    `latin1` (text), or `b64` (bytes)."""
    given = gathered(handler.query)
    lines = given.get("h", [])
    headers = [line.partition(":") for line in ([lines] if isinstance(lines, str) else lines)]
    body = handler.option("body").encode() + handler.option("latin1").encode("latin-1")
    handler.answer(
        int(handler.option("status", "200")),
        body + base64.b64decode(handler.option("b64")),
        headers=tuple((name, value.strip()) for name, _, value in headers),
    )


def mirror(handler: EchoHandler) -> None:
    """The body as it was sent, with the status, the `kind` (else the media type it was sent with) and the `location`
    that the query names."""
    kind = handler.option("kind", handler.headers.get("Content-Type", ""))
    location = handler.option("location")
    headers = (("Location", location),) if location else ()
    handler.answer(int(handler.option("status", "200")), handler.raw, kind, headers)


def not_found(handler: EchoHandler) -> None:
    handler.answer_json({"error": "no such route", "path": handler.path}, 404)


def fixed(body: bytes, kind: str, headers: tuple[tuple[str, str], ...] = ()) -> Callable[[EchoHandler], None]:
    def answer(handler: EchoHandler) -> None:
        handler.answer(200, body, kind, headers)

    return answer


ROUTES: dict[str, Callable[[EchoHandler], None]] = {
    "echo": echo,
    "status": lambda handler: handler.answer_json({"status": int(handler.rest[0])}, int(handler.rest[0])),
    "json": fixed(DOCUMENT.encode(), "application/json; charset=utf-8"),
    "list": fixed(b'[{"id": 1}, {"id": 2}, {"id": 3}]', "application/json"),
    "problem": fixed(b'{"title": "no"}', "application/problem+json"),
    "xml": fixed(XML.encode(), "application/xml"),
    "plain-xml": fixed(PLAIN_XML.encode(), "text/xml"),
    "html": fixed(HTML.encode(), "text/html; charset=utf-8"),
    "text": fixed(b"hello world", "text/plain"),
    "number-text": fixed(b"5", "text/plain"),
    "headers": fixed(
        b"{}",
        "application/json",
        (
            ("X-Count", "5"),
            ("X-Flag", "true"),
            ("X-Version", "1.0"),
            ("X-Many", "a"),
            ("X-Many", "b"),
            ("ETag", '"abc"'),
            ("Set-Cookie", "n=1; Path=/"),
            ("Set-Cookie", "theme=dark; Path=/; HttpOnly; SameSite=Lax"),
        ),
    ),
    "as-asked": as_asked,
    "cookies": set_cookies,
    "redirect": redirect,
    "slow": slow,
    "flaky": flaky,
    "counter": counter,
    "retry-after": retry_after,
    "items": items,
    "auth": authenticate,
    "store": store,
    "log": log,
    "close": close,
    "bad-json": fixed(b'{"id": 1, "broken": ', "application/json"),
    "gzip": fixed(gzip.compress(b'{"zipped": true}'), "application/json", (("Content-Encoding", "gzip"),)),
    "empty": lambda handler: handler.answer(204),
    "upload": upload,
    "login": login,
    "saying": saying,
    "elsewhere": elsewhere,
    "prepared": prepared,
    "mirror": mirror,
    "witness": witness,
}


@contextmanager
def serving() -> Iterator[EchoServer]:
    """An echo server on a free port of 127.0.0.1, running in a thread of its own."""
    server = EchoServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main() -> None:
    server = EchoServer()
    print(server.url, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
