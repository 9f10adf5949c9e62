"""Exchanges: what one attempt of an action sent and what came back, as data and as people read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from itest.model.record import Record
from itest.model.values import EMPTY, Pointer, Value


class PrepareError(Exception):
    """A rendered step that cannot be turned into a request: sentence, hint and the argument at fault."""

    def __init__(self, message: str, *, pointer: Pointer = (), hint: str = "", code: str = "IT208") -> None:
        super().__init__(message)
        self.message = message
        self.pointer = pointer
        self.hint = hint
        self.code = code


class ActionError(Record, kw_only=True):
    """Why an action could not be carried out: the result field `error`.

    `kind` is one of: timeout, connect, dns, tls, protocol, closed, too_large, redirect, sql, constraint, not_found,
    process, interrupted. `phase` says how far it came (dns, connect, tls, send, wait, receive, decode). `code` is the
    IT2xx code it is reported under.
    """

    kind: str
    message: str
    code: str
    phase: str = ""


class Line(Record):
    """One line of a transcript and the argument of the step it came from (for `(token ← step login)`)."""

    text: str
    pointer: Pointer = ()


class Message(Record, kw_only=True):
    """Headers and body of an HTTP request or answer, for programs. `text` is the body's text, or the beginning of it:
    `cut` then says what is missing (`cut after 4000 of 70000 bytes`), or that it is no text (`binary, 512 bytes`).
    `head` are the bytes of the start line and the headers as they went over the wire."""

    head: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    media_type: str = ""
    text: str = ""
    size: int = 0
    cut: str = ""


class Wire(Record, kw_only=True):
    """An HTTP exchange as it went over the wire: the first request and, where there is one, the last answer.

    `redirects` are the statuses and addresses in between. `status` 0: no answer came, `failure` says why.
    """

    method: str
    url: str
    request: Message
    version: str = "HTTP/1.1"
    status: int = 0
    reason: str = ""
    answer: Message | None = None
    redirects: tuple[tuple[int, str], ...] = ()
    sent_again: tuple[str, ...] = ()
    """The requests (`GET http://…`) that went out a second time by themselves, on a new connection."""
    failure: str = ""


class Transcript(Record, kw_only=True):
    """An exchange as people read it: `title` (`POST /orders → 201 Created`), what was sent and received, line by line,
    and a `command` to repeat it by hand (`label` names its kind: `curl`, `sqlite3`, `shell`). Not redacted, not cut
    further than `preview` bytes of each body, not escaped: that is done once, on the way out."""

    title: str = ""
    sent: tuple[Line, ...] = ()
    received: tuple[Line, ...] = ()
    label: str = ""
    command: str = ""
    wire: Wire | None = None
    """The same for programs, where it went over HTTP."""


class Exchange(Record, kw_only=True):
    """One attempt: `request` as sent, result `fields` (values; the main field may be a `Document`), or an `error`.

    `started` is seconds of `time.time`, `duration` and `timings` (dns, connect, tls, send, wait, receive) seconds.
    `secrets` are values that must never be shown, found on the way (credentials of headers and auth).
    `retry_after` is the wait in seconds that the other side asked for. `transcript` renders lazily: calling it is
    pure and may be left out.
    """

    request: Mapping[str, Value] = EMPTY
    fields: Mapping[str, Value] = EMPTY
    error: ActionError | None = None
    started: float = 0.0
    duration: float = 0.0
    timings: Mapping[str, float] = EMPTY
    secrets: tuple[str, ...] = ()
    retry_after: float | None = None
    transcript: Callable[[], Transcript] | None = None
    size: int | None = None
    """Bytes of the answer's body as received, where that makes sense."""
    traceparent: str = ""
    """The W3C `traceparent` that was sent."""
