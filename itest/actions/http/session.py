"""Sessions: one actor's cookies, and the way of a request from hop to hop to its answer."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from itest.actions.http.address import Address, Origin
from itest.actions.http.answer import PHASES, Answer, Lines, fields_of, joined, retry_after, values_of
from itest.actions.http.attempt import Attempt, Broken
from itest.actions.http.cookies import cookies_of
from itest.actions.http.credentials import long_cookies
from itest.actions.http.incoming import Coming, drain, head_of, header_text, with_body
from itest.actions.http.message import Head, Outgoing
from itest.actions.http.outgoing import raw_lines
from itest.actions.http.redirect import REDIRECTS, Hop, broken, next_hop
from itest.actions.http.request import TRACEPARENT, Header, HttpRequest
from itest.actions.http.transport import Transport, Transports
from itest.evaluate.data.counted import counted
from itest.evaluate.data.escape import cut
from itest.model.deadline import Deadline
from itest.model.exchange import ActionError, Exchange, Transcript
from itest.model.record import State, field, replace
from itest.model.values import Value

if TYPE_CHECKING:
    from itest.actions.http.jar import Jar

_BY_HTTPX = frozenset({"form", "multipart"})
"""Bodies whose requests are httpx's to build."""


class _Way(State):
    """What became of a request so far: its headers as they were sent first, and the redirects it took."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    redirects: list[tuple[int, str]] = field(default_factory=list)
    crumbs: list[str] = field(default_factory=list)
    """Values of cookies that were sent or set on the way: whoever has one is taken for the session."""


class HttpSession:
    """One actor in one scenario: its cookie jar, and connections of its own (`alone`) or those that all share."""

    def __init__(self, transports: Transports, *, alone: bool = False) -> None:
        self._transports = transports
        self._owner = object() if alone else None
        self._jar: Jar | None = None
        """None until an answer sets a cookie."""
        self._written: set[Origin] = set()
        """Where the scenario itself said that requests go."""

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
        if self._jar is not None:
            self._jar.clear()
        if self._owner is not None:
            self._transports.end(self._owner)

    def _carry_out(self, request: HttpRequest, attempt: Attempt, way: _Way) -> Answer:
        self._refuse_to_hand_on(request)
        body = request.content.data if request.content is not None else None
        hop = Hop(request.method, request.address, request.headers, body, request.cookies, request.foreign)
        while True:
            answer = self._one(hop, request, attempt, way)
            location = _onward(answer, request)
            if not location:
                return answer
            if len(way.redirects) == request.follow:
                raise broken(
                    f"more than {counted(request.follow, 'redirect')}; {answer.status} leads on to {cut(location, 120)}"
                )
            hop = next_hop(hop, answer.status, location, request.base, request.abroad)
            way.redirects.append((answer.status, hop.address.reference))

    def _refuse_to_hand_on(self, request: HttpRequest) -> None:
        """Refuse what is made of a secret where only an answer named the origin."""
        origin = request.address.origin
        if not request.led:
            self._written.add(origin)
        elif request.withheld and origin not in self._written:
            place = f"an answer leads to {request.address.authority}, where the scenario does not"
            message = f"{place}, and `{request.withheld}` is made of a secret, which is not sent there"
            raise Broken("protocol", message, "IT208", "send")

    def _one(self, hop: Hop, request: HttpRequest, attempt: Attempt, way: _Way) -> Answer:
        """One request and its answer, without the body where it leads on."""
        attempt.restart()
        attempt.remaining()
        lines = raw_lines(hop, self._jar)
        sent = [(header_text(name), header_text(value)) for name, value in lines]
        way.sent = way.sent or sent
        way.crumbs += cookies_of("; ".join(values_of(sent, "cookie"))).values()
        out = Outgoing(hop.method, hop.address, lines, hop.body or b"")
        try:
            coming = self._ask(self._transport(hop.address, request), out, request, attempt)
        except Broken as failure:
            raise _untrusted(failure, hop.address, request) from failure
        try:
            answer = head_of(coming.head, hop, attempt, way.redirects)
            if set_cookies := answer.values("set-cookie"):
                from itest.actions.http.set_cookie import set_cookie  # start-up cost: few answers set a cookie

                self._keep(_latin(coming.head, b"set-cookie"), hop.address)
                way.crumbs += [made.value for made in map(set_cookie, set_cookies) if made]
            if _onward(answer, request):
                drain(answer, coming, hop.method)
                return answer
            answer = replace(answer, read_as=request.read_as) if request.read_as else answer
            return with_body(answer, coming, hop.method, attempt, request.max_body)
        finally:
            coming.close()

    def _ask(self, transport: Transport, out: Outgoing, request: HttpRequest, attempt: Attempt) -> Coming:
        if (request.content is not None and request.content.kind in _BY_HTTPX) or not self._transports.plainly:
            from itest.actions.http import by_httpx  # start-up cost: httpx, which plain exchanges do without

            return by_httpx.exchange(by_httpx.HttpxTransport(transport), out, attempt)
        return transport.exchange(out, attempt, plainly=True)

    def _keep(self, set_cookies: list[str], address: Address) -> None:
        if self._jar is None:
            from itest.actions.http.jar import Jar  # start-up cost: few answers set a cookie

            self._jar = Jar()
        self._jar.take(set_cookies, address)

    def _transport(self, address: Address, request: HttpRequest) -> Transport:
        """The way to an address: what a redirect to another origin names is reached by its own name."""
        if address.origin == request.address.origin:
            return self._transports.of(address.scheme, request.trust, request.proxy, request.via, self._owner)
        return self._transports.of(address.scheme, request.abroad.trust, request.abroad.proxy, owner=self._owner)


def _untrusted(failure: Broken, address: Address, request: HttpRequest) -> Broken:
    """The failure, with why the service's `tls` did not help."""
    told = failure.error
    if told.kind != "tls" or not request.trusting or (request.base and address.origin == request.base.origin):
        return failure
    return Broken("tls", f"{told.message}; the service's `tls` is for its own origin", told.code, told.phase)


def _onward(answer: Answer, request: HttpRequest) -> str:
    """Where the request goes on, as the answer says it; `""` for one that ends it. Raises `Broken` where the answer
    contradicts itself."""
    if not request.follow or answer.status not in REDIRECTS:
        return ""
    if len(set(answer.values("location"))) > 1:
        raise broken("the answer has several Location headers that differ")
    return answer.values("location")[0] if answer.location else ""


def _latin(head: Head, name: bytes) -> list[str]:
    """The values of a header, as which any bytes pass."""
    return [value.decode("latin-1") for key, value in head.lines if key.lower() == name]


def _exchange(
    request: HttpRequest,
    way: _Way,
    answer: Answer | None,
    error: ActionError | None,
    attempt: Attempt,
    started: float,
) -> Exchange:
    sent = way.sent or [(header.name, header.value) for header in request.headers]
    cookies = cookies_of(_cookie_of(sent))
    shown: dict[str, Value] = {**request.shown, "headers": joined(sent), "cookies": cookies}
    secrets = tuple(dict.fromkeys((*request.secrets, *long_cookies(way.crumbs))))
    return Exchange(
        request=shown,
        fields={} if answer is None else fields_of(answer, attempt.timings),
        error=error,
        started=started,
        duration=time.monotonic() - attempt.begun,
        timings={phase: attempt.timings.get(phase, 0.0) for phase in PHASES},
        secrets=secrets,
        retry_after=None if answer is None else retry_after(answer.value("retry-after")),
        transcript=partial(_told, request, sent, answer, error, tuple(attempt.again)),
        size=None if answer is None else answer.size,
        traceparent=next((value for name, value in sent if name.lower() == TRACEPARENT), ""),
    )


def _traced(request: HttpRequest) -> HttpRequest:
    """The request of one attempt, which is a span of its own."""
    if request.traceparent is None:
        return request
    header = Header(TRACEPARENT, request.traceparent(), chosen=False)
    return replace(request, headers=(*request.headers, header), traceparent=None)


def _cookie_of(sent: Lines) -> str:
    return "; ".join(values_of(sent, "cookie"))


def _told(
    request: HttpRequest, sent: Lines, answer: Answer | None, error: ActionError | None, again: tuple[str, ...]
) -> Transcript:
    # Start-up cost: only where an exchange is shown.
    from itest.actions.http.transcript import transcript
    from itest.actions.http.wire import wire

    told = transcript(request, _cookie_of(sent), answer, error)
    title = f"{told.title} (sent again)" if again else told.title
    return replace(told, title=title, wire=replace(wire(request, sent, answer, error), sent_again=again))
