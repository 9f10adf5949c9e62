"""Plain exchanges: a request written, and an answer read, without a parser's state.

Most are so: HTTP/1.1, a head that comes in one piece, a body of a declared length. Whatever is not, and whatever looks
wrong, is declined, and h11 gets every byte of it from the start: nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from itest.actions.http.attempt import Attempt
from itest.actions.http.message import Head, RawLines
from itest.actions.http.protocol import closed
from itest.model.lazy_pattern import lazy_pattern

_TOKEN = rb"[-!#$%&'*+.^_`|~0-9a-zA-Z]+"
_VALUE = rb"(?:[^\x00\s]+(?:[ \t]+[^\x00\s]+)*)?"
_REQUEST = lazy_pattern(rb"%b [\x21-\x7e]+ HTTP/1\.1\r\n(?:%b: %b\r\n)+\r\n" % (_TOKEN, _TOKEN, _VALUE))
_STATUS = lazy_pattern(rb"HTTP/1\.1 ([2-5][0-9]{2})(?: ((?:[ \t]|[^\x00\s])*))?")
_FIELD = lazy_pattern(rb"(%b):[ \t]*(%b)[ \t]*" % (_TOKEN, _VALUE))
_LENGTH = lazy_pattern(rb"[0-9]{1,18}")
_ASKING = frozenset({b"connection", b"expect", b"keep-alive", b"te", b"trailer", b"transfer-encoding", b"upgrade"})
"""Header lines of a request that change what may follow it."""
_WITHOUT_BODY = frozenset({204, 304})
_OTHERWISE = -1


class PlainTalk:
    """One plain exchange, once `talk_of` has taken the request and `head` the answer."""

    def __init__(self, method: str, request: bytes) -> None:
        self._method = method
        self.request = request
        self._begun = b""
        self._length = self._left = 0
        self._lasting = False

    def head(self, data: bytes) -> Head | None:
        """The head that the answer begins with; None where it is not plain."""
        end = data.find(b"\r\n\r\n")
        first, *rest = data[: max(end, 0)].split(b"\r\n")
        status_line = _STATUS.fullmatch(first)
        if status_line is None:
            return None
        lines: RawLines = []
        for line in rest:
            field = _FIELD.fullmatch(line)
            if field is None:
                return None
            lines.append((field[1], field[2]))
        status = int(status_line[1])
        said = [(name.lower(), value) for name, value in lines]
        length, lasting = _length(said), _lasting(said)
        if length == _OTHERWISE or lasting is None:
            return None
        if status in _WITHOUT_BODY or self._method == "HEAD":
            length = 0
        if length is None:
            return None
        self._begun, self._length, self._left, self._lasting = data[end + 4 :], length, length, lasting
        return Head(status, status_line[2] or b"", b"HTTP/1.1", lines)

    def body(self, read: Callable[[], bytes], attempt: Attempt) -> Iterator[bytes]:
        """The body as it comes; raises `Broken` where it ends early."""
        data = self._begun
        while True:
            if len(data) > self._left:
                data, self._lasting = data[: self._left], False  # what nobody asked for follows it
            self._left -= len(data)
            if data:
                yield data
            if not self._left:
                return
            data = read()
            if not data:
                got = self._length - self._left
                raise closed(f"the connection was closed after {got} of {self._length} bytes of the body", attempt)

    def done(self) -> bool:
        """Whether another exchange can follow on the connection."""
        return self._lasting and not self._left


def talk_of(method: str, target: str, lines: RawLines, body: bytes) -> PlainTalk | None:
    """The exchange of a plain request; None where it asks for more, or h11 may have something to say of it."""
    pieces = [f"{method} {target} HTTP/1.1\r\n".encode(errors="surrogatepass")]
    hosts = lengths = 0
    for name, value in lines:
        lower = name.lower()
        if lower in _ASKING:
            return None
        if lower == b"host":
            hosts += 1
            pieces.insert(1, b"%s: %s\r\n" % (name, value))  # first, as RFC 9110, 7.2 asks
            continue
        if lower == b"content-length":
            lengths += 1
            if value != b"%d" % len(body):
                return None
        pieces.append(b"%s: %s\r\n" % (name, value))
    pieces.append(b"\r\n")
    head = b"".join(pieces)
    framed = hosts == 1 and (lengths == 1 or (lengths == 0 and not body))
    # As many lines as there are to be: a value that brings another is no value.
    if not framed or head.count(b"\r\n") != len(lines) + 2 or not _REQUEST.fullmatch(head):
        return None
    return PlainTalk(method, head + body)


def _length(said: RawLines) -> int | None:
    """The length that is declared, None where it is not; `_OTHERWISE` for a body that is framed in another way. The
    lines have lower-case names."""
    found: int | None = None
    for name, value in said:
        if name in (b"transfer-encoding", b"upgrade"):
            return _OTHERWISE
        if name == b"content-length":
            if found is not None or not _LENGTH.fullmatch(value):
                return _OTHERWISE
            found = int(value)
    return found


def _lasting(said: RawLines) -> bool | None:
    """Whether the other side keeps the connection; None where it says more than that."""
    asked = [value.lower() for name, value in said if name == b"connection"]
    if len(asked) > 1 or (asked and asked[0] not in (b"keep-alive", b"close")):
        return None
    return asked != [b"close"]
