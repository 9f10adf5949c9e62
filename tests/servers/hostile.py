"""A hostile HTTP server over raw sockets: every wrong answer has a path (`GET /gzip-bomb`); `/ok` is a right one.

Run as a script it prints its URL and serves until it is killed. A behaviour gets the connection after the request was
read and does what it likes; the connection is closed when it returns, unless it returns True (keep it alive).
"""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
import ssl
import struct
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

BODY = b'{"ok": true}'
LINES = b"Content-Type: application/json\r\n"


@dataclass(slots=True)
class Visit:
    """A request as the server read it, the connection it came on, and the server's end."""

    connection: socket.socket
    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    number: int
    """1-based place of the request on its connection."""
    port: int
    over: threading.Event

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def answer(self, body: bytes = BODY, *lines: str, status: str = "200 OK") -> None:
        """A well-formed answer of a known length."""
        head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *lines]
        self.send("\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + body)

    def read(self) -> bool:
        """Read the rest of the body; False when it ends before its length."""
        while len(self.body) < int(self.headers.get("content-length", 0)):
            piece = self.connection.recv(65536)
            if not piece:
                return False
            self.body += piece
        return True

    def wait(self, seconds: float = 30.0) -> bool:
        """Do nothing; True when the server is closed meanwhile."""
        return self.over.wait(seconds)


Behaviour = Callable[[Visit], "bool | None"]
BEHAVIOURS: dict[str, Behaviour] = {}
"""Path without its slash → what it does."""


def behaviour(name: str) -> Callable[[Behaviour], Behaviour]:
    def register(function: Behaviour) -> Behaviour:
        BEHAVIOURS[name] = function
        return function

    return register


def raw(data: bytes) -> Behaviour:
    """Send these bytes and close."""

    def send(visit: Visit) -> None:
        visit.send(data)

    return send


def ok_with(body: bytes, *lines: str) -> Behaviour:
    """A well-formed answer with these header lines and this body, kept alive."""

    def send(visit: Visit) -> bool:
        visit.answer(body, *lines)
        return True

    return send


def redirect_to(location: str, status: str = "302 Found", *lines: str) -> Behaviour:
    def send(visit: Visit) -> bool:
        visit.answer(b"", f"Location: {location}", *lines, status=status)
        return True

    return send


def with_head(*lines: str, body: bytes = BODY, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode("latin-1") + body


def bomb(size: int) -> bytes:
    """`size` zero bytes, gzipped: one block over and over. Its checksum is wrong, but nobody should come so far."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    first = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * ((size >> 20) - 1) + packer.flush()


GZIP = gzip.compress(BODY, mtime=0)
LENGTH = f"Content-Length: {len(BODY)}"

# --- right answers -----------------------------------------------------------------------------------------------
BEHAVIOURS["ok"] = ok_with(BODY, "Content-Type: application/json")
BEHAVIOURS["gzip"] = ok_with(GZIP, "Content-Type: application/json", "Content-Encoding: gzip")
BEHAVIOURS["gzip-members"] = ok_with(gzip.compress(BODY[:5]) + gzip.compress(BODY[5:]), "Content-Encoding: gzip")
BEHAVIOURS["deflate"] = ok_with(zlib.compress(BODY), "Content-Encoding: deflate")
BEHAVIOURS["deflate-raw"] = ok_with(zlib.compress(BODY)[2:-4], "Content-Encoding: deflate")
BEHAVIOURS["identity"] = ok_with(BODY, "Content-Encoding: identity")
BEHAVIOURS["early-hints"] = raw(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + with_head(LENGTH))
BEHAVIOURS["until-close"] = raw(with_head("Connection: close"))
BEHAVIOURS["no-content"] = raw(with_head("Connection: close", status="204 No Content", body=b""))
BEHAVIOURS["cookie"] = ok_with(BODY, "Set-Cookie: sid=abcdefghij; Path=/; HttpOnly; SameSite=Lax; Max-Age=60")

# --- closed and reset --------------------------------------------------------------------------------------------
BEHAVIOURS["empty"] = raw(b"")
BEHAVIOURS["cut-head"] = raw(b"HTTP/1.1 200 OK\r\nContent-Le")
BEHAVIOURS["cut-length"] = raw(with_head("Content-Length: 100"))
BEHAVIOURS["cut-chunks"] = raw(with_head("Transfer-Encoding: chunked", body=b"64\r\nshort"))
BEHAVIOURS["cut-last-chunk"] = raw(with_head("Transfer-Encoding: chunked", body=b"5\r\nshort\r\n"))


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


@behaviour("reset")
def reset(visit: Visit) -> None:
    _reset(visit.connection)


@behaviour("reset-in-body")
def reset_in_body(visit: Visit) -> None:
    visit.send(with_head("Content-Length: 100"))
    visit.wait(0.05)
    _reset(visit.connection)


# --- lengths and framing -----------------------------------------------------------------------------------------
BEHAVIOURS["bad-length"] = raw(with_head("Content-Length: twelve"))
BEHAVIOURS["negative-length"] = raw(with_head("Content-Length: -1"))
BEHAVIOURS["huge-length"] = raw(with_head("Content-Length: 99999999999999999"))
BEHAVIOURS["endless-length"] = raw(with_head("Content-Length: " + "9" * 400))
BEHAVIOURS["two-lengths"] = raw(with_head("Content-Length: 12", "Content-Length: 13"))
BEHAVIOURS["length-and-chunks"] = raw(
    with_head(LENGTH, "Transfer-Encoding: chunked", body=b"c\r\n%b\r\n0\r\n\r\n" % BODY)
)
BEHAVIOURS["unknown-transfer-coding"] = raw(with_head("Transfer-Encoding: rot13"))
BEHAVIOURS["two-transfer-codings"] = raw(with_head("Transfer-Encoding: gzip, chunked"))
BEHAVIOURS["bad-chunk"] = raw(with_head("Transfer-Encoding: chunked", body=b"zz\r\nhello\r\n0\r\n\r\n"))
BEHAVIOURS["bad-chunk-end"] = raw(with_head("Transfer-Encoding: chunked", body=b"5\r\nhelloXX0\r\n\r\n"))
BEHAVIOURS["content-with-204"] = raw(with_head(LENGTH, status="204 No Content"))

# --- not HTTP ----------------------------------------------------------------------------------------------------
BEHAVIOURS["banner"] = raw(b"220 mail.example.com ESMTP ready\r\n")
BEHAVIOURS["ssh"] = raw(b"SSH-2.0-OpenSSH_9.6\r\n")
BEHAVIOURS["http09"] = raw(b"<html>It works</html>")
BEHAVIOURS["garbage"] = raw(bytes(range(256)))
BEHAVIOURS["bad-status-line"] = raw(b"HTTP/1.1 OK\r\n\r\n")
BEHAVIOURS["bad-status-code"] = raw(b"HTTP/1.1 9999 Huge\r\n\r\n")
BEHAVIOURS["bad-version"] = raw(b"HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n")
BEHAVIOURS["switch"] = raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: chat\r\nConnection: Upgrade\r\n\r\n")

BEHAVIOURS["switch-asked-for-nothing"] = raw(b"HTTP/1.1 101 Switching Protocols\r\n\r\n" + with_head(LENGTH))
BEHAVIOURS["tls-alert"] = raw(b"\x15\x03\x03\x00\x02\x02\x28")
BEHAVIOURS["http2-frame"] = raw(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + bytes(18))
BEHAVIOURS["status-099"] = raw(b"HTTP/1.1 099 Low\r\nContent-Length: 0\r\n\r\n")
BEHAVIOURS["status-999"] = raw(b"HTTP/1.1 999 High\r\nContent-Length: 0\r\n\r\n")

# --- headers -----------------------------------------------------------------------------------------------------
BEHAVIOURS["nul-header"] = raw(with_head("X-Nul: a\0b", LENGTH))
BEHAVIOURS["no-colon"] = raw(with_head("no colon here", LENGTH))
BEHAVIOURS["folded"] = raw(with_head("X-Folded: a", "  b", LENGTH))
BEHAVIOURS["folded-often"] = raw(with_head("X-Folded: a \t", "\tb", " \t c", LENGTH))
BEHAVIOURS["folded-at-once"] = raw(with_head("X-Folded:", " a", LENGTH))
BEHAVIOURS["latin1-header"] = ok_with(BODY, "X-Name: Zo\xeb")
BEHAVIOURS["big-header"] = raw(with_head("X-Big: " + "a" * (1 << 20), LENGTH))


BEHAVIOURS["nameless-header"] = raw(with_head(": value", LENGTH))
BEHAVIOURS["space-in-name"] = raw(with_head("Content Length: 12"))
BEHAVIOURS["space-before-colon"] = raw(with_head("Content-Length : 12"))
BEHAVIOURS["folded-after-interim"] = raw(b"HTTP/1.1 103 Early Hints\r\n\r\n" + with_head("X-Folded: a", "  b", LENGTH))
BEHAVIOURS["many-headers"] = ok_with(BODY, *(f"X-{number}: {number}" for number in range(2000)))
BEHAVIOURS["bad-cookies"] = ok_with(BODY, "Set-Cookie: =;;;", "Set-Cookie: \xff=\xfe; Expires=never; Max-Age=1e99")
BEHAVIOURS["retry-never"] = ok_with(BODY, f"Retry-After: {'9' * 400}", "Date: yesterday", "Age: -1")


@behaviour("retry-late")
def retry_late(visit: Visit) -> bool:
    visit.answer(b"", "Retry-After: 86400", status="503 Service Unavailable")
    return True


@behaviour("endless-headers")
def endless_headers(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 200 OK\r\n")
    while not visit.over.is_set():
        visit.send(b"X-Again: and again\r\n" * 100)


@behaviour("many-cookies")
def many_cookies(visit: Visit) -> bool:
    visit.answer(BODY, *(f"Set-Cookie: c{number}={'v' * 40}; Path=/" for number in range(1000)))
    return True


# --- too slow, too much ------------------------------------------------------------------------------------------
@behaviour("silence")
def silence(visit: Visit) -> None:
    visit.wait()


@behaviour("interim-flood")
def interim_flood(visit: Visit) -> None:
    while not visit.over.is_set():
        visit.send(b"HTTP/1.1 100 Continue\r\n\r\n")


@behaviour("interim-drip")
def interim_drip(visit: Visit) -> None:
    while not visit.wait(0.02):
        visit.send(b"HTTP/1.1 102 Processing\r\n\r\n")


@behaviour("header-drip")
def header_drip(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 200 OK\r\nX-Drip: ")
    while not visit.wait(0.02):
        visit.send(b"a")


@behaviour("body-drip")
def body_drip(visit: Visit) -> None:
    visit.send(with_head("Content-Length: 100000", body=b""))
    while not visit.wait(0.02):
        visit.send(b"a")


@behaviour("chunk-drip")
def chunk_drip(visit: Visit) -> None:
    visit.send(with_head("Transfer-Encoding: chunked", body=b""))
    while not visit.wait(0.02):
        visit.send(b"1\r\na\r\n")


@behaviour("tiny-chunks")
def tiny_chunks(visit: Visit) -> None:
    """Well-formed, quick, and a thousand times more framing than content."""
    visit.send(with_head("Transfer-Encoding: chunked", body=b""))
    while not visit.over.is_set():
        visit.send(b"1\r\na\r\n" * 10_000)


@behaviour("long-chunk-line")
def long_chunk_line(visit: Visit) -> None:
    visit.send(with_head("Transfer-Encoding: chunked", body=b"1;"))
    while not visit.over.is_set():
        visit.send(b"x" * 65536)


@behaviour("endless-trailers")
def endless_trailers(visit: Visit) -> None:
    visit.send(with_head("Transfer-Encoding: chunked", body=b"0\r\n"))
    while not visit.over.is_set():
        visit.send(b"X-Trailer: again\r\n" * 100)


@behaviour("stalled-body")
def stalled_body(visit: Visit) -> None:
    visit.send(with_head("Content-Length: 100"))
    visit.wait()


@behaviour("endless-body")
def endless_body(visit: Visit) -> None:
    visit.send(with_head("Content-Type: text/plain", body=b""))
    while not visit.over.is_set():
        visit.send(b"a" * 65536)


# --- content codings ---------------------------------------------------------------------------------------------
@behaviour("gzip-bomb")
def gzip_bomb(visit: Visit) -> None:
    visit.answer(bomb(900 << 20), "Content-Encoding: gzip")


@behaviour("deflate-bomb")
def deflate_bomb(visit: Visit) -> None:
    visit.answer(zlib.compress(bytes(64 << 20)), "Content-Encoding: deflate")


BEHAVIOURS["nested-bomb"] = ok_with(gzip.compress(gzip.compress(bytes(1 << 20))), "Content-Encoding: gzip, gzip")
BEHAVIOURS["many-codings"] = ok_with(BODY, "Content-Encoding: " + ", ".join(["gzip"] * 200))
BEHAVIOURS["unknown-coding"] = ok_with(BODY, "Content-Encoding: rot13")
BEHAVIOURS["corrupt-gzip"] = ok_with(GZIP[:12] + b"\xff\xff\xff" + GZIP[15:], "Content-Encoding: gzip")
BEHAVIOURS["not-gzip"] = ok_with(BODY, "Content-Encoding: gzip")
BEHAVIOURS["truncated-gzip"] = ok_with(GZIP[:-6], "Content-Encoding: gzip")
BEHAVIOURS["trailing-gzip"] = ok_with(GZIP + b"and more", "Content-Encoding: gzip")
BEHAVIOURS["trailing-byte-gzip"] = ok_with(GZIP + b"!", "Content-Encoding: gzip")
BEHAVIOURS["truncated-deflate"] = ok_with(zlib.compress(BODY)[:-4], "Content-Encoding: deflate")
BEHAVIOURS["corrupt-deflate"] = ok_with(b"\x78\x9c\xff\xff\xff", "Content-Encoding: deflate")


@behaviour("gzip-drip")
def gzip_drip(visit: Visit) -> None:
    """A body that grows a thousandfold, a byte at a time."""
    visit.send(with_head("Content-Encoding: gzip", body=b""))
    for place in range(len(data := bomb(4 << 20))):
        visit.send(data[place : place + 1])
        if visit.wait(0.01):
            return


# --- redirects ---------------------------------------------------------------------------------------------------
BEHAVIOURS["redirect"] = redirect_to("/ok")
BEHAVIOURS["redirect-loop"] = redirect_to("/redirect-loop")
BEHAVIOURS["redirect-to-file"] = redirect_to("file:///etc/passwd")
BEHAVIOURS["redirect-to-nowhere"] = redirect_to("http://[::bad/")
BEHAVIOURS["redirect-to-port"] = redirect_to("http://127.0.0.1:99999/")
BEHAVIOURS["redirect-with-cr"] = raw(b"HTTP/1.1 302 Found\r\nLocation: /ok\rX: y\r\nContent-Length: 0\r\n\r\n")


@behaviour("redirect-chain")
def redirect_chain(visit: Visit) -> bool:
    """Each leads to a place that was not there before."""
    visit.answer(b"", f"Location: /redirect-chain?{'x' * len(visit.target)}", status="302 Found")
    return True


# --- bodies that are data, not commands --------------------------------------------------------------------------
def json_body(body: bytes) -> Behaviour:
    return ok_with(body, "Content-Type: application/json")


BEHAVIOURS["json-nan"] = json_body(b'{"a": NaN}')
BEHAVIOURS["json-1e400"] = json_body(b'{"a": 1e400}')
BEHAVIOURS["json-deep"] = json_body(b"[" * 100_000 + b"]" * 100_000)
BEHAVIOURS["json-digits"] = json_body(b'{"a": ' + b"7" * 100_000 + b"}")
BEHAVIOURS["json-bad-utf8"] = json_body(b'{"a": "\xff"}')
BEHAVIOURS["json-bom"] = json_body(b"\xef\xbb\xbf" + BODY)
BEHAVIOURS["json-surrogate"] = json_body(b'{"a": "\\ud800"}')
BEHAVIOURS["json-trailing"] = json_body(BODY + b" and more")
BEHAVIOURS["json-values"] = json_body(b"[" + b",".join([b"{}"] * 3_000_000) + b"]")
BEHAVIOURS["json-numbers"] = json_body(b"[" + b",".join([b"1.5"] * 2_000_000) + b"]")
BEHAVIOURS["json-long-text"] = json_body(b'{"a": "' + b"a" * 9_000_000 + b'"}')
BEHAVIOURS["json-exponent"] = json_body(b'{"a": 1e99999999999999999999}')
BEHAVIOURS["json-huge-power"] = json_body(b'{"a": 1e999999999}')
BEHAVIOURS["json-twice"] = json_body(b'{"a": 1, "a": 2}')
BEHAVIOURS["json-nothing"] = json_body(b"")
BEHAVIOURS["json-control"] = json_body(b'{"a": "\x00\x1b"}')
BEHAVIOURS["json-utf16"] = ok_with(BODY.decode().encode("utf-16"), "Content-Type: application/json; charset=utf-16")
BEHAVIOURS["xml-entity"] = ok_with(
    b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "Content-Type: application/xml"
)
BEHAVIOURS["xml-bomb"] = ok_with(
    b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%b">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><a>&j;</a>",
    "Content-Type: application/xml",
)
BEHAVIOURS["xml-many"] = ok_with(b"<a>" + b"<b/>" * 2_000_000 + b"</a>", "Content-Type: application/xml")
BEHAVIOURS["xml-deep"] = ok_with(b"<a>" * 100_000 + b"</a>" * 100_000, "Content-Type: application/xml")
BEHAVIOURS["html-deep"] = ok_with(b"<div>" * 100_000, "Content-Type: text/html")
for _charset in ("undefined", "idna", "punycode", "unicode_escape", "zlib_codec", "utf-7", "no-such", "utf-16"):
    BEHAVIOURS[f"charset-{_charset}"] = ok_with(
        b"a-\xff\\ud800+2AA-" * 1000, f"Content-Type: text/plain; charset={_charset}"
    )
BEHAVIOURS["ansi"] = json_body(b'{"a": "\\u001b[31mred\\u001b[0m \\u202e"}')
BEHAVIOURS["ansi-text"] = ok_with(b"\x1b[2J\x1b]0;title\x07::error::x\n##[error]y\n]]>\x00", "Content-Type: text/plain")
BEHAVIOURS["ci-commands"] = ok_with(b"::error::x\n##[error]y\n::set-env name=A::b\n]]>\n", "Content-Type: text/plain")
BEHAVIOURS["template"] = json_body(b'{"a": "{{ 7 * 7 }}{% raw %}{# c #}", "$gt": 1}')
BEHAVIOURS["ansi-reason"] = raw(b"HTTP/1.1 200 \x1b[31mOK\r\nContent-Length: 0\r\n\r\n")


BEHAVIOURS["cookie-utf-8"] = raw(with_head(LENGTH, "Set-Cookie: name=J\xc3\xbcrgen; Path=/"))
BEHAVIOURS["cookie-latin-1"] = raw(with_head(LENGTH, "Set-Cookie: name=J\xfcrgen; Path=/"))
BEHAVIOURS["redirect-coded"] = raw(
    with_head("Location: /ok", "Content-Encoding: gzip", "Content-Length: 3", status="302 Found", body=b"no!")
)
BEHAVIOURS["redirect-large"] = raw(
    with_head("Location: /ok", "Content-Length: 12000000", status="302 Found", body=bytes(12_000_000))
)
BEHAVIOURS["signing-in"] = redirect_to("/seen", "302 Found", "Set-Cookie: sid=abcdefghij; Path=/")
BEHAVIOURS["coded-nothing"] = ok_with(b"", "Content-Encoding: br")


# --- kept-alive connections --------------------------------------------------------------------------------------
@behaviour("surplus")
def surplus(visit: Visit) -> bool:
    """Another answer follows the right one; who reads it as the next answer is poisoned."""
    visit.send(with_head(LENGTH) + with_head("Content-Length: 8", body=b"poisoned", status="299 Poisoned"))
    return True


@behaviour("closing")
def closing(visit: Visit) -> bool:
    """The second request on a connection is never answered: it is closed."""
    if visit.number > 1:
        return False
    visit.answer()
    return True


@behaviour("resetting")
def resetting(visit: Visit) -> bool:
    """As `closing`, with a reset."""
    if visit.number > 1:
        _reset(visit.connection)
        return False
    visit.answer()
    return True


@behaviour("seen")
def seen(visit: Visit) -> bool:
    """What arrived, as JSON."""
    facts = {
        "method": visit.method,
        "target": visit.target,
        "headers": visit.headers,
        "body": visit.body.decode("latin-1"),
        "number": visit.number,
    }
    visit.answer(json.dumps(facts).encode(), "Content-Type: application/json")
    return True


@behaviour("echo")
def echo(visit: Visit) -> bool:
    """The request's body comes back, as what it was."""
    visit.answer(visit.body, f"Content-Type: {visit.headers.get('content-type', 'text/plain')}")
    return True


UNREAD = frozenset({"early-refusal", "early-answer", "continued", "mirrored"})
"""Behaviours that are asked before the body is read."""


@behaviour("early-refusal")
def early_refusal(visit: Visit) -> None:
    """Answers without having read the body, and reads no more."""
    visit.answer(b"", "Connection: close", status="413 Content Too Large")
    visit.wait()


@behaviour("early-answer")
def early_answer(visit: Visit) -> None:
    """The same, as if all were well."""
    visit.answer(BODY, "Connection: close")
    visit.wait()


@behaviour("continued")
def continued(visit: Visit) -> bool:
    """Interim answers first, then the body is read, then comes the answer."""
    visit.send(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
    visit.read()
    visit.answer(str(len(visit.body)).encode(), "Content-Type: application/json")
    return True


@behaviour("mirrored")
def mirrored(visit: Visit) -> bool:
    """Sends back piece by piece what comes."""
    length = int(visit.headers.get("content-length", 0))
    visit.send(with_head(f"Content-Length: {length}", "Content-Type: text/plain", body=visit.body))
    left = length - len(visit.body)
    while left > 0 and (piece := visit.connection.recv(65536)):
        visit.send(piece)
        left -= len(piece)
    return left == 0


def _tunnel(visit: Visit) -> bool:
    """Be a proxy: join the connection to the place it asks for, until either side ends."""
    host, _, port = visit.target.rpartition(":")
    with socket.create_connection((host, int(port))) as other:
        visit.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        back = threading.Thread(target=_pump, args=(other, visit.connection), daemon=True)
        back.start()
        _pump(visit.connection, other)
    return False


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)


@dataclass(slots=True)
class Hostile:
    """A running server."""

    listener: socket.socket
    context: ssl.SSLContext | None = None
    over: threading.Event = field(default_factory=threading.Event)
    redirects: dict[str, str] = field(default_factory=dict)
    """Path → Location, for redirects to other servers; `name?code` sets the status."""

    @property
    def port(self) -> int:
        return int(self.listener.getsockname()[1])

    @property
    def url(self) -> str:
        return f"{'https' if self.context else 'http'}://127.0.0.1:{self.port}"

    def serve(self) -> None:
        while not self.over.is_set():
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def close(self) -> None:
        self.over.set()
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(30)
        with contextlib.suppress(OSError):
            if self.context is not None:
                connection = self.context.wrap_socket(connection, server_side=True)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            number = 0
            while (visit := self._read(connection, number + 1)) is not None:
                number = visit.number
                if not self._behave(visit):
                    break
        connection.close()

    def _behave(self, visit: Visit) -> bool:
        if visit.method == "CONNECT":
            return _tunnel(visit)
        name = urlsplit(visit.target).path.strip("/")
        if name in self.redirects:
            location, _, status = self.redirects[name].partition(" ")
            return bool(redirect_to(location, status or "302 Found")(visit))
        function = BEHAVIOURS.get(name)
        if function is None:
            visit.answer(b"unknown behaviour", status="404 Not Found")
            return True
        return bool(function(visit))

    def _read(self, connection: socket.socket, number: int) -> Visit | None:
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(65536)
            if not piece:
                return None
            data += piece
            if data.startswith(b"\x16\x03"):
                # TLS to a plain server, which says what others say.
                connection.sendall(with_head("Content-Length: 0", body=b"", status="400 Bad Request"))
                return None
        head, _, body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        visit = Visit(connection, method, target, headers, body, number, self.port, self.over)
        return visit if urlsplit(target).path.strip("/") in UNREAD or visit.read() else None


@contextmanager
def hostile(context: ssl.SSLContext | None = None) -> Iterator[Hostile]:
    """A hostile server on a free port of 127.0.0.1, over TLS where a context is given."""
    server = Hostile(socket.create_server(("127.0.0.1", 0), backlog=128), context)
    threading.Thread(target=server.serve, daemon=True).start()
    try:
        yield server
    finally:
        server.close()


if __name__ == "__main__":
    with hostile() as running:
        print(running.url, flush=True)  # the caller reads the address
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()
        sys.exit(0)
