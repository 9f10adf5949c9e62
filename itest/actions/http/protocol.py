"""What a server did wrong, in plain words: h11's verdicts and our own on what it lets pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from itest.actions.http.attempt import Attempt, Broken
from itest.evaluate.data.escape import cut
from itest.model.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    import h11

MAX_INTERIM = 100
"""1xx answers before the final one."""

_FOLD = lazy_pattern(rb"[ \t]*\r?\n[ \t]+")
_LINE_END = lazy_pattern(rb"\r?\n")
_HEAD_END = lazy_pattern(rb"\r?\n\r?\n")
_QUOTED = lazy_pattern(r"b(['\"])(.*)\1")
_RECEIVED = lazy_pattern(r"received (\d+) bytes, expected (\d+)")


def wrong(message: str, attempt: Attempt) -> Broken:
    """A violation of the protocol. What is left over of an earlier exchange may be its cause, where there was one."""
    left_over = ", on a connection that had carried another request" if attempt.reused else ""
    return Broken("protocol", message + left_over, "IT204", attempt.phase)


def check_start(head: bytes, attempt: Attempt) -> None:
    """An answer starts with `HTTP/`; another protocol's banner or HTTP/0.9 is named before more of it is awaited."""
    if not head.startswith(b"HTTP/"[: len(head)]):
        raise wrong(f"this is not an HTTP/1.1 answer: it begins with {_shown(head)}", attempt)


def unfolded(
    head: bytearray, event: h11.Response | h11.InformationalResponse
) -> h11.Response | h11.InformationalResponse:
    """The head with each folded line joined to the one before by one space (RFC 9112, 5.2); h11 would keep the blanks
    before the break as well."""
    end = _HEAD_END.search(head)
    lines = bytes(head[: end.start() if end else len(head)])
    if not _FOLD.search(lines):
        return event
    pairs = [line.partition(b":") for line in _LINE_END.split(_FOLD.sub(b" ", lines))[1:]]
    return type(event)(
        status_code=event.status_code,
        headers=[(name, value.strip(b" \t")) for name, _, value in pairs],
        http_version=event.http_version,
        reason=event.reason,
    )


def check_head(head: bytearray, event: h11.Response | h11.InformationalResponse, attempt: Attempt) -> None:
    """What h11 accepts and nobody should. The head that was looked at is taken away, as another may follow a 1xx."""
    end = _HEAD_END.search(head)
    del head[: end.end() if end else len(head)]
    if not event.http_version.startswith(b"1."):
        raise wrong(f"the answer claims to be HTTP/{event.http_version.decode('ascii', 'replace')}", attempt)
    names = {name for name, _ in event.headers}
    if b"transfer-encoding" in names and b"content-length" in names:
        raise wrong("the answer has both Content-Length and Transfer-Encoding", attempt)


def verdict(error: h11.RemoteProtocolError, head: bytes, attempt: Attempt) -> Broken:
    """h11's complaint as a sentence."""
    text = str(error)
    if short := _RECEIVED.search(text):
        return closed(f"the connection was closed after {short[1]} of {short[2]} bytes of the body", attempt)
    for part, sentence in _VERDICTS:
        if part in text:
            if "{line}" in sentence:
                sentence = sentence.format(line=_line(text) or _shown(head))
            return (closed if sentence.startswith("the connection was closed") else wrong)(sentence, attempt)
    return wrong(f"the answer is not valid HTTP/1.1: {text}", attempt)


def closed(message: str, attempt: Attempt) -> Broken:
    """The other side went away too early."""
    return Broken("closed", message, "IT204", attempt.phase)


_VERDICTS = (
    ("without sending complete message body", "the connection was closed in the middle of a chunked body"),
    ("peer unexpectedly closed connection", "the connection was closed in the middle of the answer"),
    ("illegal status line", "the status line is not valid: {line}"),
    ("illegal request line", "the status line is not valid: {line}"),
    ("status_code should be in range", "the status code is below 100"),
    ("no response line received", "the status line is missing"),
    ("illegal chunk header", "a chunk does not begin with its length"),
    ("malformed chunk footer", "a chunk does not end where its length says"),
    ("continuation line", "the headers begin with a folded line"),
    ("illegal header line", "a header is not valid: {line}"),
    ("Receive buffer too long", "the headers are larger than 100 KB"),
    ("conflicting Content-Length", "the answer has several Content-Length headers that differ"),
    ("bad Content-Length", "Content-Length is not a length"),
    ("multiple Transfer-Encoding", "the answer has several Transfer-Encoding headers"),
    ("Transfer-Encoding", "the answer has a Transfer-Encoding other than chunked"),
    ("_SWITCH_UPGRADE", "101 Switching Protocols, although the request did not ask to switch"),
    ("_SWITCH_CONNECT", "the answer switches protocols, although the request did not ask to"),
)
"""Parts of h11's messages, the first that fits; `{line}` is the line at fault."""


def _line(text: str) -> str:
    """The line that h11 quotes as a bytes literal."""
    quoted = _QUOTED.search(text)
    return f"`{cut(quoted[2], 80)}`" if quoted else ""


def _shown(data: bytes) -> str:
    """The first line, what is not printable ASCII escaped."""
    line = data.partition(b"\r")[0].partition(b"\n")[0]
    return f"`{cut(repr(line)[2:-1], 60)}`"
