"""Both ways of a request against each other: `python -m tests.fuzz.differential [COUNT [SEED]]`.

Each exchange goes out twice, once plainly and once by httpx and h11, to a server that answers with the same bytes, in
the same pieces. The requests have to be the same to the byte, and so have the answers' fields, or the error.
"""

from __future__ import annotations

import random
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from itest.actions.http import HttpAction
from itest.evaluate.data.documents import read
from itest.model.action import Call, SessionSettings
from itest.model.deadline import Deadline, Stop
from itest.model.problem import EvaluationError
from itest.model.record import replace

WITHIN = 5.0
STATUSES = ("200 OK", "201", "204 No Content", "304 Not Modified", "404 Not Found", "500 \xff", "302 Found", "099 x")
FIELDS = (
    "Content-Type: application/json",
    "content-type: text/plain; charset=latin-1",
    "X-Empty:",
    "X-Blank: \t a \t b \t",
    "Set-Cookie: a=1",
    "Set-Cookie: b=2; Path=/",
    "Connection: close",
    "connection: Keep-Alive",
    "Connection: keep-alive, upgrade",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: gzip",
    "Content-Length: 3",
    "Content-Length: +3",
    "Content-Length: 99999999999999999999999",
    "Content-Encoding: gzip",
    "Upgrade: websocket",
    "Bad Name: 1",
    "Nothing",
    " folded",
    "X-Umlaut: \xe4\xf6",
    "X-Nul: a\0b",
    "X-Ctl: a\x01b",
    "X-Bell\x07: 1",
    "X-CR: a\rb",
    "Location: /else",
    "Trailer: x",
    "Keep-Alive: timeout=5",
)
BODIES = (b"", b"{}", b'{"a": [1, 2.50]}', b"text", b"\xff\xfe\0", b"x" * 3000, b"3\r\nabc\r\n0\r\n\r\n", b"zz\r\n")
_BANNER = "it begins with"
_AGAIN = ", on a connection that had carried another request"
ENDS = ("\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r", "\r\r\n")


@dataclass
class Answer:
    """What the server sends, piece by piece, and whether it closes then; the requests that it got."""

    pieces: list[bytes]
    closes: bool
    requests: list[bytes] = field(default_factory=list)
    over: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    """Released when a connection has been closed."""


class Server:
    """Answers a request for `/N` with the bytes of the answer N."""

    def __init__(self) -> None:
        self.answers: dict[int, Answer] = {}
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        answer: Answer | None = None
        with connection, suppress(OSError):
            while request := _request(connection):
                answer = self.answers[int(request.split(b" ", 2)[1].strip(b"/").partition(b"?")[0])]
                answer.requests.append(request)
                for piece in answer.pieces:
                    connection.sendall(piece)
                if answer.closes:
                    break
        if answer is not None:
            answer.over.release()


def _request(connection: socket.socket) -> bytes:
    """A whole request; empty where the other side is gone."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return b""
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    while len(body) < sum(lengths[:1]):
        piece = connection.recv(65536)
        if not piece:
            return b""
        body += piece
    return head + b"\r\n\r\n" + body


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    try:
        yield server
    finally:
        server.close()


def an_answer(rng: random.Random) -> Answer:
    """Bytes that are, or nearly are, an HTTP/1.1 answer."""
    body = rng.choice(BODIES)
    if rng.random() < 0.3:  # a right one, after which the connection stays open
        head = "\r\n".join(["HTTP/1.1 200 OK", *rng.sample(FIELDS[:6], k=2), f"Content-Length: {len(body)}", "", ""])
        pieces = [head.encode("latin-1") + body] if rng.random() < 0.5 else [head.encode("latin-1"), body]
        return Answer([piece for piece in pieces if piece], closes=False)
    fields = rng.choices(FIELDS, k=rng.choice((0, 0, 1, 1, 2, 3)))
    if rng.random() < 0.8:
        fields.insert(rng.randrange(len(fields) + 1), f"Content-Length: {len(body)}")
    end = rng.choice(ENDS)
    version = rng.choice(("HTTP/1.1",) * 12 + ("HTTP/1.0", "HTTP/2", "ICY"))
    head = end.join([f"{version} {rng.choice(STATUSES)}", *fields, "", ""]).encode("latin-1")
    data = head + body
    if rng.random() < 0.1:
        data = b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\n" + data
    if rng.random() < 0.1:  # broken anywhere
        at = rng.randrange(len(data))
        data = data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]
    if rng.random() < 0.1:
        data = data[: rng.randrange(len(data))]
    if rng.random() < 0.1:
        data += rng.choice((b"surplus", b"HTTP/1.1 200 OK\r\n\r\n", b"\r\n"))
    cut = sorted(rng.randrange(len(data) + 1) for _ in range(rng.choice((0, 0, 0, 1, 1, 3))))
    pieces = [data[start:stop] for start, stop in zip([0, *cut], [*cut, len(data)], strict=True)]
    # It closes: what is broken would leave the other side waiting.
    return Answer([piece for piece in pieces if piece], closes=True)


def a_request(rng: random.Random) -> dict[str, Any]:
    """The arguments of a step."""
    arguments: dict[str, Any] = {"method": rng.choice(("GET", "GET", "HEAD", "POST", "PUT", "DELETE", "Purge"))}
    if rng.random() < 0.5:
        arguments |= rng.choice(
            (
                {"json": {"a": [1, "ä"]}},
                {"text": "some text"},
                {"form": {"a": "1 2"}},
                {"multipart": {"a": "1"}},
                {"text": ""},
            )
        )
    headers = (("X-A", "1"), ("x-umlaut", "ä"), ("Connection", "close"), ("X-Many", ["1", "2"]), ("TE", "trailers"))
    arguments["headers"] = dict(rng.sample(headers, k=rng.choice((0, 0, 1, 2))))
    arguments["follow_redirects"] = False
    return arguments


def differences(count: int, seed: int) -> Iterator[str]:
    """What differs, for each exchange that does."""
    rng = random.Random(seed)
    folder = Path.cwd()
    settings = SessionSettings(services={}, base_dir=folder, root=folder, max_body=1_000_000, follow_redirects=False)
    ways = [HttpAction(plainly=True), HttpAction(plainly=False)]
    sessions = [way.open(settings) for way in ways]
    with serving() as server:
        for number in range(count):
            answer = server.answers[number] = an_answer(rng)
            arguments = {"url": f"http://127.0.0.1:{server.port}/{number}?q=1", **a_request(rng)}
            answer.closes |= arguments["method"] == "HEAD"  # which has no body, whenever that comes
            told = []
            seen = 0
            for way, session in zip(ways, sessions, strict=True):
                call = Call(arguments=arguments, service="", base_dir=folder)
                exchange = session.send(way.prepare(call, settings), Deadline.after(WITHIN, Stop()))
                told.append(_comparable(exchange))
                while answer.closes and seen < len(answer.requests):
                    answer.over.acquire()  # or else the next request might not know yet that the connection has ended
                    seen += 1
            first, second = told
            if first != second or len(set(answer.requests)) != 1:
                yield f"{number}: {arguments}\n  {answer.pieces}\n  {answer.requests}\n  {first}\n  {second}"
            del server.answers[number]
    for way in ways:
        way.close()


def _comparable(exchange: Any) -> Any:
    """What has to be the same, which times are not."""
    fields = {name: value for name, value in exchange.fields.items() if name != "timings"}
    for name in ("body", "text"):
        if name in fields:
            try:
                fields[name] = repr(read(fields[name]))
            except EvaluationError as error:
                fields[name] = f"error: {error.message}"
    fields["bytes"] = repr(fields.get("bytes"))
    error = exchange.error
    if error is not None:
        error = replace(error, message=_settled(error.message))
    wire = exchange.transcript().wire
    wire = replace(wire, failure=_settled(wire.failure), sent_again=())
    return fields, error, exchange.size, exchange.request, wire, exchange.retry_after


def _settled(message: str) -> str:
    """A message without what the network decides: how much of another protocol's banner has come when it is shown, and
    whether a connection's end is known before it is used again."""
    return message.partition(_BANNER)[0].removesuffix(_AGAIN)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    found = 0
    for difference in differences(count, seed):
        found += 1
        print(difference, flush=True)
    print(f"{count} exchanges, {found} differ")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
