"""Sessions: one actor's cookies, and the way of a request from hop to hop to its answer."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial

from itest.actions.http.address import Address
from itest.actions.http.answer import PHASES, Answer, Lines, fields_of, joined, retry_after, values_of
from itest.actions.http.attempt import Attempt, Broken
from itest.actions.http.cookies import cookies_of, set_by
from itest.actions.http.credentials import long_cookies
from itest.actions.http.decode import coding_of, decoded
from itest.actions.http.jar import Jar
from itest.actions.http.library import httpx
from itest.actions.http.redirect import REDIRECTS, Hop, broken, next_hop
from itest.actions.http.request import TRACEPARENT, Header, HttpRequest
from itest.actions.http.transcript import transcript
from itest.actions.http.transport import Transports
from itest.actions.http.wire import wire
from itest.evaluate.data.counted import counted
from itest.evaluate.data.escape import cut
from itest.model.deadline import Deadline
from itest.model.exchange import ActionError, Exchange, Transcript
from itest.model.record import State, field, replace
from itest.model.values import Value

_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
"""Methods whose request says that it has no body (RFC 9110, 8.6)."""


class _Way(State):
    """What became of a request so far: its headers as they were sent first, and the redirects it took."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    cookie: str = ""
    redirects: list[tuple[int, str]] = field(default_factory=list)
    handed_out: list[str] = field(default_factory=list)
    """Values of cookies that answers set: whoever has one is taken for the session."""


class HttpSession:
    """One actor in one scenario: its cookie jar, over the connections that all share."""

    def __init__(self, transports: Transports) -> None:
        self._transports = transports
        self._jar = Jar()

    def send(self, request: HttpRequest, deadline: Deadline) -> Exchange:
        """Send the request, redirects included, within the deadline; whatever goes wrong is the exchange's `error`."""
        request = _traced(request)
        started = time.time()
        attempt = Attempt(deadline=deadline, wake=self._transports.wakes.of(deadline.stop))
        way = _Way()
        answer, error = None, None
        try:
            answer = self._carry_out(request, attempt, way)
        except Broken as failure:
            error = failure.error
        return _exchange(request, way, answer, error, attempt, started)

    def close(self) -> None:
        self._jar.clear()

    def _carry_out(self, request: HttpRequest, attempt: Attempt, way: _Way) -> Answer:
        body = request.content.data if request.content is not None else None
        hop = Hop(request.method, request.address, request.headers, body, request.cookies)
        while True:
            answer = self._one(hop, request, attempt, way)
            location = answer.value("location")
            if not request.follow or answer.status not in REDIRECTS or not location:
                return answer
            if len(way.redirects) == request.follow:
                raise broken(
                    f"more than {counted(request.follow, 'redirect')}; {answer.status} leads on to {cut(location, 120)}"
                )
            hop = next_hop(hop, answer.status, location)
            way.redirects.append((answer.status, str(hop.address)))

    def _one(self, hop: Hop, request: HttpRequest, attempt: Attempt, way: _Way) -> Answer:
        """One request and its answer, body and all."""
        attempt.restart()
        attempt.received, attempt.tls = 0, {}
        attempt.remaining()
        written = "; ".join(header.value for header in hop.headers if header.name.lower() == "cookie")
        cookie = self._jar.header(hop.address, written, hop.cookies, foreign=hop.foreign)
        lines = _lines(hop, cookie)
        way.sent = way.sent or lines
        way.cookie = way.cookie or cookie
        out = _message(hop, lines, attempt)
        response = self._transports.of(hop.address.scheme, request.trust, request.proxy).handle_request(out)
        try:
            headers = tuple((_text(name), _text(value)) for name, value in response.headers.raw)
            if handed_out := values_of(headers, "set-cookie"):
                self._jar.take(response, hop.address.origin)
                way.handed_out += [cookie["value"] for cookie in set_by(handed_out).values()]
            wire = _Metered(response.stream, request.max_body, _declared(response.status_code, hop.method, headers))
            body = _received(wire, values_of(headers, "content-encoding"), attempt)
        finally:
            response.close()
        return Answer(
            status=response.status_code,
            reason=_text(response.extensions["reason_phrase"]),
            version=response.extensions["http_version"].decode("ascii", "replace"),
            url=str(hop.address),
            headers=headers,
            body=body,
            size=wire.size,
            redirects=tuple(way.redirects),
            tls=dict(attempt.tls),
        )


def _lines(hop: Hop, cookie: str) -> list[tuple[str, str]]:
    """The header lines of a request."""
    lines = [(header.name, header.value) for header in hop.headers if header.name.lower() != "cookie"]
    named = {name.lower() for name, _ in lines}
    if "host" not in named:
        lines.insert(0, ("Host", hop.address.authority))
    if "content-length" not in named and (hop.body or hop.method in _WITH_BODY):
        lines.append(("Content-Length", str(len(hop.body or b""))))
    return [*lines, ("Cookie", cookie)] if cookie else lines


def _message(hop: Hop, lines: Lines, attempt: Attempt) -> httpx.Request:
    try:
        return httpx.Request(
            hop.method,
            _url(hop.address),
            headers=[(name.encode(), value.encode()) for name, value in lines],
            stream=httpx.ByteStream(hop.body or b""),
            extensions={"attempt": attempt, "origin": hop.address.origin},
        )
    except (httpx.InvalidURL, ValueError) as error:
        raise Broken("protocol", f"this request cannot be made: {error}", "IT208", "send") from error


@lru_cache(maxsize=1024)
def _url(address: Address) -> httpx.URL:
    return httpx.URL(str(address))


def _received(wire: _Metered, codings: Iterable[str], attempt: Attempt) -> bytes:
    """The whole body, decoded."""
    since = time.monotonic()
    coding = coding_of(codings)
    body = bytearray()
    for piece in decoded(wire, coding, attempt.remaining):
        body += piece
        if len(body) > wire.limit:
            raise _too_large(wire.limit, "decoded" if coding else "")
    attempt.took("receive", since)
    return bytes(body)


class _Metered:
    """The body as it comes over the wire, up to a limit."""

    def __init__(self, stream: object, limit: int, declared: int) -> None:
        if declared > limit:
            raise _too_large(limit, f"{declared} bytes")
        self._stream = stream
        self.limit = limit
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        if not isinstance(self._stream, Iterable):
            return
        for piece in self._stream:
            self.size += len(piece)
            if self.size > self.limit:
                raise _too_large(self.limit, "")
            yield piece


def _declared(status: int, method: str, headers: Lines) -> int:
    """The length that the answer announces; 0 where it has no body, or does not say."""
    lengths = values_of(headers, "content-length")
    if not lengths or method == "HEAD" or status in (204, 304):
        return 0
    length = lengths[0].partition(",")[0]
    return int(length) if length.isascii() and length.isdigit() else 0


def _too_large(limit: int, what: str) -> Broken:
    cap = f"{limit / 1_000_000:g} MB" if limit >= 100_000 else f"{limit} bytes"
    return Broken("too_large", f"the body is larger than {cap}" + (f" ({what})" if what else ""), "IT205", "receive")


def _exchange(
    request: HttpRequest,
    way: _Way,
    answer: Answer | None,
    error: ActionError | None,
    attempt: Attempt,
    started: float,
) -> Exchange:
    sent = way.sent or [(header.name, header.value) for header in request.headers]
    cookies = cookies_of(way.cookie)
    shown: dict[str, Value] = {**request.shown, "headers": joined(sent), "cookies": cookies}
    secrets = tuple(dict.fromkeys((*request.secrets, *long_cookies((*cookies.values(), *way.handed_out)))))
    return Exchange(
        request=shown,
        fields={} if answer is None else fields_of(answer, attempt.timings),
        error=error,
        started=started,
        duration=time.monotonic() - attempt.begun,
        timings={phase: attempt.timings.get(phase, 0.0) for phase in PHASES},
        secrets=secrets,
        retry_after=None if answer is None else retry_after(answer.value("retry-after")),
        transcript=partial(_told, request, way.cookie, sent, answer, error),
        size=None if answer is None else answer.size,
        traceparent=next((value for name, value in sent if name.lower() == TRACEPARENT), ""),
    )


def _traced(request: HttpRequest) -> HttpRequest:
    """The request of one attempt, which is a span of its own."""
    if request.traceparent is None:
        return request
    header = Header(TRACEPARENT, request.traceparent(), chosen=False)
    return replace(request, headers=(*request.headers, header), traceparent=None)


def _told(
    request: HttpRequest,
    cookie: str,
    sent: Lines,
    answer: Answer | None,
    error: ActionError | None,
) -> Transcript:
    return replace(transcript(request, cookie, answer, error), wire=wire(request, sent, answer, error))


def _text(data: bytes) -> str:
    """Header text: UTF-8 where it is, else Latin-1, which takes any byte."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")
